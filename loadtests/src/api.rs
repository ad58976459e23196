//! What a server says, as far as a candidate's page reads it.

use lexicon::{AttemptId, FormItemId, OptionId};
use serde::Deserialize;
use serde_json::Value;

use crate::ledger::{Final, Receipt};

/// Where a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Logged in; not open yet.
    Waiting,
    /// The paper can be asked for.
    Open,
    /// Time runs.
    Running,
    /// Time stands still.
    Paused,
    /// The deadline has passed.
    TimeUp,
    /// Over.
    Finished,
    /// Absent, cancelled, voided.
    Gone,
}

/// The state that rides in every reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct State {
    /// Where the page stands.
    pub phase: Phase,
    /// Epoch in force.
    pub epoch: u32,
    /// Last sequence number with a verdict.
    pub last_seq: u32,
    /// Index of the block.
    pub block: u8,
    /// Time left, ms.
    pub remaining_ms: Option<i64>,
}

/// The reply to a log-in.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct LoggedIn {
    pub(crate) attempt: AttemptId,
    pub(crate) state: State,
}

/// A current answer as the server holds it.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Current {
    /// On which item.
    pub item: FormItemId,
    /// Which option.
    pub option: Option<OptionId>,
    /// Whether marked as doubtful.
    pub flagged: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct StateReply {
    pub(crate) state: State,
    #[serde(default)]
    pub(crate) answers: Vec<Current>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Started {
    pub(crate) state: State,
    pub(crate) paper: Value,
    /// The timed block of each section.
    pub(crate) blocks: Vec<u8>,
}

/// A verdict on one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// It counts.
    Accepted,
    /// It came too late.
    Late,
    /// It can never count.
    Refused,
    /// Seen before; the first verdict stands.
    Duplicate {
        /// The first verdict.
        first: Final,
    },
    /// Keep it and send it again.
    NotRunning,
    /// Something before it is missing.
    MissingSeq {
        /// What the server takes next.
        expected: u32,
    },
    /// Another event has this number.
    Conflict,
}

/// A verdict with its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Ruling {
    /// Of which event.
    pub seq: u32,
    /// What.
    #[serde(flatten)]
    pub verdict: Verdict,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Judged {
    pub(crate) state: State,
    pub(crate) verdicts: Vec<Ruling>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Ended {
    pub(crate) state: State,
    pub(crate) receipt: Option<Receipt>,
}
