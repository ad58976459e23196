//! Desk and log-in: who is present, and which device holds the attempt.

use lexicon::{Instant, UserId};

use crate::apply::{Done, Reply, check_epoch};
use crate::attempt::{Attempt, DeviceId, Lease, Status};
use crate::command::Surroundings;
use crate::journal::{JournalEvent, REASON_LEN_MAX};
use crate::judge::Rows;
use crate::refusal::Refusal;
use crate::room::RoomStatus;

/// More PINs than this for one seat are a fault of whoever asks.
const PIN_ISSUES_MAX: u16 = 100;
/// More moves than this of one seat are a fault of whoever asks.
const EPOCHS_MAX: u32 = 1_000;

pub(crate) fn check_in(
    attempt: &mut Attempt,
    by: UserId,
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    match attempt.status {
        Status::Assigned => {}
        // The desk pressed twice: same candidate, same PIN.
        Status::Present | Status::Running => return Ok(Reply::Done.into()),
        other => return Err(Refusal::Status(other)),
    }
    attempt.status = Status::Present;
    attempt.pin_issue = 1;
    rows.journal.push(JournalEvent::CheckedIn {
        at,
        by,
        pin_issue: 1,
        reason: String::new(),
    });
    Ok(Reply::Done.into())
}

pub(crate) fn reissue(
    attempt: &mut Attempt,
    by: UserId,
    reason: String,
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    check_reason(&reason)?;
    match attempt.status {
        Status::Present | Status::Running => {}
        Status::Assigned => return Err(Refusal::NotCheckedIn),
        other => return Err(Refusal::Status(other)),
    }
    if attempt.pin_issue >= PIN_ISSUES_MAX {
        return Err(Refusal::TooMany);
    }
    attempt.pin_issue += 1;
    rows.journal.push(JournalEvent::CheckedIn {
        at,
        by,
        pin_issue: attempt.pin_issue,
        reason,
    });
    Ok(Reply::Done.into())
}

/// The same device keeps its epoch, and with it its queue. Another one needs a proctor's release, given to
/// the seat or to the whole room since the lease was last taken; its epoch fences the old device off.
pub(crate) fn login(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    device: DeviceId,
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    match attempt.status {
        Status::Present | Status::Running | Status::Finished => {}
        Status::Assigned => return Err(Refusal::NotCheckedIn),
        other => return Err(Refusal::Status(other)),
    }
    let moved = match attempt.lease {
        Some(lease) if lease.device == device => {
            return Ok(Reply::Leased {
                epoch: attempt.epoch,
                moved: false,
            }
            .into());
        }
        Some(lease) if !may_move(attempt, around, lease) => return Err(Refusal::HeldElsewhere),
        Some(_) => true,
        None if matches!(around.room.status, RoomStatus::Closed | RoomStatus::Sealed) => {
            return Err(Refusal::NotOpen);
        }
        None => false,
    };
    if attempt.epoch >= EPOCHS_MAX {
        return Err(Refusal::TooMany);
    }
    attempt.epoch += 1;
    attempt.lease = Some(Lease { device, since: at });
    attempt.released = None;
    // A finished attempt's chain has ended: who looks at the receipt afterwards is no part of it.
    if attempt.status != Status::Finished {
        rows.journal.push(JournalEvent::LoggedIn {
            at,
            epoch: attempt.epoch,
            device,
        });
    }
    Ok(Reply::Leased {
        epoch: attempt.epoch,
        moved,
    }
    .into())
}

/// Whoever holds a token from before is logged out. The lease stays: the same device logs in again with the PIN and
/// finds epoch and queue as they were, and a run goes on meanwhile. A device that the lease has left ends nothing.
pub(crate) fn logout(attempt: &mut Attempt, epoch: u32) -> Result<Done, Refusal> {
    check_epoch(attempt, epoch)?;
    attempt.log_outs = attempt.log_outs.saturating_add(1);
    Ok(Reply::Done.into())
}

/// Whether a token that was given after `log_outs` log-outs still opens the attempt.
///
/// # Errors
/// [`Refusal::LoggedOut`] when its page has logged out since.
pub const fn check_log_in(attempt: &Attempt, log_outs: u32) -> Result<(), Refusal> {
    if attempt.log_outs == log_outs {
        Ok(())
    } else {
        Err(Refusal::LoggedOut)
    }
}

fn may_move(attempt: &Attempt, around: Surroundings<'_>, lease: Lease) -> bool {
    attempt.released.is_some() || around.room.released.is_some_and(|at| at >= lease.since)
}

pub(crate) fn check_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() || reason.chars().count() > REASON_LEN_MAX {
        return Err(Refusal::Reason);
    }
    Ok(())
}
