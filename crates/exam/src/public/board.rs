//! The hall board of a sitting.
//!
//! A board that reacted at once would tell an accomplice which answer was right (design, Live). So it changes once in
//! the policy's tick, and while a candidate answers the points move only after a number of newly answered items. Who has
//! ended stands there with the exact points: they are on the receipt, and no answer follows that they could help.
//!
//! All nodes of a fleet show the same: what one of them has drawn in a tick the others show as well. Two boards that
//! moved at different moments would together tell what neither does.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use lexicon::{AttemptId, Instant, Millis, ParticipantNo, Points, SittingId, SubTest};
use scoring::Policy;
use serde::{Deserialize, Serialize};
use session::{RoomStatus, Status};
use tokio::sync::Mutex;

use super::apart::{BoardApart, apart};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{SeatList, SeatUpdate, SittingRow};
use crate::staff::SubTotal;
use crate::staff::selections::{load, policy_of};

/// Boards that are kept, at most; beyond that the one made first is forgotten, and begins anew when asked for.
const BOARDS_MAX: usize = 300;
/// When it is tried again to draw a board whose seats could not be read.
const AGAIN_AFTER: Millis = Millis::from_secs(2);

/// A board that nobody has asked for so long after the next one could be had is not looked at.
const LOOKED_AT_FOR: Millis = Millis::from_secs(10);

/// A line of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BoardRow {
    /// By the points shown, from 1; equals share it.
    pub rank: u32,
    /// The participant number.
    pub participant_no: ParticipantNo,
    /// The candidate's name.
    pub name: String,
    /// Points per sub-test, as far as they are shown.
    pub totals: Vec<SubTotal>,
    /// Their sum.
    pub total: Points,
    /// Whether the attempt is over.
    pub finished: bool,
}

/// The board of a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BoardView {
    /// Which sitting.
    pub sitting: SittingId,
    /// Its name.
    pub name: String,
    /// Site and room.
    pub place: String,
    /// Where it stands.
    pub status: RoomStatus,
    /// The instant whose state is shown.
    pub as_of: Instant,
    /// When the next one can be had.
    pub next: Instant,
    /// Whether every line shows all points: nobody of the room answers any more.
    pub exact: bool,
    /// The sub-tests, in the order of every line's points.
    pub sub_tests: Vec<SubTest>,
    /// Who has begun and is not excluded, best first.
    pub rows: Vec<BoardRow>,
    /// Who has begun and is excluded, by participant number.
    pub apart: Vec<BoardApart>,
}

/// The boards of this node.
#[derive(Default)]
pub struct Boards {
    boards: Mutex<VecDeque<(SittingId, Arc<Mutex<Board>>)>>,
}

impl core::fmt::Debug for Boards {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Boards")
    }
}

/// What a board shows, and of each candidate up to which answer.
#[derive(Default)]
struct Board {
    drawn: Drawn,
    view: Option<Arc<BoardView>>,
}

/// What was drawn last, here or on another node.
#[derive(Serialize, Deserialize)]
struct Drawn {
    as_of: Instant,
    exact: bool,
    shown: HashMap<AttemptId, Shown>,
}

