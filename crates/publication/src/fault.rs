//! What can be wrong with a document, and where. Texts for screens live with the translations.

use lexicon::ParticipantNo;
use serde::Serialize;

use crate::Fingerprint;

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The header.
    #[error("header")]
    Header,
    /// The formations.
    #[error("formations")]
    Formations,
    /// The rows.
    #[error("rows")]
    Rows,
}

/// A fault, with its place. Indexes count from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum Fault {
    /// No JSON, or not of this shape: an unknown, missing or doubled field, a value out of range.
    #[error("line {line}, column {column}: {reason}")]
    Unreadable {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// A format or kind that this program is too old for.
    #[error("format {format} of kind `{kind}` is not known here")]
    UnknownFormat {
        /// The format stated.
        format: u64,
        /// The kind stated.
        kind: String,
    },
    /// Right values, but not in the one canonical spelling.
    #[error("not canonical from byte {byte} on")]
    NotCanonical {
        /// Offset of the first byte that should be another.
        byte: usize,
    },
    /// More elements than a document may hold.
    #[error("{part}: {found} elements, at most {max} allowed")]
    TooMany {
        /// Of what.
        part: Part,
        /// How many there are.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// A text or number that breaks its bounds.
    #[error("{part}, element {index}: `{field}` is not as it must be")]
    BadField {
        /// In which part.
        part: Part,
        /// Which element; 0 in the header.
        index: usize,
        /// Name of the field.
        field: &'static str,
    },
    /// Version 1 cites a list before it, or a later version cites none or no decision.
    #[error(
        "version {version} must cite the list before and a decision if and only if it is not the first"
    )]
    CorrectionMismatch {
        /// The version stated.
        version: u32,
    },
    /// A number in the header or a formation that the rows contradict.
    #[error("{what}: {stated} stated, {found} found")]
    CountWrong {
        /// What is counted: `rows`, `formations`, `code P/L`, `ranked in F-01`, …
        what: String,
        /// As stated.
        stated: u64,
        /// As counted.
        found: u64,
    },
    /// Two formations with one code.
    #[error("formation {index} repeats the code of formation {first}")]
    FormationDoubled {
        /// The first.
        first: usize,
        /// The second.
        index: usize,
    },
    /// A participant number that stands twice.
    #[error("row {row}: participant {participant} stands in row {first} already")]
    ParticipantDoubled {
        /// Who.
        participant: ParticipantNo,
        /// The first row.
        first: usize,
        /// The second row.
        row: usize,
    },
    /// A row names a formation that the list does not have.
    #[error("row {row}: no formation `{formation}` in this list")]
    FormationUnknown {
        /// The row.
        row: usize,
        /// The code it names.
        formation: String,
    },
    /// A row stands before one that must come first.
    #[error("row {row} is out of order")]
    OrderWrong {
        /// The row.
        row: usize,
    },
    /// A rank that does not follow from the row's place.
    #[error("row {row}: rank {stated} stated, {expected} expected")]
    RankWrong {
        /// The row.
        row: usize,
        /// As stated.
        stated: u32,
        /// As the rows before it demand.
        expected: u32,
    },
    /// Scores for other sub-tests than the list's, or a total without scores.
    #[error("row {row}: the scores are not those of the list's sub-tests")]
    ScoresWrong {
        /// The row.
        row: usize,
    },
    /// A total that is not the sum.
    #[error("row {row}: the total is not the sum of the scores")]
    TotalWrong {
        /// The row.
        row: usize,
    },
    /// The code says one thing of going on, rank and places another.
    #[error("row {row}: code and cut disagree")]
    CutWrong {
        /// The row.
        row: usize,
    },
    /// The total of the last admitted is another.
    #[error("formation {formation}: another total of the last admitted is stated")]
    LastTotalWrong {
        /// Index of the formation.
        formation: usize,
    },
    /// A root that the elements do not lead to: something was changed, added, dropped or moved.
    #[error("{part}: the elements do not lead to the root in the header")]
    RootWrong {
        /// Which part.
        part: Part,
    },
    /// The rows of one formation do not lead to its root: here the list was changed.
    #[error("rows {first_row}..{end_row} are not those that formation {formation} states")]
    FormationRootWrong {
        /// Index of the formation.
        formation: usize,
        /// Its first row.
        first_row: usize,
        /// The row after its last.
        end_row: usize,
    },
    /// In a certificate: the audit path does not lead from the element to the root.
    #[error("{part}: the path does not lead to the root in the header")]
    PathWrong {
        /// Of which part.
        part: Part,
    },
    /// In a certificate: the row names another formation than the one shown.
    #[error("the row belongs to another formation")]
    OtherFormation,
    /// One person drafted and approved.
    #[error("drafted and approved by the same person")]
    SamePerson,
    /// A sign-off that covers other content than this.
    #[error("a sign-off covers other content")]
    OtherContentSigned,
    /// Approved before drafted.
    #[error("approved before it was drafted")]
    SignedOffBackwards,
    /// The key id is not the fingerprint of the key in the document.
    #[error("the key id does not belong to the key")]
    KeyIdWrong,
    /// The key is none of those trusted.
    #[error("signed with the key {key_id}, which is not trusted")]
    KeyUnknown {
        /// The key that signed.
        key_id: Fingerprint,
    },
    /// The signature is not this key's over this header.
    #[error("the signature does not belong to this header")]
    SignatureWrong,
    /// The list before is another than the one cited.
    #[error("version {version} does not follow the list before: {broken}")]
    ChainBroken {
        /// The later version.
        version: u32,
        /// What does not fit: `digest`, `version`, `selection`, `stage`, `as-of`.
        broken: &'static str,
    },
}

/// Faults found so far. Keeps the first hundred and counts the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    pub(crate) kept: Vec<Fault>,
    pub(crate) left_off: u64,
}

const FAULTS_MAX: usize = 100;

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        if self.kept.len() < FAULTS_MAX {
            self.kept.push(fault);
        } else {
            self.left_off = self.left_off.saturating_add(1);
        }
    }

    pub(crate) fn add_if(&mut self, wrong: bool, fault: impl FnOnce() -> Fault) {
        if wrong {
            self.add(fault());
        }
    }

    /// How many there are in all.
    pub(crate) fn count(&self) -> u64 {
        self.left_off.saturating_add(self.kept.len() as u64)
    }
}
