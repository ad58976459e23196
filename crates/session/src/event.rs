//! What a candidate's page sends: a click is an event.

use lexicon::{FormItemId, OptionId};
use serde::{Deserialize, Serialize};

/// At most this many events ride in one request.
pub const EVENTS_PER_REQUEST_MAX: usize = 200;

/// Events with a higher sequence number are refused: a page gone mad must not grow a journal for ever. A
/// candidate makes a few hundred; what is paid for a lower number is paid once.
pub const EVENTS_MAX: u32 = 10_000;

/// What was done to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// An option was chosen: the canonical option, never a letter or a position.
    Answer(OptionId),
    /// The answer was taken back.
    Clear,
    /// The item was marked "doubtful".
    Flag,
    /// The mark was taken off.
    Unflag,
}

/// One click of a candidate. `(seq, id)` makes it itself: the same pair is the same click, however often
/// it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Counts from 1 through the whole attempt, across leases.
    pub seq: u32,
    /// 64 random bits by the page.
    pub id: u64,
    /// On which item.
    pub item: FormItemId,
    /// What was done.
    pub kind: Kind,
    /// Whether the page repeats its current state because the server has lost events (a store restored to
    /// an earlier commit). Shown to the proctor.
    pub rebase: bool,
    /// Milliseconds since the opening on the page's own clock. For forensics; never judged.
    pub client_ms: u32,
}

impl Event {
    /// Whether it only sets or takes off the mark "doubtful".
    pub(crate) const fn is_mark(&self) -> bool {
        matches!(self.kind, Kind::Flag | Kind::Unflag)
    }
}
