//! What candidates are answered with.

use exam::candidate::Outcome;
use lexicon::{Points, SubTest};
use serde::Serialize;
use session::{EndReason, Receipt, SetAside, View, ViewPhase};
use utoipa::ToSchema;

use crate::openapi::{seat, words};

/// The state that rides in every reply. Instants are milliseconds since 1970 UTC on the server's clock.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = State)]
pub(crate) struct State {
    #[schema(value_type = seat::Phase)]
    phase: ViewPhase,
    /// Why the attempt does not count; missing while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = seat::SetAside, nullable = false)]
    set_aside: Option<SetAside>,
    epoch: u32,
    last_seq: u32,
    block: u8,
    #[schema(value_type = Option<words::Instant>, required)]
    deadline: Option<i64>,
    #[schema(value_type = Option<words::Millis>, required)]
    remaining_ms: Option<i64>,
    time_revision: u32,
    #[schema(value_type = words::Instant)]
    now: i64,
}

impl From<View> for State {
    fn from(view: View) -> Self {
        Self {
            phase: view.phase,
            set_aside: view.set_aside,
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
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubTestPoints {
    #[schema(value_type = words::SubTest)]
    sub_test: SubTest,
    #[schema(value_type = words::Points)]
    points: Points,
}

/// A receipt with names.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Receipt)]
pub(crate) struct ReceiptView {
    #[schema(value_type = words::Digest)]
    head: lexicon::Digest,
    pos: u32,
    totals: Vec<SubTestPoints>,
    #[schema(value_type = words::Points)]
    total: Points,
    /// Whether the points meet the grade; null where the policy does not let the end screen say so.
    #[schema(required)]
    passed: Option<bool>,
    #[schema(value_type = words::Instant)]
    ended: i64,
    #[schema(value_type = seat::EndedBy)]
    ended_by: EndReason,
    last_seq: u32,
    #[schema(min_length = 12, max_length = 12)]
    code: String,
    #[schema(value_type = Option<words::Digest>, required)]
    supersedes: Option<lexicon::Digest>,
}

impl ReceiptView {
    pub(crate) fn new(receipt: Receipt, outcome: Outcome) -> Self {
        let total = receipt.totals.iter().copied().sum();
        let named = outcome.sub_tests.into_iter().zip(receipt.totals);
        Self {
            head: receipt.head,
            pos: receipt.pos,
            totals: named
                .map(|(sub_test, points)| SubTestPoints { sub_test, points })
                .collect(),
            total,
            passed: outcome.passed,
            ended: receipt.ended.0,
            ended_by: receipt.ended_by,
            last_seq: receipt.last_seq,
            code: receipt.code,
            supersedes: receipt.supersedes,
        }
    }
}
