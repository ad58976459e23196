//! Failed log-ins, counted for all nodes together: only failures count, lockouts are short, and somebody lifts them.

use std::collections::HashSet;

use async_trait::async_trait;
use lexicon::{Instant, Millis};

/// How many failures are free, and how long one lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Failures before the first lockout.
    pub free: u32,
    /// After this long without a failure all is forgotten; also the longest lockout.
    pub forget: Millis,
    /// The first lockout; each further failure doubles it.
    pub lockout: Millis,
}

impl Limit {
    /// How long this many failures lock out.
    #[must_use]
    pub fn lockout_of(&self, failures: u32) -> Millis {
        let Some(beyond) = failures.checked_sub(self.free) else {
            return Millis::ZERO;
        };
        let doubled = self.lockout.0.saturating_mul(1 << beyond.min(16));
        Millis(doubled).min(self.forget)
    }
}

/// A log-in whose failures are counted, per subject from an address, and with a wide cap per address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoorLimits {
    /// Its name, unlike that of every other.
    pub name: &'static str,
    /// For one who tries from one address.
    pub per_subject: Limit,
    /// For all who try from one address: a room or an office sits behind it.
    pub per_address: Limit,
}

/// Who tries to log in, as they say, and where from. Both are short: whoever counts does not cut them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Visitor {
    /// The name or number that was given.
    pub subject: String,
    /// The address.
    pub address: String,
}

/// What a failure has led to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lockouts {
    /// How long the subject has to wait at this address.
    pub subject: Millis,
    /// How long the whole address has to.
    pub address: Millis,
}

/// Counts failures. Where the counters of all nodes cannot be reached each node counts for itself: a log-in never
/// waits for them, nor fails by them.
#[async_trait]
pub trait Failures: Send + Sync + 'static {
    /// How long the visitor still has to wait; none who may try. Who has to wait is remembered for [`Self::lift`].
    async fn wait(&self, door: &DoorLimits, visitor: &Visitor, now: Instant) -> Option<Millis>;

    /// Counts a failure.
    async fn failed(&self, door: &DoorLimits, visitor: &Visitor, now: Instant) -> Lockouts;

    /// Forgets the subject's failures from this address: it has come through.
    async fn welcome(&self, door: &DoorLimits, visitor: &Visitor);

    /// These subjects may try again from everywhere, also where an address as a whole was locked that they have
    /// tried from lately.
    async fn lift(&self, door: &DoorLimits, subjects: &HashSet<String>);
}
