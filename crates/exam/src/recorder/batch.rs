//! One batch: rooms and attempts are locked, every job is judged in the order of arrival, everything is
//! written, and only after the commit the answers leave.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use lexicon::{AttemptId, Instant, SittingId};
use session::{
    Attempt, Command, JournalEvent, LedgerEntry, Past, Phase, Refusal, Reply, Room, RoomAct,
    RoomRefusal, Ruling, Sanction, Span, Status, Stray, Surroundings, Verdict, View,
};

use super::{Answer, Job, Ports, Work, feed, past};
use crate::error::ExamError;
use crate::forms::LoadedForm;
use crate::ports::{
    Columns, RoomChange, RoomLock, RoomRow, SeatChange, SeatRow, SeatUpdate, StoreError, Unit,
};

/// A room in the hands of a batch.
pub(super) struct OpenRoom {
    row: RoomRow,
    pub(super) state: Room,
    entries: Vec<(u32, Vec<u8>)>,
}

impl OpenRoom {
    /// Applies an act; what the room's state forbids comes back and changes nothing.
    pub(super) fn act(&mut self, entry: &LedgerEntry, running: u32) -> Option<RoomRefusal> {
        if let Err(refusal) = self.state.apply(entry, running) {
            return Some(refusal);
        }
        self.entries.push((self.state.pos, entry.encode()));
        None
    }
}

/// The rooms of a batch by id.
#[derive(Default)]
pub(super) struct Rooms(BTreeMap<SittingId, OpenRoom>);

impl Rooms {
    /// Takes in rooms that are locked now; one that is there already stays as it is.
    pub(super) fn add(&mut self, rows: Vec<RoomRow>) -> Result<(), StoreError> {
        for row in rows {
            if let Entry::Vacant(place) = self.0.entry(row.id) {
                let state = Room::decode(&row.state)
                    .map_err(|_| StoreError::Data(format!("room of sitting {}", row.id)))?;
                place.insert(OpenRoom {
                    row,
                    state,
                    entries: Vec::new(),
                });
            }
        }
        Ok(())
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut OpenRoom> {
        self.0.values_mut()
    }

    pub(super) fn changes(&self) -> Vec<RoomChange> {
        let changed = self.0.values().filter(|room| !room.entries.is_empty());
        changed
            .map(|room| RoomChange {
                id: room.row.id,
                state: room.state.encode(),
                status: room.state.status,
                paused: room.state.is_paused(),
                entries: room.entries.clone(),
            })
            .collect()
    }

    fn sanction(&mut self, sitting: SittingId, entry: &LedgerEntry) -> Option<RoomRefusal> {
        self.0.get_mut(&sitting).and_then(|room| room.act(entry, 0))
    }

    fn earliest_opening(&self) -> Option<Instant> {
        self.0.values().filter_map(|room| room.state.opened).min()
    }
}

/// An attempt in the hands of a batch.
struct OpenSeat {
    row: SeatRow,
    form: Arc<LoadedForm>,
    attempt: Attempt,
    was: Status,
    dirty: bool,
    columns: bool,
    events: Vec<Vec<u8>>,
    strays: Vec<Stray>,
    /// Verdicts given in this batch, not yet in the store.
    ruled: Vec<Past>,
    contact: Option<Instant>,
}

/// What a job came to, to be told after the commit.
pub(super) enum Outcome {
    Seat(Result<Answer, ExamError>),
    Room(Result<Room, ExamError>),
    /// Another unit holds the attempt: the job waits for the next batch.
    Held,
    Settled,
}

/// What a whole batch came to.
pub(super) struct Judged {
    pub(super) outcomes: Vec<Outcome>,
    pub(super) updates: Vec<SeatUpdate>,
}

/// A batch against one unit of work.
pub(super) struct Batch<'a> {
    ports: &'a Ports,
    now: Instant,
    pub(super) rooms: Rooms,
    seats: BTreeMap<AttemptId, OpenSeat>,
    held: Vec<AttemptId>,
    outages: Vec<Span>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(ports: &'a Ports, now: Instant) -> Self {
        Self {
            ports,
            now,
            rooms: Rooms::default(),
            seats: BTreeMap::new(),
            held: Vec::new(),
            outages: Vec::new(),
        }
    }

    /// Locks what the jobs need (sittings before attempts, each in id order) and judges them in order.
    pub(super) async fn judge(
        &mut self,
        unit: &mut dyn Unit,
        jobs: &[Job],
    ) -> Result<Judged, StoreError> {
        self.load(unit, jobs).await?;
        let mut outcomes = Vec::with_capacity(jobs.len());
        for job in jobs {
            outcomes.push(match &job.work {
                Work::Heartbeat => Outcome::Settled,
                Work::Room { entry, .. } => {
                    Outcome::Room(self.room(unit, job.sitting, entry).await?)
                }
                Work::Seat { attempt, .. } if self.held.contains(attempt) => Outcome::Held,
                Work::Seat {
                    attempt, command, ..
                } => Outcome::Seat(self.seat(unit, *attempt, job, command).await?),
            });
        }
        self.save(unit).await?;
        Ok(Judged {
            outcomes,
            updates: self.updates(),
        })
    }

