//! What the virtual candidates remember: every click they made, every answer that was acknowledged, every
//! receipt. The server's export is held against it.

use std::collections::{BTreeMap, BTreeSet};

use lexicon::{AttemptId, Digest, ParticipantNo};
use serde::{Deserialize, Serialize};

use crate::checker::Click;

/// A final verdict of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Final {
    /// It counts.
    Accepted,
    /// It came too late.
    Late,
    /// It could never count.
    Refused,
}

/// One acknowledgement that a candidate has received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Of which attempt.
    pub attempt: AttemptId,
    /// Under which epoch it was sent.
    pub epoch: u32,
    /// What.
    pub click: Click,
    /// The verdict.
    pub verdict: Final,
    /// Whether the reply repeated an earlier verdict (`duplicate`).
    pub repeated: bool,
    /// When the reply came, ms since the rehearsal began.
    pub at_ms: u64,
}

/// Points of one sub-test on a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubTotal {
    /// Which.
    pub sub_test: String,
    /// How many.
    pub points: i32,
}

/// What a candidate takes home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Head of the chain.
    pub head: Digest,
    /// Its length.
    pub pos: u32,
    /// Points per sub-test.
    pub totals: Vec<SubTotal>,
    /// Their sum.
    pub total: i32,
    /// When the attempt ended, ms UTC on the server's clock.
    pub ended: i64,
    /// By whom.
    pub ended_by: String,
    /// Last sequence number with a verdict.
    pub last_seq: u32,
    /// 12 characters.
    pub code: String,
}

/// What one candidate remembers; of many candidates together after [`Ledger::absorb`].
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Every click by attempt and id, whether it ever reached the server or not.
    pub made: BTreeSet<(AttemptId, u64)>,
    /// Every acknowledgement, in the order of arrival.
    pub acknowledged: Vec<Acknowledged>,
    /// Every receipt, with the participant's number.
    pub receipts: Vec<(AttemptId, ParticipantNo, Receipt)>,
    /// What each candidate was told to have, in milliseconds.
    pub promised: BTreeMap<AttemptId, i64>,
    /// Clicks that were given up: their page was fenced off or lost its storage.
    pub given_up: u64,
}

impl Ledger {
    /// Adds what another candidate remembers.
    pub fn absorb(&mut self, other: Self) {
        self.made.extend(other.made);
        self.acknowledged.extend(other.acknowledged);
        self.receipts.extend(other.receipts);
        self.promised.extend(other.promised);
        self.given_up += other.given_up;
    }
}
