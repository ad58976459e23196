//! What is left of the port: units of work, uptime, upkeep.

use std::sync::Arc;

use async_trait::async_trait;
use exam::ports::{Store, StoreError, Unfit, Unit};
use lexicon::{Instant, SittingId};
use session::{Span, UptimeRow};
use uuid::Uuid;

use super::unit::PostgresUnit;
use super::{Columns, PostgresStore, Txn, refusals, rooms};
use crate::error::from_sqlx;
use crate::sql::{postgres as own, rooms as sql, upkeep};

#[async_trait]
impl Store for PostgresStore {
    async fn begin(&self) -> Result<Box<dyn Unit>, StoreError> {
        let txn = Txn::turn(&self.inner.desk, &self.writing()?.membership).await?;
        Ok(Box::new(PostgresUnit::new(Arc::clone(&self.inner), txn)))
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
        self.again(move || async move {
            let ids: Vec<Uuid> = contacts.iter().map(|(id, _)| id.0).collect();
            let bytes: Vec<&[u8]> = contacts.iter().map(|(_, bytes)| &**bytes).collect();
            let mut txn = self.write().await?;
            let save = own::SAVE_CONTACTS.call().with(ids).with(bytes);
            save.run(txn.connection()?).await?;
            txn.commit().await
        })
        .await
    }

    async fn contacts(&self, sitting: SittingId) -> Result<Option<Vec<u8>>, StoreError> {
        let contacts = sql::CONTACTS.call().id(sitting.as_bytes());
        contacts
            .first(self.readers().await, super::only_bytes)
            .await
    }

    async fn clock(&self) -> Result<Option<Instant>, StoreError> {
        let clock = own::CLOCK.call();
        let clock = clock.first(self.readers().await, super::only_integer);
        Ok(clock.await?.map(Instant))
    }

    /// Also whether the node may write: one that has lost the lock of the single node is not ready.
    async fn ping(&self) -> Result<(), StoreError> {
        if let Some(writing) = &self.inner.writing {
            writing.membership.check()?;
        }
        upkeep::PING
            .call()
            .rows(self.readers().await)
            .await
            .map(drop)
    }

    /// A setting that somebody has weakened since, a synchronous standby that is gone.
    async fn unfit(&self) -> Result<Option<Unfit>, StoreError> {
        let mut connection = self.readers().await.acquire().await.map_err(from_sqlx)?;
        refusals::unfit(&mut connection, self.inner.options.durability).await
    }

    /// A database server is backed up by its own tools.
    async fn backup(&self, _target: &str) -> Result<(), StoreError> {
        Err(StoreError::Data(
            "PostgreSQL is backed up on its server: pg_basebackup with archived WAL, as the page on backups in deploy/ says"
                .to_owned(),
        ))
    }
}
