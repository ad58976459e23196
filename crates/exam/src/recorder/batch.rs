//! One batch: rooms and attempts are locked, every job is judged in the order of arrival, everything is
//! written, and only after the commit the answers leave.

use std::collections::BTreeMap;
use std::sync::Arc;

use lexicon::{AttemptId, Instant, SittingId};
use session::{Command, LedgerEntry, Room, RoomAct, Span, Status, Surroundings, check_log_in};

use super::rooms::{OpenRoom, Rooms, relevant};
use super::seat::OpenSeat;
use super::{Answer, Job, Ports, Work, feed};
use crate::error::ExamError;
use crate::forms::LoadedForm;
use crate::ports::{RoomLock, SeatChange, SeatRow, SeatUpdate, StoreError, Unit, Wanted};

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
    /// What has to be written, with the commit.
    pub(super) changes: Vec<SeatChange>,
    pub(super) updates: Vec<SeatUpdate>,
}

/// A batch against one unit of work.
pub(super) struct Batch<'a> {
    ports: &'a Ports,
    now: Instant,
    rooms: Rooms,
    /// In id order.
    seats: Vec<OpenSeat>,
    held: Vec<AttemptId>,
    outages: Vec<Span>,
    absences: Arc<[Span]>,
    /// Outages are asked for from here on; as early as any opening that was met so far.
    pub(super) horizon: Instant,
}

impl<'a> Batch<'a> {
    /// After the settlement, with the rooms that it has paused.
    pub(super) fn new(
        ports: &'a Ports,
        (rooms, absences): (Rooms, Arc<[Span]>),
        now: Instant,
        horizon: Instant,
    ) -> Self {
        Self {
            ports,
            now,
            horizon,
            rooms,
            seats: Vec::new(),
            held: Vec::new(),
            outages: Vec::new(),
            absences,
        }
    }

    /// Locks what the jobs need (sittings before attempts, each in id order), judges them in order, and writes
    /// the rooms; the attempts are left to be written with the commit.
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
                    attempt,
                    command,
                    log_outs,
                    ..
                } => {
                    let asked = (command, *log_outs);
                    Outcome::Seat(self.seat(unit, *attempt, job, asked).await?)
                }
            });
        }
        let rooms = self.rooms.changes();
        if !rooms.is_empty() {
            unit.save_rooms(&rooms).await?;
        }
        Ok(Judged {
            outcomes,
            changes: self.changes(),
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
        let rooms: Vec<(SittingId, RoomLock)> = sittings.into_iter().collect();
        if rooms.is_empty() {
            return Ok(());
        }
        attempts.sort_unstable();
        attempts.dedup();
        let wanted = Wanted {
            rooms: &rooms,
            outages_since: self.horizon,
            seats: &attempts,
        };
        let loaded = unit.load(wanted).await?;
        self.rooms.add(loaded.rooms)?;
        self.outages = loaded.outages;
        if let Some(opened) = self
            .rooms
            .earliest_opening()
            .filter(|at| *at < self.horizon)
        {
            self.outages = unit.outages_since(opened).await?;
            self.horizon = opened;
        }
        self.held = loaded.held;
        for row in loaded.seats {
            let seat = self.open(row).await?;
            self.seats.push(seat);
        }
        Ok(())
    }

    async fn open(&self, row: SeatRow) -> Result<OpenSeat, StoreError> {
        let form = self
            .ports
            .forms
            .get(&*self.ports.store, row.form, row.variant)
            .await?;
        OpenSeat::new(row, form)
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
        let Some(room) = self.rooms.get_mut(sitting) else {
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
        for seat in self.seats.iter().filter(|seat| seat.row.sitting == sitting) {
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
        (command, log_outs): (&Command, Option<u32>),
    ) -> Result<Result<Answer, ExamError>, StoreError> {
        let place = self.seats.binary_search_by_key(&id, |seat| seat.row.id);
        let Some(seat) = place.ok().and_then(|at| self.seats.get_mut(at)) else {
            return Ok(Err(ExamError::NotFound("attempt")));
        };
        // The token names the sitting; a row of another one is not this seat.
        let Some(room) = (seat.row.sitting == job.sitting)
            .then(|| self.rooms.get(job.sitting))
            .flatten()
        else {
            return Ok(Err(ExamError::NotFound("attempt")));
        };
        let form = Arc::clone(&seat.form);
        let around = surroundings(&form, room, (&self.outages, &self.absences));
        let log_in = log_outs.map_or(Ok(()), |known| check_log_in(&seat.attempt, known));
        if let Err(refusal) = log_in {
            return Ok(Ok(seat.answer(Err(refusal), around, self.now)));
        }
        let command = seat.with_past(unit, command).await?;
        let words = match &command {
            Command::Staff { by, reason, .. } => Some((*by, reason.clone())),
            _ => None,
        };
        // Time begins when the paper is served; whatever else is judged by when it came.
        let at = match command {
            Command::Start { .. } => self.now.max(job.received),
            _ => job.received,
        };
        let (reply, sanction) = seat.apply(around, command, at);
        let answer = seat.answer(reply, around, self.now);
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
            let room = self.rooms.get_mut(job.sitting);
            if let Some(refusal) = room.and_then(|room| room.act(&entry, 0)) {
                // The attempt has accepted what its room's ledger cannot hold: nothing of the unit may stay.
                return Err(StoreError::Data(format!(
                    "sanction not in the ledger: {refusal}"
                )));
            }
        }
        Ok(Ok(answer))
    }

    fn changes(&mut self) -> Vec<SeatChange> {
        let mut changes = Vec::with_capacity(self.seats.len());
        for seat in &mut self.seats {
            let form = Arc::clone(&seat.form);
            let room = self.rooms.get(seat.row.sitting);
            let around =
                room.map(|room| surroundings(&form, room, (&self.outages, &self.absences)));
            changes.extend(seat.change(around, self.now));
        }
        changes
    }

    fn updates(&self) -> Vec<SeatUpdate> {
        let changed = self
            .seats
            .iter()
            .filter(|seat| seat.dirty || seat.contact.is_some());
        changed
            .map(|seat| feed::seat_update(&seat.row, &seat.attempt, &seat.form, seat.contact))
            .collect()
    }
}

fn surroundings<'s>(
    form: &'s LoadedForm,
    room: &'s OpenRoom,
    (outages, absences): (&'s [Span], &'s [Span]),
) -> Surroundings<'s> {
    Surroundings {
        points: &form.points,
        room: &room.state,
        outages: relevant(outages, &room.state),
        absences,
        late_start_until_end: room.row.late_start_until_end,
    }
}
