//! The audit log and its chain.

use exam::ports::{AuditEntry, AuditRow, StoreError};
use lexicon::{Digest, UserId};
use publication::canonical_bytes;
use sha2::{Digest as _, Sha256};

use super::{Columns, Row, Txn};
use crate::error::data;
use crate::sql::staff;

/// Appends an entry in the transaction of what it logs. The head is SHA-256 over the head before (32 zero
/// bytes at first) and the entry's RFC 8785 bytes.
pub(super) async fn append(txn: &mut Txn, entry: &AuditEntry) -> Result<(), StoreError> {
    txn.lock_log().await?;
    let last = staff::AUDIT_HEAD.call().first(txn.connection()?, |row| {
        let mut columns = Columns::of(row);
        Ok((columns.value::<i64>()?, columns.digest()?))
    });
    let (pos, head) = last.await?.unwrap_or_default();
    let head = link(head, entry)?;
    let logged = staff::AUDIT
        .call()
        .with(pos + 1)
        .with(entry.at.0)
        .maybe_id(entry.by.as_ref().map(UserId::as_bytes))
        .text(&entry.act)
        .text(&entry.subject)
        .text(&entry.detail)
        .bytes(&head.0)
        .run(txn.connection()?);
    logged.await.map(drop)
}

fn link(head: Digest, entry: &AuditEntry) -> Result<Digest, StoreError> {
    let bytes = canonical_bytes(entry).map_err(|error| data("the act cannot be logged", &error))?;
    let hash = Sha256::new().chain_update(head.0).chain_update(bytes);
    Ok(Digest(hash.finalize().into()))
}

/// Reads a row of the log.
pub(super) fn decode(row: &Row) -> Result<AuditRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(AuditRow {
        pos: columns.value()?,
        entry: AuditEntry {
            at: columns.instant()?,
            by: columns.maybe_id(UserId::from_bytes)?,
            act: columns.value()?,
            subject: columns.value()?,
            detail: columns.value()?,
        },
        head: columns.digest()?,
    })
}
