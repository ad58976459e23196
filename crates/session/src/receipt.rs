//! The receipt of a finished attempt: what the candidate takes home.

use data_encoding::{Encoding, Specification};
use lexicon::{Digest, Instant, Points};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::attempt::{Attempt, EndReason, Status};

const DOMAIN: &[u8] = b"ambang/receipt/1";
/// Crockford's alphabet: no I, L, O, U, so that it survives being copied by hand.
const CROCKFORD: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 12 characters of 5 bits: 60 bits.
const CODE_LEN: usize = 12;

/// Head and scores of a finished attempt. No answers: pooled receipts would reveal a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Head of the chain that ends with the finish.
    pub head: Digest,
    /// Its length.
    pub pos: u32,
    /// Points per sub-test, in the order of the form.
    pub totals: Vec<Points>,
    /// When the attempt ended: what is admitted later moves it no more than it gives time.
    pub ended: Instant,
    /// By whom.
    pub ended_by: EndReason,
    /// Last sequence number that had a verdict at the end.
    pub last_seq: u32,
    /// 12 characters to copy on paper.
    pub code: String,
    /// The head of the receipt that this one replaces.
    pub supersedes: Option<Digest>,
}

impl Receipt {
    /// The receipt of an attempt, once it is finished.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Option<Self> {
        let ended = attempt.blocks.get(attempt.block_index())?.ended?;
        if attempt.status != Status::Finished {
            return None;
        }
        Some(Self {
            head: attempt.head,
            pos: attempt.pos,
            totals: attempt.totals.clone(),
            ended,
            ended_by: attempt.ended_by?,
            last_seq: attempt.ended_seq,
            code: short_code(&attempt.head, &attempt.totals),
            supersedes: attempt.superseded,
        })
    }
}

/// The short code over head and scores.
#[must_use]
pub fn short_code(head: &Digest, totals: &[Points]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(DOMAIN);
    hasher.update(head.0);
    for points in totals {
        hasher.update(points.0.to_be_bytes());
    }
    let digest = hasher.finalize();
    let mut code = crockford()
        .map(|encoding| encoding.encode(&digest))
        .unwrap_or_default();
    code.truncate(CODE_LEN);
    code
}

fn crockford() -> Option<Encoding> {
    let mut specification = Specification::new();
    specification.symbols.push_str(CROCKFORD);
    specification.encoding().ok()
}