    async fn load(&mut self, unit: &mut dyn Unit, jobs: &[Job]) -> Result<(), StoreError> {
        let mut sittings: BTreeMap<SittingId, RoomLock> = BTreeMap::new();
        let mut attempts: Vec<AttemptId> = Vec::new();
        for job in jobs {
            let lock = match &job.work {
                Work::Heartbeat => continue,
                Work::Room { .. } => RoomLock::Exclusive,
                Work::Seat {
                    attempt, command, ..
                } => {
                    attempts.push(*attempt);
                    match command {
                        Command::Start { .. } | Command::Login { .. } => RoomLock::Share,
                        // A sanction goes to the ledger.
                        Command::Staff { .. } => RoomLock::Exclusive,
                        _ => RoomLock::Read,
                    }
                }
            };
            let held = sittings.entry(job.sitting).or_insert(lock);
            *held = (*held).max(lock);
        }
        let wanted: Vec<(SittingId, RoomLock)> = sittings.into_iter().collect();
        if !wanted.is_empty() {
            self.rooms.add(unit.rooms(&wanted).await?)?;
        }
        if let Some(opened) = self.rooms.earliest_opening() {
            self.outages = unit.outages_since(opened).await?;
        }
        attempts.sort_unstable();
        attempts.dedup();
        if attempts.is_empty() {
            return Ok(());
        }
        let locked = unit.seats(&attempts).await?;
        self.held = locked.held;
        for row in locked.seats {
            let seat = self.open(row).await?;
            self.seats.insert(seat.row.id, seat);
        }
        Ok(())
    }

    async fn open(&self, row: SeatRow) -> Result<OpenSeat, StoreError> {
        let form = self
            .ports
            .forms
            .get(&*self.ports.store, row.form, row.variant)
            .await?;
        let attempt = Attempt::decode(&row.state)
            .map_err(|_| StoreError::Data(format!("row of attempt {}", row.id)))?;
        Ok(OpenSeat {
            was: attempt.status,
            row,
            form,
            attempt,
            dirty: false,
            columns: false,
            events: Vec::new(),
            strays: Vec::new(),
            ruled: Vec::new(),
            contact: None,
        })
    }

    async fn room(
        &mut self,
        unit: &mut dyn Unit,
        sitting: SittingId,
        entry: &LedgerEntry,
    ) -> Result<Result<Room, ExamError>, StoreError> {
        let running = match entry.act {
            RoomAct::Close | RoomAct::Seal => self.running(unit, sitting).await?,
            _ => 0,
        };
        let Some(room) = self.rooms.0.get_mut(&sitting) else {
            return Ok(Err(ExamError::NotFound("sitting")));
        };
        Ok(match room.act(entry, running) {
            Some(refusal) => Err(refusal.into()),
            None => Ok(room.state.clone()),
        })
    }

    /// Running attempts of a sitting: those of the store, corrected by what this batch has changed.
    async fn running(&self, unit: &mut dyn Unit, sitting: SittingId) -> Result<u32, StoreError> {
        let mut running = i64::from(unit.running(sitting).await?);
        for seat in self
            .seats
            .values()
            .filter(|seat| seat.row.sitting == sitting)
        {
            running += i64::from(seat.attempt.status == Status::Running);
            running -= i64::from(seat.was == Status::Running);
        }
        Ok(u32::try_from(running).unwrap_or_default())
    }

    async fn seat(
        &mut self,
        unit: &mut dyn Unit,
        id: AttemptId,
        job: &Job,
        command: &Command,
    ) -> Result<Result<Answer, ExamError>, StoreError> {
        let Some(seat) = self.seats.get_mut(&id) else {
            return Ok(Err(ExamError::NotFound("attempt")));
        };
        // The token names the sitting; a row of another one is not this seat.
        let Some(room) = self
            .rooms
            .0
            .get(&job.sitting)
            .filter(|_| seat.row.sitting == job.sitting)
        else {
            return Ok(Err(ExamError::NotFound("attempt")));
        };
        let outages = relevant(&self.outages, &room.state);
        let form = Arc::clone(&seat.form);
        let around = Surroundings {
            points: &form.points,
            room: &room.state,
            outages,
            late_start_until_end: room.row.late_start_until_end,
        };
        let command = seat.with_past(unit, command).await?;
        let words = match &command {
            Command::Staff { by, reason, .. } => Some((*by, reason.clone())),
            _ => None,
        };
        let (reply, sanction) = seat.apply(around, command, job.received);
        let view = View::of(&seat.attempt, around, self.now);
        let pin_issue = seat.attempt.pin_issue;
        if let (Some(sanction), Some((by, reason))) = (sanction, words) {
            let act = RoomAct::Sanction {
                attempt: id,
                sanction,
            };
            let entry = LedgerEntry {
                at: job.received,
                by: Some(by),
                reason,
                act,
            };
            if let Some(refusal) = self.rooms.sanction(job.sitting, &entry) {
                // The attempt has accepted what its room's ledger cannot hold: nothing of the unit may stay.
                return Err(StoreError::Data(format!(
                    "sanction not in the ledger: {refusal}"
                )));
            }
        }
        Ok(Ok(Answer {
            reply,
            view,
            pin_issue,
        }))
    }

