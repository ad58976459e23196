//! Selections, formations, applications, items, forms, sittings: everything made before the exam day.

use async_trait::async_trait;
use lexicon::{
    ApplicationId, AttemptId, Category, Digest, FormId, FormationId, Instant, ItemId,
    ParticipantNo, PositionGroup, SelectionId, SittingId,
};

use question_bank::Variant;

use super::{AuditEntry, StoreError};

/// A selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionRow {
    /// Its id.
    pub id: SelectionId,
    /// Short unique name.
    pub code: String,
    /// Name on screens and papers.
    pub name: String,
    /// The agency's name.
    pub agency: String,
    /// The policy's TOML text, as it was taken over.
    pub policy: String,
    /// When it was made.
    pub created: Instant,
}

/// A formation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormationRow {
    /// Its id.
    pub id: FormationId,
    /// Unique within the selection.
    pub code: String,
    /// Agency or unit.
    pub agency: String,
    /// Position.
    pub position: String,
    /// Qualification.
    pub qualification: String,
    /// Location.
    pub location: String,
    /// Category.
    pub category: Category,
    /// Position group, if any.
    pub position_group: Option<PositionGroup>,
    /// Seats, at least 1.
    pub quota: u32,
    /// Place in the order of import, from 0.
    pub ordinal: u32,
}

/// A candidate's application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Its id.
    pub id: ApplicationId,
    /// The participant number, unique over the store.
    pub participant_no: ParticipantNo,
    /// The candidate's name.
    pub name: String,
    /// For which formation.
    pub formation: FormationId,
    /// Blind: longer time and a form without figures (as far as policy and category say so).
    pub blind: bool,
}

/// A version of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRow {
    /// Its id; every version has its own.
    pub id: ItemId,
    /// Code, unique with the version within the selection.
    pub code: String,
    /// Version, from 1.
    pub version: u32,
    /// Digest of the content.
    pub digest: Digest,
    /// Serialised `question_bank` item.
    pub content: Vec<u8>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlobRow {
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// `image/png`, `image/jpeg`, `image/svg+xml`.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A locked form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRow {
    /// Its id.
    pub id: FormId,
    /// Of which selection.
    pub selection: SelectionId,
    /// Name for staff.
    pub name: String,
    /// Serialised locked form, with key: never leaves the server but in a sealed export.
    pub content: Vec<u8>,
    /// Nonce of the commitment, sealed until audit.
    pub nonce: [u8; 32],
    /// What is published beforehand.
    pub commitment: Digest,
    /// When it was locked.
    pub locked: Instant,
}

/// A sitting to be made, with its seats.
#[derive(Clone, Debug)]
pub struct NewSitting {
    /// The sitting.
    pub sitting: SittingRow,
    /// Encoded planned [`session::Room`].
    pub room: Vec<u8>,
    /// Its seats.
    pub seats: Vec<NewSeat>,
}

/// A seat to be made.
#[derive(Clone, Debug)]
pub struct NewSeat {
    /// The attempt's id.
    pub id: AttemptId,
    /// Whose.
    pub application: ApplicationId,
    /// On which form.
    pub form: FormId,
    /// Which of the form's two papers.
    pub variant: Variant,
    /// Seed of the paper.
    pub seed: [u8; 32],
    /// Name of the workstation or chair, may be empty.
    pub place: String,
    /// Encoded assigned [`session::Attempt`].
    pub state: Vec<u8>,
}

/// A sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SittingRow {
    /// Its id.
    pub id: SittingId,
    /// Of which selection.
    pub selection: SelectionId,
    /// Name on screens, such as "Sesi 1".
    pub name: String,
    /// Site and room.
    pub place: String,
    /// Planned begin.
    pub starts: Instant,
    /// Policy `late_start`.
    pub late_start_until_end: bool,
    /// Where it stands.
    pub status: session::RoomStatus,
}

/// Reads and writes of the catalogue. Writes are all or nothing and carry their audit entry. Imports may be
/// applied in slices (no transaction over 20 ms), but become visible at once or, after a crash, not at all.
#[async_trait]
pub trait Catalogue {
    /// Makes a selection.
    async fn create_selection(
        &self,
        row: &SelectionRow,
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;
    /// All selections, newest first.
    async fn selections(&self) -> Result<Vec<SelectionRow>, StoreError>;
    /// A selection.
    async fn selection(&self, id: SelectionId) -> Result<Option<SelectionRow>, StoreError>;

    /// Adds formations.
    async fn import_formations(
        &self,
        selection: SelectionId,
        rows: &[FormationRow],
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;
    /// The formations of a selection, in their order.
    async fn formations(&self, selection: SelectionId) -> Result<Vec<FormationRow>, StoreError>;
    /// A formation.
    async fn formation(&self, id: FormationId) -> Result<Option<FormationRow>, StoreError>;

    /// Adds applications.
    async fn import_applications(
        &self,
        selection: SelectionId,
        rows: &[ApplicationRow],
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;
    /// All applications of a selection, by participant number.
    async fn applications(&self, selection: SelectionId)
    -> Result<Vec<ApplicationRow>, StoreError>;
    /// An application.
    async fn application(&self, id: ApplicationId) -> Result<Option<ApplicationRow>, StoreError>;
    /// An application by its number.
    async fn application_by_number(
        &self,
        no: ParticipantNo,
    ) -> Result<Option<(SelectionId, ApplicationRow)>, StoreError>;

    /// Adds versions of items with their pictures (a picture that is there already stays).
    async fn import_items(
        &self,
        selection: SelectionId,
        rows: &[ItemRow],
        pictures: &[BlobRow],
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;
    /// The latest version of every item of a selection, by code.
    async fn items(&self, selection: SelectionId) -> Result<Vec<ItemRow>, StoreError>;
    /// A picture.
    async fn blob(&self, digest: Digest) -> Result<Option<BlobRow>, StoreError>;

    /// Stores a locked form.
    async fn create_form(&self, row: &FormRow, audit: &AuditEntry) -> Result<(), StoreError>;
    /// A locked form.
    async fn form(&self, id: FormId) -> Result<Option<FormRow>, StoreError>;
    /// The forms of a selection, newest first.
    async fn forms(&self, selection: SelectionId) -> Result<Vec<FormRow>, StoreError>;

    /// Makes a sitting with its seats. An application that already has an attempt that counts (not voided) is refused as `Exists`.
    async fn create_sitting(&self, new: &NewSitting, audit: &AuditEntry) -> Result<(), StoreError>;
    /// The sittings of a selection, by planned begin.
    async fn sittings(&self, selection: SelectionId) -> Result<Vec<SittingRow>, StoreError>;
    /// A sitting.
    async fn sitting(&self, id: SittingId) -> Result<Option<SittingRow>, StoreError>;
}
