//! The server's clock.

use lexicon::{Instant, Millis};

/// Node time: boot time (which counts through suspend) plus an offset fixed at the start, never backwards.
pub trait Clock: Send + Sync + 'static {
    /// The time that is judged.
    fn now(&self) -> Instant;

    /// How far the wall clock has moved away from node time since the start. Beyond two seconds it is
    /// offered to the proctor as an incident.
    fn wall_drift(&self) -> Millis;
}
