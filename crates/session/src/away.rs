//! What an attempt is given because a process of the fleet was away.

use lexicon::Instant;

use crate::account::{GRACE, Phase};
use crate::attempt::{Attempt, SeatReason, SeatStop, Status};
use crate::command::Surroundings;
use crate::fleet::{Attendance, attendance};
use crate::journal::JournalEvent;
use crate::judge::Rows;
use crate::span::Span;
use crate::staff::STOPS_MAX;

/// Half of the room for stops: officers' acts must find some, whatever a fleet goes through.
const GIVEN_MAX: usize = STOPS_MAX / 2;

/// Whether time that has run out is over for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// As the account says.
    Yes,
    /// A process that may have been asked at the end is waited for.
    NotYet,
}

/// Before an attempt is ended by time, or anything of it is late: whoever was away around its end is made good.
pub(crate) fn make_good(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    at: Instant,
    rows: &mut Rows,
) -> Over {
    if attempt.status != Status::Running {
        return Over::Yes;
    }
    // Each round gives an absence, after which the deadline lies beyond it.
    for _ in 0..=around.absences.len() {
        let phase = around.clockwork(attempt).map(|clock| clock.phase(at));
        let Some(Phase::TimeUp { deadline }) = phase else {
            return Over::Yes;
        };
        if at <= deadline + GRACE {
            return Over::Yes;
        }
        match attendance(around.absences, deadline, at) {
            Attendance::All => return Over::Yes,
            Attendance::Awaited => return Over::NotYet,
            Attendance::Missed { from, to } => {
                if !give(attempt, (from, to), at, rows) {
                    return Over::Yes;
                }
            }
        }
    }
    Over::Yes
}

/// Gives an outage of this seat, unless it has it already. False when there is no room for more.
pub(crate) fn give(
    attempt: &mut Attempt,
    (from, to): (Instant, Instant),
    at: Instant,
    rows: &mut Rows,
) -> bool {
    let given = attempt
        .stops
        .iter()
        .filter(|stop| stop.reason == SeatReason::Outage);
    let covers =
        |stop: &SeatStop| stop.span.from <= from && stop.span.to.is_some_and(|end| to <= end);
    if given.clone().any(covers) {
        return true;
    }
    if given.count() >= GIVEN_MAX || attempt.stops.len() >= STOPS_MAX {
        return false;
    }
    attempt.stops.push(SeatStop {
        span: Span::closed(from, to),
        reason: SeatReason::Outage,
    });
    attempt.time_changes += 1;
    rows.journal.push(JournalEvent::SeatOutage { at, from, to });
    true
}
