//! Drafts, and what is published: the types of `publication` in JSON. `FORMAT.md` beside them says what is hashed
//! and signed.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::words::{
    Category, Digest, Id, Instant, Nonce, ParticipantNo, Points, PositionGroup, PublicKeyHex,
    PublicKeyText, SignatureHex, SubTest,
};

/// Where a draft stands.
#[derive(ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DraftStatus {
    Draft,
    Approved,
    Published,
}

/// A draft in a list.
#[derive(ToSchema)]
pub(crate) struct Draft {
    /// The publication keeps it.
    id: Id,
    selection: Id,
    /// From 1.
    version: u32,
    status: DraftStatus,
    /// What an approval must name.
    digest: Digest,
    rows: usize,
    drafted_by: Id,
    drafted_by_name: String,
    drafted: Instant,
    #[schema(required)]
    approved_by: Option<Id>,
    #[schema(required)]
    approved_by_name: Option<String>,
    #[schema(required)]
    approved: Option<Instant>,
}

/// A draft with its list.
#[derive(ToSchema)]
pub(crate) struct DraftPreview {
    /// The publication keeps it.
    id: Id,
    selection: Id,
    /// From 1.
    version: u32,
    status: DraftStatus,
    /// What an approval must name.
    digest: Digest,
    rows: usize,
    drafted_by: Id,
    drafted_by_name: String,
    drafted: Instant,
    #[schema(required)]
    approved_by: Option<Id>,
    #[schema(required)]
    approved_by_name: Option<String>,
    #[schema(required)]
    approved: Option<Instant>,
    list: ResultList,
    /// Names of the selection's candidates by participant number, for those who check the list; not published.
    names: BTreeMap<ParticipantNo, String>,
    /// What it changes in the newest publication; null where there is none.
    #[schema(required)]
    changes: Option<Vec<ChangedRow>>,
}

/// A row that differs from the newest publication's.
#[derive(ToSchema)]
pub(crate) struct ChangedRow {
    #[schema(required)]
    before: Option<ResultRow>,
    #[schema(required)]
    after: Option<ResultRow>,
}

/// A list as it would be published.
#[derive(ToSchema)]
pub(crate) struct ResultList {
    content: Content,
    formations: Vec<FormationEntry>,
    rows: Vec<ResultRow>,
}

/// A published document: canonical JSON (RFC 8785), its header signed.
#[derive(ToSchema)]
pub(crate) struct PublicationDocument {
    formations: Vec<FormationEntry>,
    header: Header,
    rows: Vec<ResultRow>,
    signature: SignatureBlock,
}

/// A formation of a list, with the Merkle root over its rows.
#[derive(ToSchema)]
pub(crate) struct FormationEntry {
    formation: PublishedFormation,
    rows: u64,
    rows_root: Digest,
}

/// A formation as it is published.
#[derive(ToSchema)]
pub(crate) struct PublishedFormation {
    #[schema(required)]
    agency: Option<String>,
    category: Category,
    code: String,
    /// Null where the policy draws no cut.
    #[schema(required)]
    cut: Option<Cut>,
    location: String,
    position: String,
    #[schema(required)]
    position_group: Option<PositionGroup>,
    qualification: String,
    quota: u32,
}

/// The cut of a formation.
#[derive(ToSchema)]
pub(crate) struct Cut {
    /// How many go on.
    admitted: u32,
    /// The total of the last one who goes on.
    #[schema(required)]
    last_total: Option<Points>,
    /// How many places there are.
    places: u32,
    /// How many meet the passing grade.
    ranked: u32,
}

/// A row of a list.
#[derive(ToSchema)]
pub(crate) struct ResultRow {
    /// `P/L`, `P`, `TL`, `TH`, …
    code: String,
    /// Code of the formation.
    formation: String,
    /// Head of the attempt's chain.
    #[schema(required)]
    head: Option<Digest>,
    nonce: Nonce,
    participant: ParticipantNo,
    #[schema(required)]
    rank: Option<u32>,
    /// Stable tokens, such as `below tiu<80`, `rank 4>3`, `tie at cut`.
    reasons: Vec<String>,
    /// Short code of the receipt.
    #[schema(required)]
    receipt: Option<String>,
    /// Points by sub-test.
    #[schema(required)]
    scores: Option<BTreeMap<String, Points>>,
    #[schema(required)]
    total: Option<Points>,
}

/// What is signed.
#[derive(ToSchema)]
pub(crate) struct Header {
    content: Content,
    sign_offs: SignOffs,
}

