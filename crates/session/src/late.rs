//! What may still count after the end: reopening an attempt, and admitting late events.

use lexicon::{Instant, UserId};

use crate::account::Phase;
use crate::apply::Done;
use crate::attempt::{Attempt, EndReason, SeatReason, SeatStop, Status};
use crate::command::LateEvent;
use crate::ending::finished;
use crate::journal::{JournalEvent, SeatAct};
use crate::judge::{Change, Rows};
use crate::lease::check_reason;
use crate::refusal::Refusal;
use crate::replay::Replay;
use crate::room::RoomStatus;
use crate::span::Span;
use crate::staff::{Desk, check_room_for_stops, check_span};

/// Opens an attempt again that its time has ended, on the proctor's word that the candidate did not leave,
/// and gives back the lost stretch and the time since the end. Late events inside the new deadline count.
pub(crate) fn reopen(
    attempt: &mut Attempt,
    desk: &Desk<'_>,
    (from, to): (Instant, Instant),
    late: &[LateEvent],
    journal: &Replay,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    check_reason(&desk.reason)?;
    check_ended(attempt, desk)?;
    if attempt.ended_by != Some(EndReason::Time) {
        return Err(Refusal::InContact);
    }
    if attempt.disqualified {
        return Err(Refusal::Disqualified);
    }
    let lost = check_span(attempt, from, to, desk.at)?;
    check_room_for_stops(attempt, 2)?;
    let index = attempt.block_index();
    let over = last_instant(attempt, desk);
    let mut ended = None;
    if let Some(block) = attempt.blocks.get_mut(index) {
        ended = block.ended.take();
        block.reopened = Some(desk.at);
    }
    // While the paper was closed nobody's time ran, however long the proctor took. The page has locked at the
    // deadline; the server has closed a grace later, or when it came to it.
    let closed =
        ended.map(|ended| Span::closed(over.map_or(ended, |over| over.min(ended)), desk.at));
    attempt.stops.extend(
        [Some(lost), closed]
            .into_iter()
            .flatten()
            .map(|span| SeatStop {
                span,
                reason: SeatReason::Incident,
            }),
    );
    attempt.status = Status::Running;
    attempt.ended_by = None;
    attempt.superseded = Some(attempt.head);
    attempt.time_changes += 1;
    rows.journal.push(desk.note(SeatAct::Reopen { from, to }));
    // A lease that was taken to look at the receipt was not worth a line then.
    if let Some(lease) = attempt.lease
        && ended.is_some_and(|ended| lease.since > ended)
    {
        rows.journal.push(JournalEvent::LoggedIn {
            at: desk.at,
            epoch: attempt.epoch,
            device: lease.device,
        });
    }
    let clock = desk.around.clockwork(attempt);
    let in_time: Vec<LateEvent> = late
        .iter()
        .filter(|late| {
            clock
                .as_ref()
                .is_some_and(|clock| clock.accepts(late.received))
        })
        .copied()
        .collect();
    count(attempt, desk, &in_time, journal, rows);
    Ok(crate::apply::Reply::Done.into())
}

/// Lets late events count of an attempt that was out of contact since before its deadline. Two officers.
pub(crate) fn admit(
    attempt: &mut Attempt,
    desk: &Desk<'_>,
    (second, last_contact): (UserId, Instant),
    late: &[LateEvent],
    journal: &Replay,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    check_reason(&desk.reason)?;
    check_ended(attempt, desk)?;
    if second == desk.by {
        return Err(Refusal::SecondOfficer);
    }
    let Some(before) = last_instant(attempt, desk) else {
        return Err(Refusal::InContact);
    };
    if attempt.ended_by != Some(EndReason::Time) || last_contact > before {
        return Err(Refusal::InContact);
    }
    attempt.superseded = Some(attempt.head);
    rows.journal.push(desk.note(SeatAct::Admit { second }));
    count(attempt, desk, late, journal, rows);
    attempt.ended_seq = attempt.last_seq;
    rows.journal
        .push(finished(attempt, EndReason::Time, desk.at));
    Ok(Done::Receipt)
}

/// The deadline of the block that ran last, as it was when the block ended.
fn last_instant(attempt: &Attempt, desk: &Desk<'_>) -> Option<Instant> {
    let ended = attempt.blocks.get(attempt.block_index())?.ended?;
    match desk.around.clockwork(attempt)?.phase(ended) {
        Phase::TimeUp { deadline } | Phase::Running { deadline } => Some(deadline),
        Phase::Paused { .. } => None,
    }
}

fn check_ended(attempt: &Attempt, desk: &Desk<'_>) -> Result<(), Refusal> {
    if desk.around.room.status == RoomStatus::Sealed {
        return Err(Refusal::Sealed);
    }
    if attempt.status != Status::Finished {
        return Err(Refusal::Status(attempt.status));
    }
    Ok(())
}

/// Applies late events in the order of their sequence numbers. One that is older than what the item holds
/// goes on record and changes nothing: the current answer is the last by (epoch, seq), never by arrival.
fn count(
    attempt: &mut Attempt,
    desk: &Desk<'_>,
    late: &[LateEvent],
    journal: &Replay,
    rows: &mut Rows,
) {
    let mut late = late.to_vec();
    late.sort_by_key(|late| (late.epoch, late.event.seq));
    for LateEvent {
        received,
        epoch,
        event,
    } in late
    {
        // It has counted already: a reopening came before the admission.
        if journal.has_admitted(epoch, event.seq) {
            continue;
        }
        let Ok(change) = Change::of(desk.around.points, attempt, &event) else {
            continue;
        };
        if journal.is_newest(change.item, epoch, event.seq) {
            change.make(desk.around.points, attempt);
        }
        rows.journal.push(JournalEvent::Admitted {
            at: desk.at,
            received,
            epoch,
            event,
        });
    }
}
