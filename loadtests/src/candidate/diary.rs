//! What a candidate tells afterwards.

use std::collections::BTreeMap;

use crate::api::{Ruling, Verdict};
use crate::ledger::Ledger;

/// Surprises told in words, at most.
const SURPRISES_MAX: usize = 20;

/// How it ended for a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// With a receipt.
    Finished,
    /// The attempt was taken from the candidate (absent, cancelled).
    Gone,
    /// Something that must not happen did; see the surprises.
    Lost,
}

/// What a candidate remembers of the day.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    /// Clicks, acknowledgements, receipts.
    pub ledger: Ledger,
    /// Verdicts by kind, repeated ones included.
    pub verdicts: BTreeMap<&'static str, u64>,
    /// How it ended.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Timed blocks that were begun after the first.
    pub next_blocks: u64,
    /// Mishaps that were meant to happen, by kind.
    pub mishaps: BTreeMap<&'static str, u64>,
    /// What must not happen: answers outside the contract, a receipt that changes, a seat that two hold.
    pub surprises: Vec<String>,
    /// How many there were.
    pub surprise_count: u64,
}

impl Diary {
    pub(super) fn count(&mut self, rulings: &[Ruling]) {
        for ruling in rulings {
            let kind = match ruling.verdict {
                Verdict::Accepted => "accepted",
                Verdict::Late => "late",
                Verdict::Refused => "refused",
                Verdict::Duplicate { .. } => "duplicate",
                Verdict::NotRunning => "not_running",
                Verdict::MissingSeq { .. } => "missing_seq",
                Verdict::Conflict => "conflict",
            };
            *self.verdicts.entry(kind).or_default() += 1;
        }
    }

    pub(super) fn mishap(&mut self, kind: &'static str) {
        *self.mishaps.entry(kind).or_default() += 1;
    }

    pub(crate) fn surprise(&mut self, told: String) {
        self.surprise_count += 1;
        if self.surprises.len() < SURPRISES_MAX {
            self.surprises.push(told);
        }
    }

    /// Adds another diary.
    pub fn absorb(&mut self, other: Self) {
        self.ledger.absorb(other.ledger);
        add(&mut self.verdicts, other.verdicts);
        add(&mut self.outcomes, other.outcomes);
        add(&mut self.mishaps, other.mishaps);
        self.next_blocks += other.next_blocks;
        self.surprise_count += other.surprise_count;
        let room = SURPRISES_MAX.saturating_sub(self.surprises.len());
        self.surprises
            .extend(other.surprises.into_iter().take(room));
    }
}

fn add<K: Ord>(sums: &mut BTreeMap<K, u64>, more: BTreeMap<K, u64>) {
    for (key, count) in more {
        *sums.entry(key).or_default() += count;
    }
}