/// What a list is about, and the roots over it.
#[derive(ToSchema)]
pub(crate) struct Content {
    counts: Counts,
    format: u32,
    formations_root: Digest,
    kind: ContentKind,
    rows_root: Digest,
    subject: Subject,
}

/// What is listed.
#[derive(ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ContentKind {
    SkdResult,
}

/// How much there is of it.
#[derive(ToSchema)]
pub(crate) struct Counts {
    /// Rows by code.
    codes: BTreeMap<String, u64>,
    formations: u64,
    rows: u64,
}

/// What a list is about.
#[derive(ToSchema)]
pub(crate) struct Subject {
    /// The codes that go on to the next stage.
    admitted_codes: Vec<String>,
    as_of_ms: Instant,
    #[schema(required)]
    correction: Option<Correction>,
    policy: PolicyRef,
    /// Digest of the document before this one.
    #[schema(required)]
    previous: Option<Digest>,
    selection: SelectionRef,
    stage: String,
    sub_tests: Vec<SubTest>,
    version: u32,
}

/// The rules that were applied.
#[derive(ToSchema)]
pub(crate) struct PolicyRef {
    digest: Digest,
    name: String,
}

/// The selection that a list is of.
#[derive(ToSchema)]
pub(crate) struct SelectionRef {
    id: Id,
    name: String,
}

/// Why a list replaces the one before.
#[derive(ToSchema)]
pub(crate) struct Correction {
    decisions: Vec<Decision>,
    reason: String,
}

/// A decision that a correction cites.
#[derive(ToSchema)]
pub(crate) struct Decision {
    kind: DecisionKind,
    /// Number or date of the letter.
    reference: String,
}

/// What was decided.
#[derive(ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DecisionKind {
    Erratum,
    Disqualification,
    Cancellation,
    Ineligibility,
    Withdrawal,
    LateAnswersAdmitted,
    ObjectionUpheld,
}

/// The two officers' words for the content.
#[derive(ToSchema)]
pub(crate) struct SignOffs {
    approved: SignOff,
    drafted: SignOff,
}

/// An officer's word for the content.
#[derive(ToSchema)]
pub(crate) struct SignOff {
    at_ms: Instant,
    /// Digest of the content.
    content: Digest,
    officer: Officer,
}

/// Who signed off.
#[derive(ToSchema)]
pub(crate) struct Officer {
    id: Id,
    name: String,
    role: String,
}

/// A signature with the key that made it.
#[derive(ToSchema)]
pub(crate) struct SignatureBlock {
    /// SHA-256 of the key, as printed on the announcement.
    key_id: Digest,
    public_key: PublicKeyText,
    /// Ed25519 over the canonical header.
    value: SignatureHex,
}

/// A published row with all that proves it, verifiable without the list.
#[derive(ToSchema)]
pub(crate) struct Certificate {
    formation: IncludedFormation,
    header: Header,
    kind: CertificateKind,
    row: IncludedRow,
    signature: SignatureBlock,
}

/// What is certified.
#[derive(ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CertificateKind {
    SkdResultRow,
}

/// A formation with its place in the tree over all formations.
#[derive(ToSchema)]
pub(crate) struct IncludedFormation {
    element: FormationEntry,
    index: u64,
    /// Hashes from the leaf up to the root.
    path: Vec<Digest>,
}

/// A row with its place in the tree over all rows.
#[derive(ToSchema)]
pub(crate) struct IncludedRow {
    element: ResultRow,
    index: u64,
    /// Hashes from the leaf up to the root.
    path: Vec<Digest>,
}

/// A publication in a list.
#[derive(ToSchema)]
pub(crate) struct Publication {
    id: Id,
    selection: Id,
    version: u32,
    /// SHA-256 of the document.
    digest: Digest,
    published: Instant,
}

/// The key that signs publications.
#[derive(ToSchema)]
pub(crate) struct PublicKey {
    algorithm: KeyAlgorithm,
    public_key: PublicKeyHex,
    /// SHA-256 of the key in groups of four digits, in two lines, as printed on announcements.
    fingerprint: String,
}

/// Algorithm of a key.
#[derive(ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyAlgorithm {
    Ed25519,
}

/// A participant's newest published row.
#[derive(ToSchema)]
pub(crate) struct PublicResult {
    publication: Id,
    version: u32,
    selection: SelectionRef,
    row: ResultRow,
    certificate: Certificate,
}
