//! What the recorder has done since the start, in plain counters: nothing that is measured waits for whoever looks.

use std::sync::atomic::{AtomicU64, Ordering};

use lexicon::Millis;
use session::{Ruling, Submitted, Verdict};

/// Bounds of batches, in events; a batch has 2,048 at most.
const BATCH_EVENTS: [u64; 11] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_048];
/// Bounds of commits, in ms.
const COMMIT_MS: [u64; 11] = [1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000, 5_000];

/// Counts by bound; what lies beyond the last bound is in the count of all.
#[derive(Debug)]
struct Histogram<const N: usize> {
    bounds: [u64; N],
    counts: [AtomicU64; N],
    all: AtomicU64,
    sum: AtomicU64,
}

/// A histogram as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Upper bounds with how many lie between the one before and this.
    pub buckets: Vec<(u64, u64)>,
    /// How many in all.
    pub all: u64,
    /// Their sum.
    pub sum: u64,
}

impl<const N: usize> Histogram<N> {
    fn new(bounds: [u64; N]) -> Self {
        Self {
            bounds,
            counts: core::array::from_fn(|_| AtomicU64::new(0)),
            all: AtomicU64::new(0),
            sum: AtomicU64::new(0),
        }
    }

    fn see(&self, value: u64) {
        let place = self.bounds.iter().position(|bound| value <= *bound);
        if let Some(count) = place.and_then(|place| self.counts.get(place)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.all.fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    fn spread(&self) -> Spread {
        let counts = self.counts.iter().map(read);
        Spread {
            buckets: self.bounds.into_iter().zip(counts).collect(),
            all: read(&self.all),
            sum: read(&self.sum),
        }
    }
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

/// The words of verdicts, as the API has them.
const VERDICTS: [&str; 7] = [
    "accepted",
    "late",
    "refused",
    "duplicate",
    "not_running",
    "missing_seq",
    "conflict",
];

/// Counters of the recorder and of what candidates were told.
#[derive(Debug)]
pub struct Measures {
    batch_events: Histogram<11>,
    commit_ms: Histogram<11>,
    failed: AtomicU64,
    verdicts: [AtomicU64; 7],
}

impl Default for Measures {
    fn default() -> Self {
        Self {
            batch_events: Histogram::new(BATCH_EVENTS),
            commit_ms: Histogram::new(COMMIT_MS),
            failed: AtomicU64::new(0),
            verdicts: core::array::from_fn(|_| AtomicU64::new(0)),
        }
    }
}

/// What was measured, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Commands that wait for the recorder.
    pub queue_len: usize,
    /// Events in each batch that was recorded.
    pub batch_events: Spread,
    /// How long each of them took from its begin to its commit, in ms.
    pub commit_ms: Spread,
    /// Batches that could not be recorded.
    pub failed: u64,
    /// How often each verdict was given.
    pub verdicts: Vec<(&'static str, u64)>,
}

impl Measures {
    /// A batch that was tried.
    pub(crate) fn batch(&self, events: usize, took: Millis, recorded: bool) {
        if recorded {
            self.batch_events.see(events as u64);
            self.commit_ms.see(u64::try_from(took.0).unwrap_or(0));
        } else {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Verdicts that were given.
    pub(crate) fn verdicts(&self, rulings: &[Ruling]) {
        for ruling in rulings {
            let at = match ruling.verdict {
                Verdict::First(Submitted::Accepted) => 0,
                Verdict::First(Submitted::Late) => 1,
                Verdict::First(Submitted::Refused(_)) => 2,
                Verdict::Duplicate(_) => 3,
                Verdict::NotRunning => 4,
                Verdict::MissingSeq { .. } => 5,
                Verdict::Conflict => 6,
            };
            if let Some(counter) = self.verdicts.get(at) {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    pub(crate) fn measured(&self, queue_len: usize) -> Measured {
        Measured {
            queue_len,
            batch_events: self.batch_events.spread(),
            commit_ms: self.commit_ms.spread(),
            failed: read(&self.failed),
            verdicts: VERDICTS
                .into_iter()
                .zip(self.verdicts.iter().map(read))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_bucket() {
        let measures = Measures::default();
        for (events, ms) in [(1, 0), (2, 1), (3, 7), (2_048, 60_000)] {
            measures.batch(events, Millis(ms), true);
        }
        measures.batch(9, Millis(9), false);
        let told = measures.measured(3);
        assert_eq!((told.queue_len, told.failed), (3, 1));
        assert_eq!((told.batch_events.all, told.batch_events.sum), (4, 2_054));
        assert_eq!(told.batch_events.buckets[..3], [(1, 1), (2, 1), (5, 1)]);
        assert_eq!(told.batch_events.buckets[10], (2_048, 1));
        assert_eq!(
            told.commit_ms.buckets[..4],
            [(1, 2), (2, 0), (5, 0), (10, 1)]
        );
        let within: u64 = told.commit_ms.buckets.iter().map(|(_, count)| count).sum();
        assert_eq!(
            (within, told.commit_ms.all),
            (3, 4),
            "a minute is beyond all bounds"
        );
    }
}
