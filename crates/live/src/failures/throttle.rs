//! Failures per key: after a few, a short lockout. Bounded.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use exam::ports::Limit;
use lexicon::{Instant, Millis};

/// Keys that are kept, at most. When it is full the one that was longest quiet is forgotten.
const KEYS_MAX: usize = 10_000;

#[derive(Clone, Copy, Debug)]
struct Record {
    failures: u32,
    last: Instant,
    locked_until: Instant,
}

/// Counts failures per key.
#[derive(Debug)]
pub(super) struct Throttle<K> {
    limit: Limit,
    records: Mutex<HashMap<K, Record>>,
}

impl<K: Eq + Hash + Clone> Throttle<K> {
    /// Nobody has failed yet.
    pub(super) fn new(limit: Limit) -> Self {
        Self {
            limit,
            records: Mutex::new(HashMap::new()),
        }
    }

    /// How long this key still has to wait; `None` if it may try.
    pub(super) fn wait(&self, key: &K, now: Instant) -> Option<Millis> {
        let records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let record = records.get(key)?;
        let left = record.locked_until - now;
        (left > Millis::ZERO).then_some(left.min(self.limit.forget))
    }

    /// Notes a failure; how long the key has to wait for it.
    pub(super) fn failed(&self, key: &K, now: Instant) -> Millis {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if !records.contains_key(key) && records.len() >= KEYS_MAX {
            self.make_room(&mut records, now);
        }
        let record = records.entry(key.clone()).or_insert(Record {
            failures: 0,
            last: now,
            locked_until: now,
        });
        if now - record.last > self.limit.forget {
            record.failures = 0;
        }
        record.failures = record.failures.saturating_add(1);
        record.last = now;
        let lockout = self.limit.lockout_of(record.failures);
        record.locked_until = now + lockout;
        lockout
    }

    /// Forgets the failures of this key: it has succeeded, or somebody lifts the lockout.
    pub(super) fn clear(&self, key: &K) {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        records.remove(key);
    }

    /// Forgets the failures of every key that `which` names; those keys.
    pub(super) fn clear_where(&self, which: impl Fn(&K) -> bool) -> Vec<K> {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let cleared = records.extract_if(|key, _| which(key));
        cleared.map(|(key, _)| key).collect()
    }

    fn make_room(&self, records: &mut HashMap<K, Record>, now: Instant) {
        records.retain(|_, record| now - record.last <= self.limit.forget);
        if records.len() < KEYS_MAX {
            return;
        }
        let quietest = records.iter().min_by_key(|(_, record)| record.last);
        if let Some(key) = quietest.map(|(key, _)| key.clone()) {
            records.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit {
        free: 3,
        forget: Millis::from_mins(5),
        lockout: Millis::from_secs(5),
    };
    const NOW: Instant = Instant(1_000_000);

    #[test]
    fn lockouts_come_after_the_free_failures_and_double() {
        let throttle = Throttle::new(LIMIT);
        throttle.failed(&"a", NOW);
        throttle.failed(&"a", NOW);
        assert_eq!(throttle.wait(&"a", NOW), None);
        throttle.failed(&"a", NOW);
        assert_eq!(throttle.wait(&"a", NOW), Some(Millis::from_secs(5)));
        throttle.failed(&"a", NOW);
        assert_eq!(throttle.wait(&"a", NOW), Some(Millis::from_secs(10)));
        assert_eq!(throttle.wait(&"b", NOW), None);
        for _ in 0..40 {
            throttle.failed(&"a", NOW);
        }
        assert_eq!(throttle.wait(&"a", NOW), Some(LIMIT.forget));
    }

    #[test]
    fn success_and_quiet_forget() {
        let throttle = Throttle::new(LIMIT);
        for _ in 0..3 {
            throttle.failed(&"a", NOW);
        }
        throttle.clear(&"a");
        assert_eq!(throttle.wait(&"a", NOW), None);
        for key in ["b", "c"] {
            for _ in 0..3 {
                throttle.failed(&key, NOW);
            }
        }
        assert_eq!(throttle.clear_where(|key| *key == "b"), ["b"]);
        assert_eq!(throttle.wait(&"b", NOW), None);
        assert!(throttle.wait(&"c", NOW).is_some());
        for _ in 0..3 {
            throttle.failed(&"a", NOW);
        }
        let later = NOW + LIMIT.forget + Millis(1);
        throttle.failed(&"a", later);
        assert_eq!(throttle.wait(&"a", later), None);
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::new(LIMIT);
        for key in 0..KEYS_MAX + 50 {
            throttle.failed(&key, NOW);
        }
        assert!(throttle.records.lock().unwrap().len() <= KEYS_MAX);
    }
}
