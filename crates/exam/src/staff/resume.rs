//! What resuming a paused room would give back to each seat, before anybody confirms it.

use lexicon::{AttemptId, Instant, Millis, ParticipantNo, SittingId};
use serde::Serialize;
use session::{
    Attempt, LedgerEntry, PauseReason, Phase, Room, RoomAct, Span, Status, Stop, StopKind,
};

use super::sittings::authorised;
use super::{Caller, Permission};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::SeatSummary;
use crate::recorder::relevant;

/// What a seat would have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResumedSeat {
    /// The attempt.
    pub attempt: AttemptId,
    /// Whose.
    pub participant_no: ParticipantNo,
    /// The candidate's name.
    pub name: String,
    /// Workstation or chair, may be empty.
    pub place: String,
    /// Items with an answer.
    pub answered: usize,
    /// What the seat gets back: by how much its deadline would lie later than if time had run on.
    pub given_back_ms: Millis,
    /// Time left from then on.
    pub remaining_ms: Millis,
    /// When its time would end; none for a seat that stands still for a reason of its own.
    pub deadline: Option<Instant>,
}

/// A resumption that nobody has asked for yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResumePreview {
    /// As if it were resumed at this instant.
    pub now: Instant,
    /// Since when the room stands still.
    pub since: Instant,
    /// Why, without doublings.
    pub reasons: Vec<PauseReason>,
    /// Every running attempt, by place, then participant number.
    pub seats: Vec<ResumedSeat>,
}

/// What resuming the room now would mean for every seat.
///
/// # Errors
/// [`ExamError::Room`] when nothing is paused; [`ExamError::NotFound`], [`ExamError::Forbidden`].
pub async fn resume_preview(
    app: &App,
    caller: &Caller,
    sitting: SittingId,
) -> Result<ResumePreview, ExamError> {
    authorised(app, caller, Permission::RunRoom, sitting).await?;
    let list = app.store.seats_of(sitting).await?;
    let list = list.ok_or(ExamError::NotFound("sitting"))?;
    let room = Room::decode(&list.room.state)
        .map_err(|_| ExamError::Internal(format!("room of sitting {sitting}")))?;
    let outages = match room.opened {
        Some(opened) => app.store.outages_since(opened).await?,
        None => Vec::new(),
    };
    let now = app.clock.now();
    let resumed = Resumed::of(&room, relevant(&outages, &room), now)?;
    let running = list
        .seats
        .iter()
        .filter(|seat| seat.status == Status::Running);
    let seats: Result<Vec<ResumedSeat>, ExamError> =
        running.map(|seat| resumed.seat(seat)).collect();
    Ok(ResumePreview {
        now,
        since: resumed.since,
        reasons: resumed.reasons,
        seats: seats?,
    })
}

/// A room in which time goes on again.
struct Resumed {
    now: Instant,
    since: Instant,
    reasons: Vec<PauseReason>,
    /// Everything that made time stand still, the pause that ends now included.
    stops: Vec<Stop>,
}

impl Resumed {
    fn of(room: &Room, outages: &[Span], now: Instant) -> Result<Self, ExamError> {
        let open: Vec<_> = room
            .pauses
            .iter()
            .filter(|pause| pause.span.to.is_none())
            .collect();
        let since = open
            .iter()
            .map(|pause| pause.span.from)
            .min()
            .unwrap_or(now);
        let mut reasons: Vec<PauseReason> = Vec::new();
        for pause in open {
            if !reasons.contains(&pause.reason) {
                reasons.push(pause.reason);
            }
        }
        let mut after = room.clone();
        let entry = LedgerEntry {
            at: now,
            by: None,
            reason: String::new(),
            act: RoomAct::Resume,
        };
        after.apply(&entry, 0)?;
        let outages = outages.iter().map(|span| Stop {
            span: *span,
            kind: StopKind::Outage,
        });
        Ok(Self {
            now,
            since,
            reasons,
            stops: after.stops().chain(outages).collect(),
        })
    }

    fn seat(&self, row: &SeatSummary) -> Result<ResumedSeat, ExamError> {
        let id = row.seat.id;
        let attempt = Attempt::decode(&row.seat.state)
            .map_err(|_| ExamError::Internal(format!("row of attempt {id}")))?;
        let (deadline, remaining) = self.end(&attempt, &self.stops);
        let before: Vec<Stop> = self
            .stops
            .iter()
            .filter(|stop| stop.span.from < self.since)
            .copied()
            .collect();
        let (_, without) = self.end(&attempt, &before);
        Ok(ResumedSeat {
            attempt: id,
            participant_no: row.participant_no,
            name: row.name.clone(),
            place: row.place.clone(),
            answered: attempt.answers.answered(),
            given_back_ms: remaining - without,
            remaining_ms: remaining.max(Millis::ZERO),
            deadline,
        })
    }

    /// Deadline and time left under these stops; time left is negative where the deadline has passed.
    fn end(&self, attempt: &Attempt, stops: &[Stop]) -> (Option<Instant>, Millis) {
        let clock = attempt.clockwork(stops.iter().copied());
        match clock.map(|clock| clock.phase(self.now)) {
            Some(Phase::Running { deadline } | Phase::TimeUp { deadline }) => {
                (Some(deadline), deadline - self.now)
            }
            Some(Phase::Paused { remaining, .. }) => (None, remaining),
            None => (None, Millis::ZERO),
        }
    }
}
