//! A proctor's acts on one seat.

use lexicon::{Instant, Millis, UserId};

use crate::apply::{Done, Reply};
use crate::attempt::{Attempt, EndReason, SeatReason, SeatStop, Status};
use crate::command::{StaffAct, Surroundings};
use crate::ending::end_block;
use crate::journal::{JournalEvent, SeatAct};
use crate::judge::Rows;
use crate::lease::check_reason;
use crate::refusal::Refusal;
use crate::room::{Room, RoomStatus, Sanction};
use crate::span::Span;

/// More stops than this of one seat are a fault of whoever asks.
pub(crate) const STOPS_MAX: usize = 200;
/// No single grant is longer: it would be a slip of the finger.
const GRANT_MAX: Millis = Millis::from_mins(480);

/// Who acts, why, when, and on what ground.
pub(crate) struct Desk<'a> {
    pub(crate) around: Surroundings<'a>,
    pub(crate) by: UserId,
    pub(crate) reason: String,
    pub(crate) seen: Option<u32>,
    pub(crate) at: Instant,
}

/// Rises with every act on the seat that would be done twice if two officers did it on the same sight of it: with
/// every change of its time, the room's included, and with every warning.
#[must_use]
pub fn revision(attempt: &Attempt, room: &Room) -> u32 {
    attempt.time_changes + u32::from(attempt.warnings) + room.time_changes()
}

impl Desk<'_> {
    /// Nobody decides on what is no longer so.
    fn check_seen(&self, attempt: &Attempt) -> Result<(), Refusal> {
        let revision = revision(attempt, self.around.room);
        match self.seen {
            Some(seen) if seen != revision => Err(Refusal::Changed { revision }),
            _ => Ok(()),
        }
    }

    pub(crate) fn note(&self, act: SeatAct) -> JournalEvent {
        JournalEvent::Seat {
            at: self.at,
            by: self.by,
            reason: self.reason.clone(),
            act,
        }
    }
}

pub(crate) fn act(
    attempt: &mut Attempt,
    desk: &Desk<'_>,
    act: &StaffAct,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    if !matches!(act, StaffAct::Resume) {
        check_reason(&desk.reason)?;
    }
    if desk.around.room.status == RoomStatus::Sealed
        && !matches!(act, StaffAct::Disqualify | StaffAct::Cancel)
    {
        return Err(Refusal::Sealed);
    }
    desk.check_seen(attempt)?;
    match act {
        StaffAct::Pause => stop(attempt, desk, SeatReason::Paused, SeatAct::Pause, rows),
        StaffAct::Interrupt => stop(
            attempt,
            desk,
            SeatReason::Interrupted,
            SeatAct::Interrupt,
            rows,
        ),
        StaffAct::Resume => resume(attempt, desk, rows),
        StaffAct::Release => release(attempt, desk, rows),
        StaffAct::Incident { from, to } => incident(attempt, desk, *from, *to, rows),
        StaffAct::Grant { length } => grant(attempt, desk, *length, rows),
        StaffAct::End => end(attempt, desk, rows),
        StaffAct::Warn => {
            attempt.warnings = attempt.warnings.saturating_add(1);
            rows.sanction = Some(Sanction::Warned);
            Ok(Reply::Done.into())
        }
        StaffAct::Disqualify => disqualify(attempt, desk, rows),
        StaffAct::Cancel => {
            annul(attempt, desk, (Status::Cancelled, SeatAct::Cancel), rows)?;
            rows.sanction = Some(Sanction::Cancelled);
            Ok(Reply::Done.into())
        }
        StaffAct::Void => {
            annul(attempt, desk, (Status::Voided, SeatAct::Void), rows)?;
            rows.sanction = Some(Sanction::Voided);
            Ok(Reply::Done.into())
        }
        StaffAct::Absent => absent(attempt, desk, rows),
        StaffAct::Recall => recall(attempt, desk, rows),
        // Those two need the journal and are routed to `late`.
        StaffAct::Reopen { .. } | StaffAct::Admit { .. } => Err(Refusal::Status(attempt.status)),
    }
}

fn noted(desk: &Desk<'_>, act: SeatAct, rows: &mut Rows) -> Result<Done, Refusal> {
    rows.journal.push(desk.note(act));
    Ok(Reply::Done.into())
}

fn needs_running(attempt: &Attempt) -> Result<(), Refusal> {
    if attempt.status == Status::Running {
        Ok(())
    } else {
        Err(Refusal::Status(attempt.status))
    }
}

fn open_stop(attempt: &mut Attempt) -> Option<&mut SeatStop> {
    attempt.stops.iter_mut().find(|stop| stop.span.to.is_none())
}

fn stop(
    attempt: &mut Attempt,
    desk: &Desk<'_>,
    reason: SeatReason,
    act: SeatAct,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    needs_running(attempt)?;
    if open_stop(attempt).is_some() {
        return Err(Refusal::AlreadySo);
    }
    check_room_for_stops(attempt, 1)?;
    attempt.stops.push(SeatStop {
        span: Span::open(desk.at),
        reason,
    });
    attempt.time_changes += 1;
    noted(desk, act, rows)
}

