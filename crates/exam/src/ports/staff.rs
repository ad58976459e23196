//! Users, their grants, and the audit log.

use async_trait::async_trait;
use lexicon::{Digest, Instant, SelectionId, SittingId, UserId};
use serde::{Deserialize, Serialize};

use super::StoreError;

/// What a user may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Users, selections, everything technical.
    Admin,
    /// Writes items.
    Author,
    /// Reviews and locks forms.
    Reviewer,
    /// Imports formations and candidates, makes sittings.
    Registrar,
    /// Checks in and watches a room.
    Proctor,
    /// Scores components.
    Examiner,
    /// Ranks, approves, publishes.
    Committee,
    /// Reads everything, changes nothing.
    Auditor,
}

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "id")]
pub enum Scope {
    /// Everywhere.
    System,
    /// In one selection.
    Selection(SelectionId),
    /// In one sitting.
    Sitting(SittingId),
}

/// A role in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// What.
    pub role: Role,
    /// Where.
    pub scope: Scope,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    /// Their id.
    pub id: UserId,
    /// Log-in name, unique.
    pub name: String,
    /// Name on documents.
    pub full_name: String,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
    /// What they may do.
    pub grants: Vec<Grant>,
    /// Whether they may log in.
    pub enabled: bool,
}

/// An act to be logged. The store chains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When.
    pub at: Instant,
    /// By whom; `None` for the command line and the server itself.
    pub by: Option<UserId>,
    /// What, as a stable token: `candidates.imported`.
    pub act: String,
    /// On what: an id or a name.
    pub subject: String,
    /// More, as JSON; never secrets, answers or keys.
    pub detail: String,
}

/// A logged act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Place in the log, from 1.
    pub pos: i64,
    /// What was done.
    pub entry: AuditEntry,
    /// Chain head: SHA-256 over the head before and the entry's canonical bytes.
    pub head: Digest,
}

/// Users and the log.
#[async_trait]
pub trait Staff {
    /// Makes a user.
    async fn create_user(&self, row: &UserRow, audit: &AuditEntry) -> Result<(), StoreError>;
    /// Replaces a user's names, hash, grants and whether they are enabled.
    async fn update_user(&self, row: &UserRow, audit: &AuditEntry) -> Result<(), StoreError>;
    /// A user by log-in name.
    async fn user_by_name(&self, name: &str) -> Result<Option<UserRow>, StoreError>;
    /// A user.
    async fn user(&self, id: UserId) -> Result<Option<UserRow>, StoreError>;
    /// All users, by name.
    async fn users(&self) -> Result<Vec<UserRow>, StoreError>;
    /// Logs an act that writes nothing else.
    async fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError>;
    /// The log from a position on, at most `limit`.
    async fn audit_log(&self, from: i64, limit: u32) -> Result<Vec<AuditRow>, StoreError>;
    /// Acts of one kind that were logged at `since` or later, in order; at most `limit`, the latest ones.
    async fn acts_since(
        &self,
        act: &str,
        since: Instant,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError>;
    /// A named value of the installation (fingerprints of secrets, …), if set.
    async fn setting(&self, name: &str) -> Result<Option<String>, StoreError>;
    /// Sets a named value unless it is set; returns what stands there now.
    async fn set_once(&self, name: &str, value: &str) -> Result<String, StoreError>;
    /// Sets a named value, whatever stood there.
    async fn set(&self, name: &str, value: &str, audit: &AuditEntry) -> Result<(), StoreError>;
}
