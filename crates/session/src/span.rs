//! Stretches of time in which an account stands still, and their union.

use lexicon::Instant;
use serde::{Deserialize, Serialize};

/// A stretch of time `[from, to)`; without an end it is still going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Its first instant.
    pub from: Instant,
    /// The instant after its last; `None` while it goes on.
    pub to: Option<Instant>,
}

impl Span {
    /// A stretch that is over.
    #[must_use]
    pub const fn closed(from: Instant, to: Instant) -> Self {
        Self { from, to: Some(to) }
    }

    /// A stretch that still goes on.
    #[must_use]
    pub const fn open(from: Instant) -> Self {
        Self { from, to: None }
    }

    /// Whether `at` lies in it.
    #[must_use]
    pub fn contains(&self, at: Instant) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// Why an account stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StopKind {
    /// The server could not accept (complement of its uptime). What it received meanwhile and judges
    /// afterwards still counts.
    Outage,
    /// The room or the seat was paused: what arrives meanwhile is sent back to be kept.
    Pause,
    /// A proctor's declaration, also afterwards; it refuses nothing.
    Incident,
}

/// A stretch in which an account stands still, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// When.
    pub span: Span,
    /// Why.
    pub kind: StopKind,
}

/// The union of `stops` from `start` on: disjoint, not touching, in order. The second part of each pair
/// says whether the server owes a breath after it (outages and pauses do, incidents do not by themselves).
pub(crate) fn union(stops: &[Stop], start: Instant) -> Vec<(Span, bool)> {
    let mut clipped: Vec<(Span, bool)> = stops
        .iter()
        .filter(|stop| {
            stop.span
                .to
                .is_none_or(|to| to > start && to > stop.span.from)
        })
        .map(|stop| {
            let span = Span {
                from: stop.span.from.max(start),
                to: stop.span.to,
            };
            (span, stop.kind != StopKind::Incident)
        })
        .collect();
    clipped.sort_unstable();
    let mut merged: Vec<(Span, bool)> = Vec::with_capacity(clipped.len());
    for (span, owes) in clipped {
        match merged.last_mut() {
            Some((last, last_owes)) if last.to.is_none_or(|to| span.from <= to) => {
                last.to = later_end(last.to, span.to);
                *last_owes |= owes;
            }
            _ => merged.push((span, owes)),
        }
    }
    merged
}

/// The later of two ends; "still going on" is later than any.
fn later_end(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    Some(a?.max(b?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(kind: StopKind, from: i64, to: Option<i64>) -> Stop {
        Stop {
            span: Span {
                from: Instant(from),
                to: to.map(Instant),
            },
            kind,
        }
    }

    #[test]
    fn overlapping_and_touching_stops_become_one() {
        let stops = [
            stop(StopKind::Pause, 50, Some(60)),
            stop(StopKind::Outage, 10, Some(20)),
            stop(StopKind::Incident, 20, Some(30)),
            stop(StopKind::Incident, 15, Some(18)),
        ];
        assert_eq!(
            union(&stops, Instant(0)),
            vec![
                (Span::closed(Instant(10), Instant(30)), true),
                (Span::closed(Instant(50), Instant(60)), true),
            ]
        );
    }

    #[test]
    fn what_lies_before_the_start_does_not_count() {
        let stops = [
            stop(StopKind::Pause, 0, Some(5)),
            stop(StopKind::Outage, 5, Some(15)),
        ];
        assert_eq!(
            union(&stops, Instant(10)),
            vec![(Span::closed(Instant(10), Instant(15)), true)]
        );
    }

    #[test]
    fn an_open_stop_swallows_what_follows() {
        let stops = [
            stop(StopKind::Pause, 10, None),
            stop(StopKind::Outage, 20, Some(30)),
        ];
        assert_eq!(
            union(&stops, Instant(0)),
            vec![(Span::open(Instant(10)), true)]
        );
    }

    #[test]
    fn an_empty_stretch_is_no_stretch() {
        assert!(union(&[stop(StopKind::Pause, 10, Some(10))], Instant(0)).is_empty());
    }
}
