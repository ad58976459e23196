//! Events that do not count: late and refused ones, kept beside the journal.

use lexicon::Instant;
use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::judge::RefusedReason;

/// At most this many refused events are kept of one attempt; the rest is counted.
pub const REFUSED_KEPT_MAX: u32 = 500;

/// Why an event does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrayKind {
    /// Received after deadline and grace, or after the close. The last one per item is always kept; a mark is none:
    /// it must not displace the answer that an admission would count.
    Late,
    /// It could never have counted.
    Refused(RefusedReason),
}

/// An event that was given a final verdict and does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stray {
    /// When it was received.
    pub received: Instant,
    /// Under which epoch.
    pub epoch: u32,
    /// What.
    pub event: Event,
    /// Why not.
    pub kind: StrayKind,
}
