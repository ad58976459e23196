//! Uptime of the server's processes, and the outages between them.

use lexicon::{Instant, Millis};
use serde::{Deserialize, Serialize};

use crate::span::Span;

/// A process that could not extend its uptime for longer than this was not up.
pub const STALL: Millis = Millis(2_000);
/// Outages up to this length in all are made good without a proctor.
pub const AUTOMATIC_MAX: Millis = Millis(60_000);
/// Outages with at most this much between them add up.
pub const CLUSTER_GAP: Millis = Millis(300_000);

/// A running process, by a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProcessId(pub u64);

/// A stretch in which a process was able to commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UptimeRow {
    /// The process.
    pub process: ProcessId,
    /// From when; with `process` the key.
    pub from: Instant,
    /// Until when, extended as it lives.
    pub to: Instant,
}

/// What a transaction writes before it judges anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The process's row, extended or new.
    pub row: UptimeRow,
    /// The outage that ended with this settlement.
    pub outage: Option<Span>,
}

/// Whether other processes may be up on the same store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    /// None can: the process holds the store alone.
    Alone,
    /// It is one of a fleet.
    Fleet {
        /// When the process began, on its own clock.
        born: Instant,
    },
}

/// What a settlement came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// What the transaction writes.
    pub settlement: Settlement,
    /// The stretch in which this process could not commit although others did: no outage, but nobody whose page
    /// knew this process alone was served in it.
    pub cut: Option<Span>,
}

/// Settles the uptime of `process` at `now`.
///
/// `own` is the process's latest row, `latest` the latest end of any process's row. An outage is the
/// complement of the union over all processes:
/// - A stall of more than [`STALL`] counts where nobody else was up.
/// - The start of a process that is alone counts from the last sign of life on, however short it was.
/// - A process that starts in a fleet cannot tell at once whether others are up: their rows move about once a second.
///   Once one of them has moved past its birth, somebody was there, and whatever was missed that one has noted. If
///   none has within [`STALL`] of the birth, nobody was there. Before either is known there is no settlement (`None`):
///   ask again, and serve nobody until then.
#[must_use]
pub fn settle(
    process: ProcessId,
    company: Company,
    (own, latest): (Option<UptimeRow>, Option<Instant>),
    now: Instant,
) -> Option<Settled> {
    let silent = latest.filter(|latest| now - *latest > STALL);
    let outage_from = match (own, company) {
        (Some(row), _) if now - row.to <= STALL => {
            let to = row.to.max(now);
            return Some(settled(UptimeRow { to, ..row }, None));
        }
        (Some(_), _) => silent,
        (None, Company::Alone) => latest.filter(|latest| *latest < now),
        // Already settled, by whoever was up since; or its row was lost with the store's latest commits.
        (None, Company::Fleet { born }) if latest.is_none_or(|latest| latest >= born) => silent,
        (None, Company::Fleet { born }) if now - born > STALL => latest,
        (None, Company::Fleet { .. }) => return None,
    };
    let row = UptimeRow {
        process,
        from: now,
        to: now,
    };
    let outage = outage_from.map(|from| Span::closed(from, now));
    let others_until = outage_from.unwrap_or(now);
    let cut = own
        .filter(|own| others_until - own.to > STALL)
        .map(|own| Span::closed(own.to, others_until));
    Some(Settled {
        cut,
        ..settled(row, outage)
    })
}

const fn settled(row: UptimeRow, outage: Option<Span>) -> Settled {
    Settled {
        settlement: Settlement { row, outage },
        cut: None,
    }
}

/// From when open sittings have to be paused until a proctor resumes: when the outages of the latest cluster
/// add up to more than [`AUTOMATIC_MAX`], from the start of the newest one. `outages` are closed and in order;
/// those that began before `since` (the last resume) were dealt with.
#[must_use]
pub fn outage_pause(outages: &[Span], since: Instant) -> Option<Instant> {
    let mut newest = None;
    let mut sum = Millis::ZERO;
    let mut next_from: Option<Instant> = None;
    for span in outages.iter().rev() {
        let to = span.to?;
        if span.from < since || next_from.is_some_and(|next| next - to > CLUSTER_GAP) {
            break;
        }
        newest = newest.or(Some(span.from));
        sum += to - span.from;
        next_from = Some(span.from);
    }
    newest.filter(|_| sum > AUTOMATIC_MAX)
}

#[cfg(test)]
mod tests;
