//! The server's clock.

use lexicon::{Instant, Millis};

/// Node time: boot time (which counts through suspend) plus an offset, never backwards. Alone the offset is fixed at the
/// start; a store with a clock of its own is followed.
pub trait Clock: Send + Sync + 'static {
    /// The time that is judged.
    fn now(&self) -> Instant;

    /// How far the wall clock has moved away from node time since the start. Beyond two seconds it is
    /// offered to the proctor as an incident.
    fn wall_drift(&self) -> Millis;

    /// Why nobody may be served by this clock, in words for the operator: it is seconds apart from the store's.
    fn fault(&self) -> Option<String> {
        None
    }
}
