//! The page's clock: it counts down by itself and locks at zero; a later deadline lifts the lock.

use crate::api::{Phase, State};

/// When the page locks, on its own monotonic clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    zero_ms: Option<u64>,
}

impl Lock {
    pub(super) fn learn(&mut self, state: &State, now_ms: u64) {
        self.zero_ms = match (state.phase, state.remaining_ms) {
            (Phase::Running | Phase::TimeUp, Some(remaining)) => {
                let left = u64::try_from(remaining).unwrap_or(0);
                Some(now_ms.saturating_add(left))
            }
            _ => None,
        };
    }

    /// Whether the time is up on the page's own clock.
    #[must_use]
    pub fn is_up(&self, now_ms: u64) -> bool {
        self.zero_ms.is_some_and(|zero| now_ms >= zero)
    }

    /// When it will be, while time runs.
    #[must_use]
    pub const fn zero_ms(&self) -> Option<u64> {
        self.zero_ms
    }
}
