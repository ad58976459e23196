//! Which pages this process has heard of, and when: also those whose requests it could not answer.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use lexicon::{AttemptId, Instant, Millis, SittingId};

/// More pages than one process serves.
const HEARD_MAX: usize = 65_536;
/// A page that runs asks every few seconds: one that was not heard for so long is not there.
const FORGOTTEN_AFTER: Millis = Millis::from_mins(1);

/// Last contacts with this process alone.
#[derive(Default)]
pub(super) struct Heard(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    pages: HashMap<AttemptId, (SittingId, Instant)>,
    /// When room was last made: at most once in a while, however full it is.
    swept: Option<Instant>,
}

impl Heard {
    /// A request of this attempt's page. Where there is no room for more, it goes unnoted.
    pub(super) fn note(&self, sitting: SittingId, attempt: AttemptId, at: Instant) {
        let mut inside = self.inside();
        if inside.pages.len() >= HEARD_MAX && !inside.pages.contains_key(&attempt) {
            inside.sweep(at);
            if inside.pages.len() >= HEARD_MAX {
                return;
            }
        }
        let known = inside.pages.entry(attempt).or_insert((sitting, at));
        *known = (sitting, known.1.max(at));
    }

    /// Who was heard within a minute before `at` or later, by sitting.
    pub(super) fn around(&self, at: Instant) -> BTreeMap<SittingId, Vec<(AttemptId, Instant)>> {
        let mut found: BTreeMap<SittingId, Vec<(AttemptId, Instant)>> = BTreeMap::new();
        for (attempt, (sitting, heard)) in &self.inside().pages {
            if *heard >= at - FORGOTTEN_AFTER {
                found.entry(*sitting).or_default().push((*attempt, *heard));
            }
        }
        found
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn sweep(&mut self, now: Instant) {
        if self
            .swept
            .is_some_and(|swept| now - swept < FORGOTTEN_AFTER)
        {
            return;
        }
        self.swept = Some(now);
        self.pages
            .retain(|_, (_, heard)| now - *heard < FORGOTTEN_AFTER);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITTING: SittingId = SittingId::from_bytes([1; 16]);

    fn attempt(number: usize) -> AttemptId {
        AttemptId(uuid::Uuid::from_u128(number as u128))
    }

    #[test]
    fn the_last_contact_counts_in_whatever_order_it_is_noted() {
        let heard = Heard::default();
        for at in [5_000, 9_000, 7_000] {
            heard.note(SITTING, attempt(1), Instant(at));
        }
        let known = heard.around(Instant(60_000));
        assert_eq!(known[&SITTING], [(attempt(1), Instant(9_000))]);
        assert!(heard.around(Instant(69_001)).is_empty());
    }

    #[test]
    fn a_crowd_pushes_out_only_those_who_are_gone() {
        let heard = Heard::default();
        heard.note(SITTING, attempt(0), Instant(0));
        for number in 1..HEARD_MAX + 10 {
            heard.note(SITTING, attempt(number), Instant(60_000));
        }
        let known = &heard.around(Instant(0))[&SITTING];
        assert_eq!(known.len(), HEARD_MAX);
        assert!(!known.contains(&(attempt(0), Instant(0))));
    }
}
