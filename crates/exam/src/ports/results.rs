//! Drafts and publications.

use async_trait::async_trait;
use lexicon::{Digest, Instant, ParticipantNo, PublicationId, SelectionId, UserId};

use super::{AuditEntry, StoreError};

/// Where a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftStatus {
    /// Made by one officer.
    Draft,
    /// Approved by another.
    Approved,
    /// Published.
    Published,
}

/// A result list on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id; the publication keeps it.
    pub id: PublicationId,
    /// Of which selection.
    pub selection: SelectionId,
    /// Version, from 1.
    pub version: u32,
    /// Where it stands.
    pub status: DraftStatus,
    /// Serialised `publication` draft.
    pub content: Vec<u8>,
    /// Digest of the content: an approval names it.
    pub digest: Digest,
    /// Who made it.
    pub drafted_by: UserId,
    /// When.
    pub drafted: Instant,
    /// Who approved it.
    pub approved_by: Option<UserId>,
    /// When.
    pub approved: Option<Instant>,
}

/// A published document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationRow {
    /// Its id.
    pub id: PublicationId,
    /// Of which selection.
    pub selection: SelectionId,
    /// Version, from 1.
    pub version: u32,
    /// The signed canonical document, byte for byte.
    pub document: Vec<u8>,
    /// SHA-256 of the document: the next one names it.
    pub digest: Digest,
    /// When.
    pub published: Instant,
}

/// A published row, found by participant number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoredRow {
    /// In which publication.
    pub publication: PublicationId,
    /// Index of the row in the document.
    pub index: u32,
}

/// Drafts and publications.
#[async_trait]
pub trait Results {
    /// Stores a new draft.
    async fn create_draft(&self, row: &DraftRow, audit: &AuditEntry) -> Result<(), StoreError>;
    /// A draft.
    async fn draft(&self, id: PublicationId) -> Result<Option<DraftRow>, StoreError>;
    /// The drafts of a selection, newest first.
    async fn drafts(&self, selection: SelectionId) -> Result<Vec<DraftRow>, StoreError>;
    /// Notes the approval, if the draft still has this digest and is not yet approved (else `Stale`).
    async fn approve_draft(
        &self,
        id: PublicationId,
        digest: Digest,
        by: UserId,
        at: Instant,
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;
    /// Stores the publication of an approved draft with an index by participant number; nothing is overwritten (`Stale`
    /// when the version exists or the draft is not approved).
    async fn publish(
        &self,
        row: &PublicationRow,
        numbers: &[ParticipantNo],
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;
    /// The publications of a selection, newest first, without their documents' bytes where `documents` is false.
    async fn publications(
        &self,
        selection: SelectionId,
        documents: bool,
    ) -> Result<Vec<PublicationRow>, StoreError>;
    /// A publication.
    async fn publication(&self, id: PublicationId) -> Result<Option<PublicationRow>, StoreError>;
    /// Where a participant stands in the newest publication of their selection.
    async fn published_row(&self, no: ParticipantNo) -> Result<Option<ScoredRow>, StoreError>;
}