fn resume(attempt: &mut Attempt, desk: &Desk<'_>, rows: &mut Rows) -> Result<Done, Refusal> {
    needs_running(attempt)?;
    let stop = open_stop(attempt).ok_or(Refusal::AlreadySo)?;
    stop.span.to = Some(desk.at.max(stop.span.from));
    attempt.time_changes += 1;
    noted(desk, SeatAct::Resume, rows)
}

/// Also after the end: the candidate may have to look at the receipt elsewhere. A chain that has ended does
/// not note it.
fn release(attempt: &mut Attempt, desk: &Desk<'_>, rows: &mut Rows) -> Result<Done, Refusal> {
    match attempt.status {
        Status::Present | Status::Running => {
            attempt.released = Some(desk.at);
            noted(desk, SeatAct::Release, rows)
        }
        Status::Finished => {
            attempt.released = Some(desk.at);
            Ok(Reply::Done.into())
        }
        other => Err(Refusal::Status(other)),
    }
}

/// The stretch of an incident lies between the start of the run and now.
pub(crate) fn check_span(
    attempt: &Attempt,
    from: Instant,
    to: Instant,
    at: Instant,
) -> Result<Span, Refusal> {
    let started = attempt
        .blocks
        .get(attempt.block_index())
        .and_then(|block| block.started);
    if started.is_some_and(|start| start <= from) && from < to && to <= at {
        Ok(Span::closed(from, to))
    } else {
        Err(Refusal::Span)
    }
}

pub(crate) fn check_room_for_stops(attempt: &Attempt, more: usize) -> Result<(), Refusal> {
    if attempt.stops.len() + more > STOPS_MAX {
        return Err(Refusal::TooMany);
    }
    Ok(())
}

fn incident(
    attempt: &mut Attempt,
    desk: &Desk<'_>,
    from: Instant,
    to: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    needs_running(attempt)?;
    let span = check_span(attempt, from, to, desk.at)?;
    check_room_for_stops(attempt, 1)?;
    attempt.stops.push(SeatStop {
        span,
        reason: SeatReason::Incident,
    });
    attempt.time_changes += 1;
    noted(desk, SeatAct::Incident { from, to }, rows)
}

fn grant(
    attempt: &mut Attempt,
    desk: &Desk<'_>,
    length: Millis,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    needs_running(attempt)?;
    if length <= Millis::ZERO || length > GRANT_MAX {
        return Err(Refusal::Span);
    }
    let index = attempt.block_index();
    if let Some(block) = attempt.blocks.get_mut(index) {
        block.granted += length;
    }
    attempt.time_changes += 1;
    noted(desk, SeatAct::Grant { length }, rows)
}

fn end(attempt: &mut Attempt, desk: &Desk<'_>, rows: &mut Rows) -> Result<Done, Refusal> {
    needs_running(attempt)?;
    rows.journal.push(JournalEvent::Seat {
        at: desk.at,
        by: desk.by,
        reason: desk.reason.clone(),
        act: SeatAct::End,
    });
    Ok(end_block(attempt, EndReason::Proctor, desk.at, rows))
}

fn absent(attempt: &mut Attempt, desk: &Desk<'_>, rows: &mut Rows) -> Result<Done, Refusal> {
    match attempt.status {
        Status::Assigned | Status::Present => {
            attempt.status = Status::Absent;
            noted(desk, SeatAct::Absent, rows)
        }
        other => Err(Refusal::Status(other)),
    }
}

/// Back to where the candidate stood before: with a PIN, or not seen at the desk. Whoever is called back can still sit
/// the exam, so the sitting must not be closed.
fn recall(attempt: &mut Attempt, desk: &Desk<'_>, rows: &mut Rows) -> Result<Done, Refusal> {
    if attempt.status != Status::Absent {
        return Err(Refusal::Status(attempt.status));
    }
    if desk.around.room.status == RoomStatus::Closed {
        return Err(Refusal::NotOpen);
    }
    attempt.status = if attempt.pin_issue > 0 {
        Status::Present
    } else {
        Status::Assigned
    };
    noted(desk, SeatAct::Recall, rows)
}

/// A run that is still going on ends here; its score stays on record.
fn disqualify(attempt: &mut Attempt, desk: &Desk<'_>, rows: &mut Rows) -> Result<Done, Refusal> {
    if attempt.disqualified {
        return Err(Refusal::AlreadySo);
    }
    attempt.disqualified = true;
    rows.sanction = Some(Sanction::Disqualified);
    if attempt.status == Status::Running {
        return Ok(end_block(attempt, EndReason::Proctor, desk.at, rows));
    }
    Ok(Reply::Done.into())
}

/// A chain that has ended stays as the candidate's receipt has it: then only the ledger tells.
fn annul(
    attempt: &mut Attempt,
    desk: &Desk<'_>,
    (status, act): (Status, SeatAct),
    rows: &mut Rows,
) -> Result<(), Refusal> {
    if matches!(attempt.status, Status::Cancelled | Status::Voided) {
        return Err(Refusal::Status(attempt.status));
    }
    if attempt.status != Status::Finished {
        rows.journal.push(desk.note(act));
    }
    attempt.status = status;
    Ok(())
}
