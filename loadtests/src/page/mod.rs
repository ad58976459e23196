//! The candidate's page, as a state machine without network or clock: its queue, its numbers, its lock.
//!
//! Written from the description of the page, as the browser's page is: events are kept until the receipt,
//! one request is in flight, what is missing is sent again, what collides is renumbered, what is no longer
//! there is sent as the current answers.

mod held;
mod time;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::api::{Current, Phase, Ruling, State, Verdict};
use crate::checker::{Click, Deed};
use crate::ledger::Final;

pub use held::Held;
pub use time::Lock;

/// At most this many events ride in one request.
pub const BATCH_MAX: usize = 200;

/// What an acknowledgement said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Of which click.
    pub click: Click,
    /// The final verdict.
    pub verdict: Final,
    /// Whether it was repeated.
    pub repeated: bool,
}

/// One page on one device, from log-in to receipt.
#[derive(Clone, Debug)]
pub struct Page {
    epoch: u32,
    /// Every event of this page by its number, until the receipt.
    held: BTreeMap<u32, Held>,
    /// The highest number used, by this page or as the server said.
    last: u32,
    /// What the screen shows: option and mark of each item.
    shown: BTreeMap<u64, (Option<u64>, bool)>,
    lock: Lock,
    phase: Phase,
    block: u8,
}

impl Page {
    /// A page after log-in or reload, with the answers that the server holds.
    #[must_use]
    pub fn new(state: &State, answers: &[Current], now_ms: u64) -> Self {
        let shown = answers.iter().map(|current| {
            let option = current.option.map(|option| option.0);
            (current.item.0, (option, current.flagged))
        });
        let mut page = Self {
            epoch: state.epoch,
            held: BTreeMap::new(),
            last: state.last_seq,
            shown: shown.collect(),
            lock: Lock::default(),
            phase: state.phase,
            block: state.block,
        };
        page.learn(state, now_ms);
        page
    }

    /// The items of its paper: nothing stands on those that nobody has touched.
    pub fn lay_out(&mut self, items: impl IntoIterator<Item = u64>) {
        for item in items {
            self.shown.entry(item).or_default();
        }
    }

    /// Takes over what a reply said about phase and time.
    pub fn learn(&mut self, state: &State, now_ms: u64) {
        self.phase = state.phase;
        self.block = state.block;
        self.last = self.last.max(state.last_seq);
        self.lock.learn(state, now_ms);
    }

    /// The candidate clicks. Nothing happens on a page that is locked or whose clock does not run.
    pub fn click(&mut self, item: u64, deed: Deed, id: u64, now_ms: u64) -> Option<Click> {
        if self.phase != Phase::Running || self.lock.is_up(now_ms) {
            return None;
        }
        let held = Held::new(item, deed, id, now_ms);
        let shown = self.shown.entry(item).or_default();
        match deed {
            Deed::Answer(option) => shown.0 = Some(option),
            Deed::Clear => shown.0 = None,
            Deed::Flag => shown.1 = true,
            Deed::Unflag => shown.1 = false,
        }
        Some(self.append(held))
    }

    fn append(&mut self, held: Held) -> Click {
        self.last += 1;
        let click = held.click(self.last);
        self.held.insert(self.last, held);
        click
    }

    /// What to send next: the oldest events without a verdict.
    #[must_use]
    pub fn batch(&self) -> Vec<(u32, Held)> {
        let open = self.held.iter().filter(|(_, held)| held.verdict.is_none());
        open.take(BATCH_MAX)
            .map(|(seq, held)| (*seq, *held))
            .collect()
    }

    /// How many events have no verdict yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.held
            .values()
            .filter(|held| held.verdict.is_none())
            .count()
    }

    /// Takes the verdicts of one reply, whose state is `state`; what became final is returned.
    /// New ids for repeated answers come from `new_id`.
    pub fn take(
        &mut self,
        rulings: &[Ruling],
        state: &State,
        now_ms: u64,
        mut new_id: impl FnMut() -> u64,
    ) -> Vec<Told> {
        let mut told = Vec::new();
        for ruling in rulings {
            let (verdict, repeated) = match ruling.verdict {
                Verdict::Accepted => (Final::Accepted, false),
                Verdict::Late => (Final::Late, false),
                Verdict::Refused => (Final::Refused, false),
                Verdict::Duplicate { first } => (first, true),
                Verdict::NotRunning => continue,
                Verdict::MissingSeq { expected } => {
                    self.rewind(expected, now_ms, &mut new_id);
                    break;
                }
                Verdict::Conflict => {
                    self.renumber(state.last_seq);
                    break;
                }
            };
            if let Some(held) = self.held.get_mut(&ruling.seq) {
                held.verdict = Some(verdict);
                told.push(Told {
                    click: held.click(ruling.seq),
                    verdict,
                    repeated,
                });
            }
        }
        self.learn(state, now_ms);
        told
    }

    /// The server's next number is `expected`, and this page has gone further: it sends again from there.
    /// What it no longer has it repeats as its current answers.
    pub fn rewind(&mut self, expected: u32, now_ms: u64, mut new_id: impl FnMut() -> u64) {
        let later = self.held.split_off(&expected);
        let first_held = later.keys().next().copied();
        let whole = first_held == Some(expected);
        if !whole {
            self.last = expected.saturating_sub(1);
            for (item, (option, flagged)) in self.shown.clone() {
                // Also where nothing stands: the server may have gone back to when something did.
                let answer = option.map_or(Deed::Clear, Deed::Answer);
                let mark = if flagged { Deed::Flag } else { Deed::Unflag };
                for deed in [answer, mark] {
                    let held = Held::new(item, deed, new_id(), now_ms);
                    self.append(held.as_rebase());
                }
            }
        }
        for (seq, held) in later {
            let again = Held {
                verdict: None,
                ..held
            };
            if whole {
                self.held.insert(seq, again);
            } else {
                self.append(again);
            }
        }
    }

    /// Another event has the number of one of ours: what has no verdict moves behind `last_seq`.
    pub fn renumber(&mut self, last_seq: u32) {
        let open: Vec<Held> = self
            .held
            .values()
            .filter(|held| held.verdict.is_none())
            .copied()
            .collect();
        self.held.retain(|_, held| held.verdict.is_some());
        let kept = self.held.keys().next_back().copied().unwrap_or(0);
        self.last = last_seq.max(kept);
        for held in open {
            self.append(held);
        }
    }

    /// The epoch under which this page sends.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The highest number used.
    #[must_use]
    pub const fn last(&self) -> u32 {
        self.last
    }

    /// The running block.
    #[must_use]
    pub const fn block(&self) -> u8 {
        self.block
    }

    /// Where the page stands, as far as it knows.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// The lock at zero.
    #[must_use]
    pub const fn lock(&self) -> &Lock {
        &self.lock
    }

    /// What the screen shows of an item.
    #[must_use]
    pub fn shows(&self, item: u64) -> (Option<u64>, bool) {
        self.shown.get(&item).copied().unwrap_or_default()
    }
}
