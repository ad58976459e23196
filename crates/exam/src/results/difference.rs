//! Where two records of the same thing do not agree.

use core::fmt;

use lexicon::{AttemptId, ParticipantNo, SittingId};

/// Two records that should agree and do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub kind: DifferenceKind,
    /// What, for people.
    pub text: String,
}

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// A sitting's ledger.
    Ledger(SittingId),
    /// An attempt's journal, row or receipt.
    Attempt(AttemptId),
    /// A published row.
    Row(ParticipantNo),
    /// The published document as a whole.
    Publication,
}

impl Difference {
    pub(crate) fn new(kind: DifferenceKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            DifferenceKind::Ledger(id) => write!(f, "sitting {id}: ")?,
            DifferenceKind::Attempt(id) => write!(f, "attempt {id}: ")?,
            DifferenceKind::Row(no) => write!(f, "participant {no}: ")?,
            DifferenceKind::Publication => f.write_str("publication: ")?,
        }
        f.write_str(&self.text)
    }
}
