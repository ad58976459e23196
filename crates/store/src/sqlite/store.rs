//! What is left of the port: units of work, uptime, upkeep.

use std::path::Path;

use async_trait::async_trait;
use exam::ports::{Store, StoreError, Unfit, Unit};
use lexicon::{Instant, SittingId};
use session::{Span, UptimeRow};

use super::unit::SqliteUnit;
use super::{Columns, SqliteStore, backup, disk, rooms};
use crate::pack::Slices;
use crate::sql::{rooms as sql, upkeep};

#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self) -> Result<Box<dyn Unit>, StoreError> {
        Ok(Box::new(SqliteUnit::new(
            self.writing()?.gate.turn().await?,
        )))
    }

    async fn last_uptime(&self) -> Result<Option<Instant>, StoreError> {
        let last = sql::LAST_UPTIME.call();
        let last = last.first(self.readers().await, |row| {
            Columns::of(row).value::<Option<i64>>()
        });
        Ok(last.await?.flatten().map(Instant))
    }

    async fn outages_since(&self, since: Instant) -> Result<Vec<Span>, StoreError> {
        let outages = sql::OUTAGES_SINCE.call().with(since.0);
        outages.list(self.readers().await, rooms::outage).await
    }

    async fn uptime_since(&self, since: Instant) -> Result<Vec<UptimeRow>, StoreError> {
        let uptime = sql::UPTIME_SINCE.call().with(since.0);
        uptime.list(self.readers().await, rooms::uptime_row).await
    }

    async fn ledger(&self, sitting: SittingId) -> Result<Vec<Vec<u8>>, StoreError> {
        let ledger = sql::LEDGER.call().id(sitting.as_bytes());
        ledger.list(self.readers().await, super::only_bytes).await
    }

    async fn save_contacts(&self, contacts: &[(SittingId, Vec<u8>)]) -> Result<(), StoreError> {
        if contacts.is_empty() {
            return Ok(());
        }
        let len = contacts.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut slices = Slices::with_capacity(contacts.len(), len);
        for (sitting, bytes) in contacts {
            slices.push([], sitting.as_bytes(), bytes);
        }
        let (list, bytes) = slices.finish();
        let mut txn = self.write().await?;
        let save = sql::SAVE_CONTACTS.call().with(list).with(bytes);
        save.run(txn.connection()?).await?;
        txn.commit().await
    }

    async fn contacts(&self, sitting: SittingId) -> Result<Option<Vec<u8>>, StoreError> {
        let contacts = sql::CONTACTS.call().id(sitting.as_bytes());
        contacts
            .first(self.readers().await, super::only_bytes)
            .await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        upkeep::PING
            .call()
            .rows(self.readers().await)
            .await
            .map(drop)
    }

    /// What else could make it unfit was asserted of every connection and cannot change under it.
    async fn unfit(&self) -> Result<Option<Unfit>, StoreError> {
        disk::full(&self.inner.path, self.inner.options.free_min)
    }

    async fn backup(&self, target: &str) -> Result<(), StoreError> {
        backup::run(&self.inner.path, Path::new(target)).await
    }
}
