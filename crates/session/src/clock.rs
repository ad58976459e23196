//! Whether a freshly started server may trust its clock.

mod steering;

use lexicon::{Instant, Millis};

pub use steering::{Reading, Steering};

/// A step back of at most this is nothing.
const BACK_MAX: Millis = Millis(5_000);
/// A silence of more than this is more likely a wrong clock than an exam that goes on.
const AHEAD_MAX: Millis = Millis(12 * 3_600_000);

/// With what time a process begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockCheck {
    /// The server's time at this moment; never before the last uptime.
    pub now: Instant,
    /// Whether open sittings stay paused until an officer confirms the clock.
    pub needs_confirmation: bool,
}

/// Compares the wall clock at start with the last instant at which any process was up.
#[must_use]
pub fn clock_check(wall: Instant, last_uptime: Option<Instant>) -> ClockCheck {
    let Some(last) = last_uptime else {
        return ClockCheck {
            now: wall,
            needs_confirmation: false,
        };
    };
    let ahead = wall - last;
    ClockCheck {
        now: wall.max(last),
        needs_confirmation: ahead < Millis(-BACK_MAX.0) || ahead > AHEAD_MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: Instant = Instant(1_000_000_000_000);

    fn check(step: i64) -> ClockCheck {
        clock_check(LAST + Millis(step), Some(LAST))
    }

    #[test]
    fn time_never_goes_backwards() {
        assert_eq!(
            check(-5_000),
            ClockCheck {
                now: LAST,
                needs_confirmation: false
            }
        );
        assert_eq!(
            check(-5_001),
            ClockCheck {
                now: LAST,
                needs_confirmation: true
            }
        );
    }

    #[test]
    fn half_a_day_ahead_asks_an_officer() {
        assert!(!check(12 * 3_600_000).needs_confirmation);
        assert!(check(12 * 3_600_000 + 1).needs_confirmation);
        assert!(!clock_check(LAST, None).needs_confirmation);
    }
}
