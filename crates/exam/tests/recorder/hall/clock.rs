//! A clock that stands still until the test moves it.

use std::sync::atomic::{AtomicI64, Ordering};

use exam::ports::Clock;
use lexicon::{Instant, Millis};

use super::MORNING;

/// The server's clock in the test's hands.
pub(crate) struct FakeClock(AtomicI64, AtomicI64);

impl FakeClock {
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(MORNING.0), AtomicI64::new(0))
    }

    pub(crate) fn advance(&self, length: Millis) -> Instant {
        Instant(self.0.fetch_add(length.0, Ordering::SeqCst) + length.0)
    }

    pub(crate) fn set(&self, now: Instant) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// Somebody sets the machine's wall clock.
    pub(crate) fn step_wall(&self, by: Millis) {
        self.1.fetch_add(by.0, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }

    fn wall_drift(&self) -> Millis {
        Millis(self.1.load(Ordering::SeqCst))
    }
}
