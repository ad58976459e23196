//! Several processes on one store: what the end of an attempt has to wait for, and what an absence is worth.
//!
//! A page asks any process. While one of them cannot commit and others do, nothing is an outage, and yet a page that
//! happened to ask that one at its last second was not served. So an attempt's time is over only when every process
//! was seen to commit after the grace: until then nothing is late and nobody is closed. A process that stays away is
//! waited for as long as its lease; then, as when it comes back, whoever has still not ended is given the stretch.
//! All of it follows from the rows of uptime and the deadline, so that every process judges alike.

use std::collections::BTreeMap;

use lexicon::{Instant, Millis};

use crate::account::GRACE;
use crate::span::Span;
use crate::uptime::{ProcessId, STALL, UptimeRow};

/// A process that has not committed for this long is not waited for.
pub const LEASE: Millis = Millis(10_000);
/// So long a page may wait for an answer of a process before it asks another one.
const REACH: Millis = Millis(5_000);
/// Rows of uptime that ended before this are of no consequence for attempts that end now.
pub const ABSENCES_SINCE: Millis = Millis::from_mins(2);

/// The stretches in which processes of a fleet did not commit: from a last commit to the next one, or still open.
/// Every process has an open one from its latest commit on, but for the judging process `me`, which is there.
#[must_use]
pub fn absences(rows: &[UptimeRow], me: ProcessId) -> Vec<Span> {
    let mut rows = rows.to_vec();
    rows.sort_unstable_by_key(|row| (row.process, row.from));
    let mut absences = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let next = rows.get(at + 1).filter(|next| next.process == row.process);
        match next {
            Some(next) => absences.push(Span::closed(row.to, next.from)),
            None if row.process == me => {}
            None => absences.push(Span::open(row.to)),
        }
    }
    absences
}

/// Up to when every process that must be waited for at `now` was seen to commit: what ended later is not over yet.
#[must_use]
pub fn witnessed(absences: &[Span], now: Instant) -> Instant {
    let awaited = absences.iter().filter(|absence| is_awaited(absence, now));
    awaited.map(|absence| absence.from).min().unwrap_or(now)
}

fn is_awaited(absence: &Span, now: Instant) -> bool {
    absence.to.is_none() && now < absence.from + LEASE
}

/// Whether `me` does at `now` what one process of a fleet need do for all, as far as these rows say.
///
/// The claim is the latest row of uptime: of those that are up, the one whose row began first has it. It keeps it for as
/// long as it commits, goes by it within [`STALL`] of its last commit only, and is replaced by the next one when its
/// [`LEASE`] is over: in between nobody does it. Whoever was cut off comes back with a new row, behind all others; whoever
/// is new waits for a stall, within which everybody has read its row. So two never do it at once, unless their clocks are
/// seconds apart or one of them froze between looking and doing: what is done by this must do no harm twice.
#[must_use]
pub fn leads(rows: &[UptimeRow], me: ProcessId, now: Instant) -> bool {
    let mut latest: BTreeMap<ProcessId, &UptimeRow> = BTreeMap::new();
    for row in rows {
        let known = latest.entry(row.process).or_insert(row);
        if row.from > known.from {
            *known = row;
        }
    }
    let Some(own) = latest.remove(&me) else {
        return false;
    };
    let holds = now - own.to <= STALL && now - own.from >= STALL;
    let mut up = latest.values().filter(|row| now - row.to < LEASE);
    holds && up.all(|row| (row.from, row.process) > (own.from, me))
}

/// Whether everybody was there when an attempt's time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attendance {
    /// Every process has committed after the grace: the time is over.
    All,
    /// One has not, and its lease runs.
    Awaited,
    /// One was away for this stretch.
    Missed {
        /// Its last commit before.
        from: Instant,
        /// Its return, or the end of its lease.
        to: Instant,
    },
}

/// Who was there around `deadline`, as it is known of an attempt that runs on at `now`, after the grace.
pub(crate) fn attendance(absences: &[Span], deadline: Instant, now: Instant) -> Attendance {
    let mut found = Attendance::All;
    for absence in absences {
        let from = absence.from;
        let expiry = from + LEASE;
        let to = absence.to.map_or(expiry, |to| to.min(expiry));
        if from >= deadline + GRACE || to + REACH <= deadline {
            continue;
        }
        if is_awaited(absence, now) {
            return Attendance::Awaited;
        }
        if to - from > STALL {
            found = Attendance::Missed { from, to };
        }
    }
    found
}

#[cfg(test)]
mod tests;
