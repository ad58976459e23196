//! One candidate in a list.

use std::collections::BTreeMap;

use lexicon::{Digest, ParticipantNo, Points, SubTest};
use serde::{Deserialize, Serialize};

use crate::Nonce;

/// One candidate's result: a leaf of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The policy's code, such as `P/L`, `TL`, `TH`.
    pub code: String,
    /// Code of the formation.
    pub formation: String,
    /// Head of the attempt's chain; none for who has no attempt here (absent, or a carried score).
    pub head: Option<Digest>,
    /// Sixteen random bytes, fresh for every row.
    pub nonce: Nonce,
    /// The number on the exam card, once per list.
    pub participant: ParticipantNo,
    /// One more than the number of better candidates of the formation; none for who is not ranked.
    pub rank: Option<u32>,
    /// Stable tokens such as `below tiu<80`; at most 16, one line each.
    pub reasons: Vec<String>,
    /// Short code of the candidate's receipt.
    pub receipt: Option<String>,
    /// Points of every sub-test of the list; none for who has no scores.
    pub scores: Option<BTreeMap<SubTest, Points>>,
    /// Their sum.
    pub total: Option<Points>,
}
