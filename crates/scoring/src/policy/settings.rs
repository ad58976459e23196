//! The smaller parts of a policy.

use lexicon::{Millis, Points};

use crate::status::{Code, Status};

/// A name for people in the two languages of the screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// A part of the exam with a time account of its own (PPPK has two; CPNS one).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Block {
    /// Indices of the sub-tests asked in it; at least one, in the policy's order.
    pub sub_tests: Vec<usize>,
    /// Ordinary time.
    pub minutes: u32,
    /// Time for blind candidates of `Policy::blind_categories`; not less than `minutes`.
    pub blind_minutes: Option<u32>,
}

/// What a candidate gets who logs in after the sitting was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LateStart {
    /// The full time (`full`).
    Full,
    /// What is left until the sitting's end (`sitting-end`).
    SittingEnd,
}

/// How finely a public board may follow a running candidate: one that reacts at once tells an
/// accomplice which answer was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BoardPolicy {
    /// Whether there is a board for the public at all; true where the policy does not say.
    pub public: bool,
    /// The board changes once in this time.
    pub tick: Millis,
    /// A running candidate's total moves only after this many newly answered items.
    pub min_new_answers: u32,
}

/// How the codes of a list are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Codes {
    /// [`Code::Within`].
    pub within: String,
    /// [`Code::Passed`].
    pub passed: String,
    /// [`Code::Below`].
    pub below: String,
    /// [`Status::Absent`].
    pub absent: String,
    /// [`Status::Ineligible`].
    pub ineligible: String,
    /// [`Status::Disqualified`].
    pub disqualified: String,
    /// [`Status::Withdrew`].
    pub withdrew: String,
}

impl Codes {
    /// The text of a code.
    #[must_use]
    pub fn text(&self, code: Code) -> &str {
        match code {
            Code::Within => &self.within,
            Code::Passed => &self.passed,
            Code::Below => &self.below,
            Code::Out(Status::Absent) => &self.absent,
            Code::Out(Status::Ineligible) => &self.ineligible,
            Code::Out(Status::Disqualified) => &self.disqualified,
            Code::Out(Status::Withdrew) => &self.withdrew,
        }
    }
}

/// How a weighted result is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Half away from zero (`half-up`).
    HalfUp,
}

/// How the two stages become the final score, both taken to 0-100 first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Integration {
    /// Weight of SKD in percent; with `skb_weight` 100.
    pub skd_weight: u32,
    /// Weight of SKB in percent.
    pub skb_weight: u32,
    /// What counts as 100 in SKD: the policy's greatest total.
    pub skd_max: Points,
    /// What counts as 100 in the SKB's CAT, raw points.
    pub skb_max: Points,
    /// Decimals that are kept.
    pub decimals: u32,
    /// How the rest is dropped.
    pub rounding: Rounding,
}
