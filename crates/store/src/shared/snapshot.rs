//! Reads of one moment.

use exam::ports::StoreError;
use sqlx::Pool;
use sqlx::pool::PoolConnection;

use super::{Connection, Db};
use crate::error::from_sqlx;
use crate::sql::seats as sql;

/// A transaction that reads. Whoever asked may give up in the middle, also while its first step is on the way: a
/// connection whose state is not known is closed then, and never given to anybody else with a transaction open on it.
pub(super) struct Snapshot {
    connection: PoolConnection<Db>,
    ended: bool,
}

impl Snapshot {
    pub(super) async fn begin(readers: &Pool<Db>) -> Result<Self, StoreError> {
        let mut snapshot = Self {
            connection: readers.acquire().await.map_err(from_sqlx)?,
            ended: false,
        };
        sql::BEGIN_SNAPSHOT
            .call()
            .run(snapshot.connection())
            .await?;
        Ok(snapshot)
    }

    pub(super) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Gives the connection back.
    pub(super) async fn end(mut self) -> Result<(), StoreError> {
        sql::END_SNAPSHOT.call().run(self.connection()).await?;
        self.ended = true;
        Ok(())
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if !self.ended {
            self.connection.close_on_drop();
        }
    }
}
