//! What candidates are answered with.

use lexicon::{Points, SubTest};
use serde::Serialize;
use session::{EndReason, Receipt, View, ViewPhase};

/// The state that rides in every reply. Instants are milliseconds since 1970 UTC on the server's clock.
#[derive(Debug, Serialize)]
pub(crate) struct State {
    phase: ViewPhase,
    epoch: u32,
    last_seq: u32,
    block: u8,
    deadline: Option<i64>,
    remaining_ms: Option<i64>,
    time_revision: u32,
    now: i64,
}

impl From<View> for State {
    fn from(view: View) -> Self {
        Self {
            phase: view.phase,
            epoch: view.epoch,
            last_seq: view.last_seq,
            block: view.block,
            deadline: view.deadline.map(|at| at.0),
            remaining_ms: view.remaining.map(|left| left.0),
            time_revision: view.time_revision,
            now: view.now.0,
        }
    }
}

/// Points of one sub-test.
#[derive(Debug, Serialize)]
pub(crate) struct SubTestPoints {
    sub_test: SubTest,
    points: Points,
}

/// A receipt with names.
#[derive(Debug, Serialize)]
pub(crate) struct ReceiptView {
    head: lexicon::Digest,
    pos: u32,
    totals: Vec<SubTestPoints>,
    total: Points,
    ended: i64,
    ended_by: EndReason,
    last_seq: u32,
    code: String,
    supersedes: Option<lexicon::Digest>,
}

impl ReceiptView {
    pub(crate) fn new(receipt: Receipt, sub_tests: &[SubTest]) -> Self {
        let total = receipt.totals.iter().copied().sum();
        let named = sub_tests.iter().cloned().zip(receipt.totals);
        Self {
            head: receipt.head,
            pos: receipt.pos,
            totals: named
                .map(|(sub_test, points)| SubTestPoints { sub_test, points })
                .collect(),
            total,
            ended: receipt.ended.0,
            ended_by: receipt.ended_by,
            last_seq: receipt.last_seq,
            code: receipt.code,
            supersedes: receipt.supersedes,
        }
    }
}
