//! A virtual candidate: a script, a page, a line to the server, and a diary.

mod diary;
mod life;
mod line;
mod mishap;
mod script;
mod seat;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use lexicon::{ParticipantNo, SittingId};

use crate::bank::Key;
use crate::clock::Stopwatch;
use crate::dice::Dice;
use crate::http::Http;
use crate::staff::Staff;

pub use diary::{Diary, Outcome};
pub use script::Role;
pub(crate) use script::roles;

/// What all candidates of a room share.
pub(crate) struct World {
    pub(crate) http: Http,
    pub(crate) key: Key,
    pub(crate) clock: Stopwatch,
    /// The proctor, who releases seats.
    pub(crate) proctor: Staff,
    pub(crate) sitting: SittingId,
    /// A page that has nothing to send asks for the state this often.
    pub(crate) poll_ms: u64,
    /// Everyone logs in within this long.
    pub(crate) wave_ms: u64,
    /// Whoever has not ended by then (on `clock`) has been forgotten by the server.
    pub(crate) limit_ms: u64,
    pub(crate) tally: Tally,
}

/// Counters that the progress bar reads.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Candidates that hold a paper, or held one.
    pub(crate) started: AtomicU64,
    /// Candidates that are done.
    pub(crate) ended: AtomicU64,
    /// Answers acknowledged.
    pub(crate) acknowledged: AtomicU64,
}

impl Tally {
    pub(crate) fn add(counter: &AtomicU64, count: u64) {
        counter.fetch_add(count, Ordering::Relaxed);
    }
}

/// Who sits where.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    pub(crate) no: ParticipantNo,
    pub(crate) pin: String,
    pub(crate) role: Role,
    /// What the candidate may count on in each timed block, ms.
    pub(crate) blocks_ms: Vec<u64>,
}

/// Lives one candidate's exam from log-in to receipt.
pub(crate) async fn live(world: Arc<World>, ticket: Ticket, dice: Dice) -> Diary {
    let mut life = life::Life::new(&world, ticket, dice);
    let outcome = life.run().await;
    Tally::add(&world.tally.ended, 1);
    life.close(outcome)
}
