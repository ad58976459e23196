//! The store: what is true.

use async_trait::async_trait;
use lexicon::{Instant, SittingId};
use session::Span;

use super::{Catalogue, Results, Seats, Staff, Unit};

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A row breaks a constraint, a type or a size, or a stored one cannot be read: the same again would come to
    /// the same again.
    #[error("the store refuses the data: {0}")]
    Data(String),
    /// A row with this key exists.
    #[error("{0} exists already")]
    Exists(String),
    /// Somebody else has changed the row since it was read.
    #[error("{0} has changed meanwhile")]
    Stale(String),
    /// Everything else, an unknown outcome of a commit included: nothing may be concluded.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
}

/// Why a store that answers is not fit for an exam at the moment, in words for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// What it acknowledges could be lost.
    Durability(String),
    /// What it acknowledges is kept, but not on a second machine as was asked for: after a failover there is none at
    /// first, and an exam goes on.
    Unreplicated(String),
    /// There is next to no room for what comes.
    Disk(String),
}

/// The whole store: the answer path's unit of work, and reads and writes for everything around it.
#[async_trait]
pub trait Store: Seats + Catalogue + Staff + Results + Send + Sync + 'static {
    /// Begins a unit of work for the answer path: one transaction that may write.
    async fn begin(&self) -> Result<Box<dyn Unit>, StoreError>;

    /// The last instant at which any process was up.
    async fn last_uptime(&self) -> Result<Option<Instant>, StoreError>;

    /// Outages that end after `since`, in order.
    async fn outages_since(&self, since: Instant) -> Result<Vec<Span>, StoreError>;

    /// All uptime rows whose end lies after `since`, in order: for exports and audits.
    async fn uptime_since(&self, since: Instant) -> Result<Vec<session::UptimeRow>, StoreError>;

    /// The ledger of a sitting: encoded entries in order.
    async fn ledger(&self, sitting: SittingId) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Replaces the last contacts that are noted of these sittings, each at most once, in one short transaction.
    /// What the bytes say is the caller's business.
    async fn save_contacts(&self, contacts: &[(SittingId, Vec<u8>)]) -> Result<(), StoreError>;

    /// The last contacts of a sitting as they were last saved.
    async fn contacts(&self, sitting: SittingId) -> Result<Option<Vec<u8>>, StoreError>;

    /// What the store's own clock says now, for processes on several machines to go by; `None` where it is the
    /// machine's.
    async fn clock(&self) -> Result<Option<Instant>, StoreError> {
        Ok(None)
    }

    /// Whether the store answers (`/readyz`).
    async fn ping(&self) -> Result<(), StoreError>;

    /// Whether a store that was fit when it was opened still is; `None` when it is (`/readyz`).
    async fn unfit(&self) -> Result<Option<Unfit>, StoreError> {
        Ok(None)
    }

    /// Copies the whole store, as one snapshot, to a new file or place named by `target`.
    async fn backup(&self, target: &str) -> Result<(), StoreError>;
}
