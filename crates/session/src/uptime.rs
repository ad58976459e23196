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

/// Settles the uptime of `process` at `now`.
///
/// `own` is the process's latest row, `latest` the latest end of any process's row. An outage is the
/// complement of the union over all processes: a stall counts where nobody else was up, a start of a process
/// counts from the last sign of life on.
#[must_use]
pub fn settle(
    process: ProcessId,
    own: Option<UptimeRow>,
    latest: Option<Instant>,
    now: Instant,
) -> Settlement {
    match own {
        Some(row) if now - row.to <= STALL => Settlement {
            row: UptimeRow {
                to: row.to.max(now),
                ..row
            },
            outage: None,
        },
        Some(_) => {
            let silent = latest.filter(|latest| now - *latest > STALL);
            Settlement {
                row: UptimeRow {
                    process,
                    from: now,
                    to: now,
                },
                outage: silent.map(|from| Span::closed(from, now)),
            }
        }
        None => Settlement {
            row: UptimeRow {
                process,
                from: now,
                to: now,
            },
            outage: latest
                .filter(|latest| *latest < now)
                .map(|from| Span::closed(from, now)),
        },
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
mod tests {
    use super::*;

    const ME: ProcessId = ProcessId(1);

    fn row(from: i64, to: i64) -> UptimeRow {
        UptimeRow {
            process: ME,
            from: Instant(from),
            to: Instant(to),
        }
    }

    #[test]
    fn a_living_process_extends_its_row() {
        let settled = settle(
            ME,
            Some(row(0, 10_000)),
            Some(Instant(10_000)),
            Instant(12_000),
        );
        assert_eq!(
            settled,
            Settlement {
                row: row(0, 12_000),
                outage: None
            }
        );
    }

    #[test]
    fn a_stall_is_an_outage_unless_another_process_was_up() {
        let alone = settle(
            ME,
            Some(row(0, 10_000)),
            Some(Instant(10_000)),
            Instant(12_001),
        );
        assert_eq!(
            alone.outage,
            Some(Span::closed(Instant(10_000), Instant(12_001)))
        );
        assert_eq!(alone.row, row(12_001, 12_001));
        let accompanied = settle(
            ME,
            Some(row(0, 10_000)),
            Some(Instant(11_500)),
            Instant(12_001),
        );
        assert_eq!(accompanied.outage, None);
    }

    #[test]
    fn a_start_counts_from_the_last_sign_of_life() {
        let restart = settle(ME, None, Some(Instant(10_000)), Instant(10_400));
        assert_eq!(
            restart.outage,
            Some(Span::closed(Instant(10_000), Instant(10_400)))
        );
        assert_eq!(settle(ME, None, None, Instant(5)).outage, None);
    }

    #[test]
    fn a_clock_that_seems_to_stand_never_shortens_a_row() {
        assert_eq!(
            settle(
                ME,
                Some(row(0, 10_000)),
                Some(Instant(10_000)),
                Instant(9_990)
            )
            .row,
            row(0, 10_000)
        );
    }

    #[test]
    fn short_outages_add_up_within_five_minutes() {
        let span = |from: i64, to: i64| Span::closed(Instant(from), Instant(to));
        let start = Instant(0);
        assert_eq!(outage_pause(&[span(0, 60_000)], start), None);
        assert_eq!(outage_pause(&[span(0, 60_001)], start), Some(Instant(0)));
        let near = [span(0, 40_000), span(340_000, 370_000)];
        assert_eq!(outage_pause(&near, start), Some(Instant(340_000)));
        let far = [span(0, 40_000), span(340_001, 370_001)];
        assert_eq!(outage_pause(&far, start), None);
        assert_eq!(
            outage_pause(&near, Instant(50_000)),
            None,
            "resumed in between"
        );
    }
}
