//! Imports in slices: no transaction holds the writer for long, and nothing is visible before the last one.

use exam::ports::{AuditEntry, StoreError};
use lexicon::{Instant, PublicationId, SelectionId};
use serde_json::Value;

use super::{Adapter, Call, Columns, Turn, audit};
use crate::call::Sql;
use crate::error::broken;
use crate::sql::{catalogue as sql, upkeep};

/// Rows per slice, so that a transaction stays far below the 20 ms that answers may have to wait.
pub(super) const SLICE_LEN: usize = 200;
/// Bytes per slice, where rows are large.
pub(super) const SLICE_BYTES: usize = 1 << 20;

/// An import on its way. Dropped unfinished it leaves rows that nobody sees; the next import or opening
/// sweeps them.
pub(super) struct Import<'s> {
    store: &'s Adapter,
    id: i64,
    _turn: Turn<'s>,
}

impl Adapter {
    /// Waits for the turn, sweeps what earlier ones left, and begins.
    pub(super) async fn begin_import(
        &self,
        selection: SelectionId,
        at: Instant,
    ) -> Result<Import<'_>, StoreError> {
        let turn = self.turn().await?;
        self.sweep_imports().await?;
        let mut txn = self.write().await?;
        let begun = sql::BEGIN_IMPORT.call().id(selection.as_bytes()).with(at.0);
        let id = begun.first(txn.connection()?, super::only_integer).await?;
        txn.commit().await?;
        Ok(Import {
            store: self,
            id: id.ok_or_else(|| broken("the number of an import"))?,
            _turn: turn,
        })
    }

    /// Takes away what a crash left of imports, sittings and publications.
    pub(super) async fn sweep(&self) -> Result<(), StoreError> {
        let Some(_turn) = self.turn_if_free().await? else {
            // Somebody is at work: what looks left over may be theirs.
            return Ok(());
        };
        self.sweep_imports().await?;
        self.sweep_sittings().await?;
        let drafts = upkeep::APPROVED_DRAFTS.call();
        let drafts = drafts.list(self.readers().await, |row| {
            Columns::of(row).id(PublicationId::from_bytes)
        });
        for draft in drafts.await? {
            self.take_rows_back(draft).await?;
        }
        Ok(())
    }

    /// Takes away rows laid out for a publication that has not come to be.
    pub(super) async fn take_rows_back(&self, draft: PublicationId) -> Result<(), StoreError> {
        self.delete_in_slices(|len| {
            let delete = upkeep::TAKE_ROWS_BACK.call();
            delete.id(draft.as_bytes()).with(len)
        })
        .await
    }

    async fn sweep_imports(&self) -> Result<(), StoreError> {
        let unfinished = sql::UNFINISHED_IMPORTS.call();
        for import in unfinished
            .list(self.readers().await, super::only_integer)
            .await?
        {
            self.forget(import).await?;
        }
        Ok(())
    }

    async fn forget(&self, import: i64) -> Result<(), StoreError> {
        const SWEEPS: [Sql; 3] = [
            sql::SWEEP_APPLICATIONS,
            sql::SWEEP_FORMATIONS,
            sql::SWEEP_ITEMS,
        ];
        for sweep in SWEEPS {
            self.delete_in_slices(|len| sweep.call().with(import).with(len))
                .await?;
        }
        let mut txn = self.write().await?;
        let forgotten = sql::FORGET_IMPORT.call().with(import);
        forgotten.run(txn.connection()?).await?;
        txn.commit().await
    }

    pub(super) async fn delete_in_slices(
        &self,
        delete: impl Fn(i64) -> Call,
    ) -> Result<(), StoreError> {
        loop {
            let mut txn = self.write().await?;
            let call = delete(SLICE_LEN as i64);
            let gone = call.run(txn.connection()?).await?;
            txn.commit().await?;
            if gone < SLICE_LEN as u64 {
                return Ok(());
            }
        }
    }
}

impl Import<'_> {
    /// Its number, for the rows.
    pub(super) const fn id(&self) -> i64 {
        self.id
    }

    /// Runs slice after slice, then makes all of it visible with its entry in the log. After a refused slice
    /// nothing of it is left.
    pub(super) async fn run(
        self,
        slices: impl Iterator<Item = Result<Vec<Call>, StoreError>> + Send,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let applied = match self.apply(slices).await {
            Ok(()) => self.finish(audit).await,
            Err(error) => Err(error),
        };
        if applied.is_err()
            && let Err(error) = self.store.forget(self.id).await
        {
            tracing::warn!(%error, "a refused import is not swept yet");
        }
        applied
    }

    async fn apply(
        &self,
        slices: impl Iterator<Item = Result<Vec<Call>, StoreError>> + Send,
    ) -> Result<(), StoreError> {
        for slice in slices {
            let calls = slice?;
            let mut txn = self.store.write().await?;
            for call in calls {
                call.run(txn.connection()?).await?;
            }
            txn.commit().await?;
        }
        Ok(())
    }

    async fn finish(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut txn = self.store.write().await?;
        let finish = sql::FINISH_IMPORT.call().with(self.id).with(entry.at.0);
        if finish.run(txn.connection()?).await? != 1 {
            return Err(StoreError::Stale("the import".to_owned()));
        }
        audit::append(&mut txn, entry).await?;
        txn.commit().await
    }
}

/// A text on its way in JSON.
pub(super) fn text(text: &str) -> Result<Value, StoreError> {
    if text.contains('\0') {
        return Err(StoreError::Data("a text contains U+0000".to_owned()));
    }
    Ok(Value::String(text.to_owned()))
}
