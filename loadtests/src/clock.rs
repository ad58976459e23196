//! The load side's own clocks: one place reads them.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A monotonic clock that counts from its making, as a page's own clock does.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch {
    begun: Instant,
}

impl Stopwatch {
    /// Starts counting.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "a load generator measures real time"
    )]
    pub fn start() -> Self {
        Self {
            begun: Instant::now(),
        }
    }

    /// Time since the start.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "a load generator measures real time"
    )]
    pub fn elapsed(&self) -> Duration {
        Instant::now().saturating_duration_since(self.begun)
    }

    /// Milliseconds since the start.
    #[must_use]
    pub fn ms(&self) -> u64 {
        u64::try_from(self.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The wall clock, in milliseconds UTC: what an officer writes into a timetable.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "a sitting needs a date; nothing is judged by it"
)]
pub fn wall_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// Waits this many milliseconds.
pub(crate) async fn wait(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}
