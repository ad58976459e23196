//! The server's clock: boot time, which counts through suspend, plus an offset. Alone the offset is fixed at the start;
//! where the store has a clock of its own it is followed.

mod follow;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use exam::ports::Clock;
use lexicon::{Instant, Millis};
use rustix::time::{ClockId, Timespec, clock_gettime};
use session::{ClockCheck, Reading, Steering, clock_check};

pub(crate) use follow::{Following, read_store_clock};

/// Clocks that are further apart than this serve nobody.
const APART_MAX: Millis = Millis(1_000);

/// Node time. Nobody who sets the machine's clock moves it; a wrong clock is seen at the next start.
#[derive(Clone, Debug)]
pub(crate) struct SystemClock {
    steering: Arc<RwLock<Steering>>,
    /// What has to be added to boot time to get the store's, as it was last read; `None` where it has none.
    store: Option<Arc<AtomicI64>>,
}

impl SystemClock {
    /// Fixes the offset by the machine's wall clock; `last_uptime` is when any process was last up.
    pub(crate) fn start(last_uptime: Option<Instant>) -> (Self, ClockCheck) {
        Self::begin(wall(), None, last_uptime)
    }

    /// Begins with the store's clock, to be followed from here on.
    pub(crate) fn start_by(reading: Reading, last_uptime: Option<Instant>) -> (Self, ClockCheck) {
        let theirs = boot() + reading.offset();
        Self::begin(theirs, Some(reading), last_uptime)
    }

    fn begin(
        now: Instant,
        reading: Option<Reading>,
        last_uptime: Option<Instant>,
    ) -> (Self, ClockCheck) {
        let check = clock_check(now, last_uptime);
        let steering = Steering::fixed(check.now - boot());
        let store = reading.map(|reading| Arc::new(AtomicI64::new(reading.offset().0)));
        let clock = Self {
            steering: Arc::new(RwLock::new(steering)),
            store,
        };
        (clock, check)
    }

    /// The clock of a command that serves nobody.
    pub(crate) fn for_command() -> Self {
        Self::start(None).0
    }

    /// Whether the store has a clock of its own.
    pub(crate) const fn follows(&self) -> bool {
        self.store.is_some()
    }

    /// Follows the store's clock as it was just read.
    fn follow(&self, reading: Reading) {
        let Some(store) = &self.store else { return };
        store.store(reading.offset().0, Ordering::Relaxed);
        let mut steering = self
            .steering
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *steering = steering.towards(reading.offset(), boot());
    }

    fn at(&self, boot: Instant) -> Instant {
        let steering = self.steering.read().unwrap_or_else(PoisonError::into_inner);
        steering.at(boot)
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        self.at(boot())
    }

    fn wall_drift(&self) -> Millis {
        wall() - self.now()
    }

    fn fault(&self) -> Option<String> {
        let offset = Millis(self.store.as_ref()?.load(Ordering::Relaxed));
        let boot = boot();
        let store = boot + offset;
        [
            ("this server's time", self.at(boot)),
            ("this machine's clock", wall()),
        ]
        .into_iter()
        .find_map(|(whose, time)| apart(whose, time - store))
    }
}

/// In words, if it is too much.
fn apart(whose: &str, by: Millis) -> Option<String> {
    let length = by.0.unsigned_abs();
    if length <= APART_MAX.0.unsigned_abs() {
        return None;
    }
    let (secs, tenths) = (length / 1_000, length % 1_000 / 100);
    let side = if by.0 > 0 { "ahead of" } else { "behind" };
    Some(format!(
        "{whose} is {secs}.{tenths} s {side} the store's clock"
    ))
}

fn boot() -> Instant {
    Instant(millis(clock_gettime(ClockId::Boottime)))
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

    /// A store whose clock lies this far beside the wall clock.
    fn reading(beside: Millis) -> Reading {
        let before = boot();
        Reading {
            before,
            theirs: wall() + beside,
            after: before,
        }
    }

    #[test]
    fn a_store_with_a_clock_is_followed_gently() {
        let (clock, check) = SystemClock::start_by(reading(Millis(300)), None);
        assert!(!check.needs_confirmation);
        assert_eq!(clock.fault(), None);
        let before = clock.wall_drift();
        assert!((before + Millis(300)).0.abs() < 100, "{before:?}");
        clock.follow(reading(Millis(-900)));
        assert!((clock.wall_drift() - before).0.abs() < 200, "no jump");
        let fault = clock.fault().unwrap();
        assert!(fault.starts_with("this server's time is 1."), "{fault}");
        assert!(fault.ends_with("s ahead of the store's clock"), "{fault}");
    }

    #[test]
    fn a_machine_seconds_apart_serves_nobody() {
        let (clock, _) = SystemClock::start_by(reading(Millis(5_050)), None);
        let fault = clock.fault().unwrap();
        assert!(fault.starts_with("this machine's clock is 5."), "{fault}");
        assert!(fault.ends_with("s behind the store's clock"), "{fault}");
        assert_eq!(SystemClock::start(None).0.fault(), None, "alone");
    }
}
