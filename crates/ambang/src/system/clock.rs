//! The server's clock: boot time, which counts through suspend, plus an offset fixed at the start.

use std::time::{SystemTime, UNIX_EPOCH};

use exam::ports::Clock;
use lexicon::{Instant, Millis};
use rustix::time::{ClockId, Timespec, clock_gettime};
use session::{ClockCheck, clock_check};

/// Node time. Nobody who sets the machine's clock moves it; a wrong clock is seen at the next start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemClock {
    offset: Millis,
}

impl SystemClock {
    /// Fixes the offset; `last_uptime` is when any process was last up.
    pub(crate) fn start(last_uptime: Option<Instant>) -> (Self, ClockCheck) {
        let check = clock_check(wall(), last_uptime);
        let offset = check.now - Instant(millis(clock_gettime(ClockId::Boottime)));
        (Self { offset }, check)
    }

    /// The clock of a command that serves nobody.
    pub(crate) fn for_command() -> Self {
        Self::start(None).0
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant(millis(clock_gettime(ClockId::Boottime))) + self.offset
    }

    fn wall_drift(&self) -> Millis {
        wall() - self.now()
    }
}

/// What the machine is set to. By way of the C library, unlike boot time, which the kernel itself gives: where a
/// test sets the clock of this process alone, it must be felt here and nowhere else.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the machine's wall clock"
)]
fn wall() -> Instant {
    let millis = |span: std::time::Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    Instant(match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => millis(since),
        Err(before) => -millis(before.duration()),
    })
}

const fn millis(time: Timespec) -> i64 {
    time.tv_sec
        .saturating_mul(1_000)
        .saturating_add(time.tv_nsec / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_time_begins_at_the_wall_clock_or_at_the_last_uptime() {
        let (clock, check) = SystemClock::start(None);
        assert!(!check.needs_confirmation);
        assert!(clock.now() >= check.now);
        assert!(clock.wall_drift().0.abs() < 5_000);

        let ahead = wall() + Millis::from_mins(60);
        let (clock, check) = SystemClock::start(Some(ahead));
        assert!(
            check.needs_confirmation,
            "the wall clock was set back an hour"
        );
        assert!(clock.now() >= ahead, "never before what was lived through");
    }
}