impl Default for Drawn {
    fn default() -> Self {
        Self {
            as_of: Instant(0),
            exact: false,
            shown: HashMap::new(),
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct Shown {
    answered: u16,
    totals: Vec<Points>,
    finished: bool,
}

impl Boards {
    /// The board of a sitting, at most a tick old.
    ///
    /// # Errors
    /// [`ExamError::NotFound`] for an unknown sitting, and where the policy wants no board.
    pub async fn board(&self, app: &App, sitting: SittingId) -> Result<Arc<BoardView>, ExamError> {
        let row = app.store.sitting(sitting).await?;
        let row = row.ok_or(ExamError::NotFound("board"))?;
        let board = self.of(sitting).await;
        // Whoever asks while it is made waits for it.
        let mut board = board.lock().await;
        let now = app.clock.now();
        if let Some(view) = &board.view
            && now < view.next
        {
            return Ok(Arc::clone(view));
        }
        let policy = policy_of(&load(app, row.selection).await?)?;
        if !policy.board.public {
            return Err(ExamError::NotFound("board"));
        }
        let Ok(states) = app.live.seats(sitting).await else {
            return board.again(now).ok_or(ExamError::Overloaded);
        };
        let list = app.store.seats_of(sitting).await?;
        let list = list.ok_or(ExamError::NotFound("board"))?;
        board.agree(app, (&policy, &row), &states, now).await;
        let view = Arc::new(board.view(&policy, (&row, &list), &states)?);
        board.view = Some(Arc::clone(&view));
        Ok(view)
    }

    /// The age of the oldest board that somebody looks at; none where nobody does.
    pub async fn age(&self, now: Instant) -> Option<Millis> {
        let boards = self.boards.lock().await;
        // What is drawn at this moment is new.
        let boards = boards.iter().filter_map(|(_, board)| board.try_lock().ok());
        let ages = boards.filter_map(|board| {
            let view = board.view.as_ref()?;
            (now < view.next + LOOKED_AT_FOR).then_some(now - view.as_of)
        });
        ages.max()
    }

    async fn of(&self, sitting: SittingId) -> Arc<Mutex<Board>> {
        let mut boards = self.boards.lock().await;
        if let Some((_, board)) = boards.iter().find(|(known, _)| *known == sitting) {
            return Arc::clone(board);
        }
        if boards.len() >= BOARDS_MAX {
            boards.pop_front();
        }
        let board = Arc::default();
        boards.push_back((sitting, Arc::clone(&board)));
        board
    }
}

impl Board {
    /// What was shown last, with its time, while there is nothing newer.
    fn again(&mut self, now: Instant) -> Option<Arc<BoardView>> {
        let view = Arc::make_mut(self.view.as_mut()?);
        view.next = now + AGAIN_AFTER;
        self.view.clone()
    }

    /// Comes to what all nodes show in this tick: what one of them has drawn, or what this one draws now.
    async fn agree(
        &mut self,
        app: &App,
        (policy, row): (&Policy, &SittingRow),
        states: &[SeatUpdate],
        now: Instant,
    ) {
        let tick = tick(policy);
        // Whoever is beaten twice within a moment has two drawings of others behind it.
        for _ in 0..2 {
            let Ok(before) = app.live.drawn(row.id).await else {
                break;
            };
            let drawn = before.as_deref().map(serde_json::from_slice::<Drawn>);
            // What was lost with the boards is still known here.
            if let Some(Ok(drawn)) = drawn {
                self.drawn = drawn;
                let age = now - self.drawn.as_of;
                if age < tick && age > Millis(-tick.0) {
                    return;
                }
            }
            self.draw(policy, row, states, now);
            let Ok(bytes) = serde_json::to_vec(&self.drawn) else {
                return;
            };
            match app.live.draw(row.id, before, bytes).await {
                Ok(false) => {}
                Ok(true) | Err(_) => return,
            }
        }
        self.draw(policy, row, states, now);
    }

    /// Draws the board anew.
    fn draw(&mut self, policy: &Policy, row: &SittingRow, states: &[SeatUpdate], now: Instant) {
        let over = matches!(row.status, RoomStatus::Closed | RoomStatus::Sealed);
        let answers = |seat: &SeatUpdate| matches!(seat.status, Status::Running | Status::Present);
        let exact = over || !states.iter().any(answers);
        self.notice(states, exact, policy.board.min_new_answers);
        self.drawn.exact = exact;
        self.drawn.as_of = now;
    }

    fn view(
        &self,
        policy: &Policy,
        (row, list): (&SittingRow, &SeatList),
        states: &[SeatUpdate],
    ) -> Result<BoardView, ExamError> {
        let apart = apart(list)?;
        Ok(BoardView {
            sitting: row.id,
            name: row.name.clone(),
            place: row.place.clone(),
            status: row.status,
            as_of: self.drawn.as_of,
            next: self.drawn.as_of + tick(policy),
            exact: self.drawn.exact,
            sub_tests: policy
                .sub_tests
                .iter()
                .map(|spec| spec.code.clone())
                .collect(),
            rows: self.rows(policy, (list, &apart), states),
            apart,
        })
    }

    /// Moves what is shown of each candidate, where it may move.
    fn notice(&mut self, states: &[SeatUpdate], exact: bool, min_new_answers: u32) {
        for seat in states {
            let shown = self.drawn.shown.entry(seat.attempt);
            let shown = shown.or_insert_with(|| Shown {
                answered: 0,
                totals: vec![Points(0); seat.totals.len()],
                finished: false,
            });
            let new = seat.answered.saturating_sub(shown.answered);
            shown.finished = seat.status == Status::Finished;
            if exact || shown.finished || u32::from(new) >= min_new_answers {
                shown.answered = seat.answered;
                shown.totals.clone_from(&seat.totals);
            }
        }
    }

    fn rows(
        &self,
        policy: &Policy,
        (list, apart): (&SeatList, &[BoardApart]),
        states: &[SeatUpdate],
    ) -> Vec<BoardRow> {
        let apart: HashSet<ParticipantNo> = apart.iter().map(|out| out.participant_no).collect();
        let known: HashMap<AttemptId, &SeatUpdate> =
            states.iter().map(|seat| (seat.attempt, seat)).collect();
        let mut ordered: Vec<_> = list
            .seats
            .iter()
            .filter(|seat| !apart.contains(&seat.participant_no))
            .filter_map(|seat| {
                let state = known.get(&seat.seat.id)?;
                let shown = self.drawn.shown.get(&seat.seat.id)?;
                let counts = matches!(state.status, Status::Running | Status::Finished);
                let sheet = policy.sheet(&shown.totals)?;
                counts.then(|| (policy.order.key(&sheet), seat, shown))
            })
            .collect();
        ordered.sort_by_key(|(key, seat, ..)| (core::cmp::Reverse(*key), seat.participant_no));
        let mut rows = Vec::with_capacity(ordered.len());
        for equals in ordered.chunk_by(|(one, ..), (other, ..)| one == other) {
            let rank = u32::try_from(rows.len() + 1).unwrap_or(u32::MAX);
            rows.extend(equals.iter().map(|(_, seat, shown)| {
                BoardRow {
                    rank,
                    participant_no: seat.participant_no,
                    name: seat.name.clone(),
                    totals: policy
                        .sub_tests
                        .iter()
                        .zip(&shown.totals)
                        .map(|(spec, points)| SubTotal {
                            sub_test: spec.code.clone(),
                            points: *points,
                        })
                        .collect(),
                    total: shown.totals.iter().copied().sum(),
                    finished: shown.finished,
                }
            }));
        }
        rows
    }
}

/// How long a board stands.
fn tick(policy: &Policy) -> Millis {
    policy.board.tick.max(Millis::from_secs(1))
}

#[cfg(test)]
mod tests {
    use lexicon::{ApplicationId, FormationId};

    use super::*;

    fn state(answered: u16, points: i32, status: Status) -> SeatUpdate {
        SeatUpdate {
            attempt: AttemptId::from_bytes([1; 16]),
            sitting: SittingId::from_bytes([1; 16]),
            application: ApplicationId::from_bytes([1; 16]),
            formation: FormationId::from_bytes([1; 16]),
            revision: answered.into(),
            status,
            answered,
            totals: vec![Points(points)],
            rank_key: scoring::Key::default(),
            contact: None,
        }
    }

    /// What the board shows after each of these states of one candidate.
    fn shown(states: &[(u16, i32, bool)]) -> Vec<i32> {
        let mut board = Board::default();
        let seen = states.iter().map(|(answered, points, exact)| {
            let state = state(*answered, *points, Status::Running);
            board.notice(core::slice::from_ref(&state), *exact, 5);
            board.drawn.shown[&state.attempt].totals[0].0
        });
        seen.collect()
    }

    #[test]
    fn points_move_by_five_answers_at_least() {
        let states = [
            (1, 5, false),
            (4, 20, false),
            (5, 25, false),
            (9, 30, false),
            (10, 50, false),
        ];
        assert_eq!(shown(&states), [0, 0, 25, 25, 50]);
    }

    /// A changed mind must not show what it was worth, nor must an answer that was taken back.
    #[test]
    fn a_changed_mind_shows_nothing() {
        let states = [
            (5, 25, false),
            (5, 20, false),
            (4, 20, false),
            (9, 40, false),
            (10, 45, false),
        ];
        assert_eq!(shown(&states), [25, 25, 25, 25, 45]);
    }

    /// Whoever compares the board with a receipt must not find another number.
    #[test]
    fn who_has_ended_stands_there_exactly() {
        let mut board = Board::default();
        let seat = state(5, 25, Status::Running);
        board.notice(core::slice::from_ref(&seat), false, 5);
        let seat = state(6, 30, Status::Finished);
        board.notice(core::slice::from_ref(&seat), false, 5);
        assert_eq!(board.drawn.shown[&seat.attempt].totals[0].0, 30);
    }

    #[test]
    fn the_end_is_exact() {
        assert_eq!(
            shown(&[(5, 25, false), (6, 30, false), (6, 30, true)]),
            [25, 25, 30]
        );
    }
}
