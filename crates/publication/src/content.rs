//! What a list is about, and the figures that bind its rows to its header.

use std::collections::BTreeMap;

use lexicon::{Digest, Instant, SelectionId, SubTest};
use serde::{Deserialize, Serialize};

use crate::canonical::canonical_bytes;
use crate::signing::tagged_digest;

/// The format that this crate writes and reads.
pub const FORMAT: u32 = 1;

const CONTENT_TAG: &[u8] = b"ambang/publication/1/content\n";

/// The kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The ranked list of the basic competence stage, one code per candidate.
    #[serde(rename = "skd-result")]
    SkdResult,
}

/// A selection as a document names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectionRef {
    /// Its id on the server that published.
    pub id: SelectionId,
    /// Its name, one line.
    pub name: String,
}

/// The policy that scored and ranked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRef {
    /// SHA-256 of the policy's text.
    pub digest: Digest,
    /// Its name, such as `cpns-2024`.
    pub name: String,
}

/// Why a published list was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// An error of the committee or of a key.
    Erratum,
    /// A candidate was disqualified.
    Disqualification,
    /// An attempt was cancelled.
    Cancellation,
    /// A candidate proved not eligible.
    Ineligibility,
    /// A candidate withdrew.
    Withdrawal,
    /// Answers that came late for no fault of the candidate were admitted.
    LateAnswersAdmitted,
    /// A candidate's objection was upheld.
    ObjectionUpheld,
}

/// A decision that a correction rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Its kind.
    pub kind: DecisionKind,
    /// Number or title under which it can be looked up, one line.
    pub reference: String,
}

/// What a version after the first rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// 1 to 1,000 decisions.
    pub decisions: Vec<Decision>,
    /// In words, one line.
    pub reason: String,
}

/// What the caller says of a list: everything but rows, formations and what follows from them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Codes that mean "goes on to the next stage", such as `P/L`.
    pub admitted_codes: Vec<String>,
    /// The instant whose state the list shows.
    pub as_of_ms: Instant,
    /// From version 2 on: why this list replaces the one before.
    pub correction: Option<Correction>,
    /// The policy that ranked.
    pub policy: PolicyRef,
    /// From version 2 on: [`crate::document_digest`] of the list before.
    pub previous: Option<Digest>,
    /// The selection.
    pub selection: SelectionRef,
    /// Stage, such as `skd`; one line.
    pub stage: String,
    /// The sub-tests of a row's scores, in the order in which a reader wants them.
    pub sub_tests: Vec<SubTest>,
    /// 1 for the first list of this stage, then without gaps.
    pub version: u32,
}

/// How much there is of everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Rows per code.
    pub codes: BTreeMap<String, u64>,
    /// Formations.
    pub formations: u64,
    /// Rows.
    pub rows: u64,
}

/// What is approved and signed: subject, counts, roots. It fixes every formation and row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// How much there is of everything.
    pub counts: Counts,
    /// Always [`FORMAT`].
    pub format: u32,
    /// Merkle root over the canonical formation entries.
    pub formations_root: Digest,
    /// The kind of the document.
    pub kind: Kind,
    /// Merkle root over the canonical rows.
    pub rows_root: Digest,
    /// What the caller said.
    pub subject: Subject,
}

impl Content {
    /// What officers sign off: SHA-256 of a tag and the canonical content.
    ///
    /// # Errors
    /// None for contents that serde can write; the type says so because the writer does.
    pub fn digest(&self) -> Result<Digest, serde_json::Error> {
        canonical_bytes(self).map(|bytes| tagged_digest(CONTENT_TAG, &bytes))
    }
}
