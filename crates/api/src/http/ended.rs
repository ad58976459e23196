//! Sessions that were logged out before their time. In memory: after a restart, and on other nodes, a stolen
//! cookie of such a session lives on for its idle time at most.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use lexicon::Instant;

/// Sessions that are kept, at most; when it is full the one that ends first is forgotten.
const KEPT_MAX: usize = 10_000;

#[derive(Debug, Default)]
pub(crate) struct Ended {
    sessions: Mutex<HashMap<u64, Instant>>,
}

impl Ended {
    /// Ends a session that could have gone on until `last_end`.
    pub(crate) fn end(&self, sid: u64, last_end: Instant, now: Instant) {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= KEPT_MAX {
            sessions.retain(|_, end| *end > now);
        }
        if sessions.len() >= KEPT_MAX {
            let first = sessions.iter().min_by_key(|(_, end)| **end);
            if let Some(first) = first.map(|(sid, _)| *sid) {
                sessions.remove(&first);
            }
        }
        sessions.insert(sid, last_end);
    }

    pub(crate) fn holds(&self, sid: u64) -> bool {
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.contains_key(&sid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded() {
        let ended = Ended::default();
        for sid in 0..KEPT_MAX as u64 + 50 {
            ended.end(sid, Instant(sid.cast_signed() + 1_000), Instant(0));
        }
        assert_eq!(ended.sessions.lock().unwrap().len(), KEPT_MAX);
        assert!(!ended.holds(0) && ended.holds(KEPT_MAX as u64 + 49));
    }
}