    async fn save(&mut self, unit: &mut dyn Unit) -> Result<(), StoreError> {
        let rooms = self.rooms.changes();
        if !rooms.is_empty() {
            unit.save_rooms(&rooms).await?;
        }
        let mut changes = Vec::new();
        for seat in self.seats.values_mut().filter(|seat| seat.dirty) {
            let room = self.rooms.0.get(&seat.row.sitting);
            let columns = match room {
                Some(room) if seat.columns => {
                    let around = Surroundings {
                        points: &seat.form.points,
                        room: &room.state,
                        outages: relevant(&self.outages, &room.state),
                        late_start_until_end: room.row.late_start_until_end,
                    };
                    Some(columns(&seat.attempt, around, self.now))
                }
                _ => None,
            };
            changes.push(SeatChange {
                id: seat.row.id,
                last_row: seat.row.last_row,
                state: seat.attempt.encode(),
                columns,
                events: core::mem::take(&mut seat.events),
                strays: core::mem::take(&mut seat.strays),
            });
        }
        if changes.is_empty() {
            Ok(())
        } else {
            unit.save_seats(&changes).await
        }
    }

    fn updates(&self) -> Vec<SeatUpdate> {
        let changed = self
            .seats
            .values()
            .filter(|seat| seat.dirty || seat.contact.is_some());
        changed
            .map(|seat| feed::seat_update(&seat.row, &seat.attempt, &seat.form, seat.contact))
            .collect()
    }
}

impl OpenSeat {
    /// The command with what the store knows of events that it sends again.
    async fn with_past(
        &self,
        unit: &mut dyn Unit,
        command: &Command,
    ) -> Result<Command, StoreError> {
        let Command::Submit { epoch, events, .. } = command else {
            return Ok(command.clone());
        };
        let known = |event: &&session::Event| event.seq <= self.attempt.last_seq;
        let past = match events.iter().filter(known).map(|event| event.seq).min() {
            None => Vec::new(),
            Some(from) => {
                let mut past = past::load(unit, &self.row, from).await?;
                past.extend(&self.ruled);
                past
            }
        };
        Ok(Command::Submit {
            epoch: *epoch,
            events: events.clone(),
            past,
        })
    }

    fn apply(
        &mut self,
        around: Surroundings<'_>,
        command: Command,
        at: Instant,
    ) -> (Result<Reply, Refusal>, Option<Sanction>) {
        let sent = match &command {
            Command::Submit { events, .. } => events.clone(),
            _ => Vec::new(),
        };
        let from_page = !matches!(command, Command::CloseDue | Command::Staff { .. });
        let only_answers = !sent.is_empty();
        let before = self.attempt.last_seq;
        let effects = session::apply(&mut self.attempt, around, command, at);
        let noted = effects.journal.iter().any(|event| {
            matches!(
                event,
                JournalEvent::RoomNoted { .. } | JournalEvent::OutageNoted { .. }
            )
        });
        self.columns |= noted || !only_answers;
        self.dirty |= self.columns || self.attempt.last_seq != before;
        self.events
            .extend(effects.journal.iter().map(JournalEvent::encode));
        self.strays.extend(effects.strays);
        if let Ok(Reply::Ruled(rulings)) = &effects.reply {
            self.remember(&sent, rulings);
        }
        if from_page {
            self.contact = Some(at);
        }
        (effects.reply, effects.sanction)
    }

    fn remember(&mut self, sent: &[session::Event], rulings: &[Ruling]) {
        for (event, ruling) in sent.iter().zip(rulings) {
            if let Verdict::First(verdict) = ruling.verdict {
                self.ruled.push(Past {
                    seq: event.seq,
                    id: event.id,
                    verdict,
                });
            }
        }
    }
}

/// The outages that touch a room: those that ended after it was opened.
pub(crate) fn relevant<'o>(outages: &'o [Span], room: &Room) -> &'o [Span] {
    let Some(opened) = room.opened else {
        return &[];
    };
    let from = outages.partition_point(|span| span.to.is_some_and(|to| to <= opened));
    outages.get(from..).unwrap_or_default()
}

/// What stands beside the blob. A room's pause keeps the closer away by itself and leaves a deadline that
/// is looked at again afterwards; a seat's own pause takes the deadline away until it is resumed.
fn columns(attempt: &Attempt, around: Surroundings<'_>, now: Instant) -> Columns {
    let phase = match attempt.status {
        Status::Running => around.clockwork(attempt).map(|clock| clock.phase(now)),
        _ => None,
    };
    let own_pause = attempt.stops.iter().any(|stop| stop.span.to.is_none());
    let deadline = match phase {
        Some(Phase::Running { deadline } | Phase::TimeUp { deadline }) => Some(deadline),
        Some(Phase::Paused { .. }) if !own_pause => Some(now),
        Some(Phase::Paused { .. }) | None => None,
    };
    Columns {
        status: attempt.status,
        deadline,
    }
}
