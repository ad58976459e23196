//! The turn of an import, or of whatever else comes in slices: one in the whole fleet.

use exam::ports::StoreError;
use sqlx::postgres::PgConnection;
use tokio::sync::MutexGuard;

use super::{PostgresStore, connect};
use crate::sql::postgres as sql;

/// Any number below 2^32 that nobody else uses.
const IMPORTS: i64 = 0x414D_0003;

/// How long an import waits for another node's, in milliseconds.
const WAIT_MS: &str = "4500";

/// Held until it is dropped: the lock falls with its connection.
pub(super) struct Turn<'s> {
    _own: MutexGuard<'s, ()>,
    _lock: PgConnection,
}

impl PostgresStore {
    /// Waits for the turn.
    pub(super) async fn turn(&self) -> Result<Turn<'_>, StoreError> {
        let own = self.writing()?.turn.lock().await;
        let mut lock = self.lock_connection().await?;
        let taken = sql::LOCK.call().with(IMPORTS);
        taken.rows(&mut lock).await?;
        Ok(Turn {
            _own: own,
            _lock: lock,
        })
    }

    /// The turn, unless another node has it.
    pub(super) async fn turn_if_free(&self) -> Result<Option<Turn<'_>>, StoreError> {
        let own = self.writing()?.turn.lock().await;
        let mut lock = self.lock_connection().await?;
        let taken = sql::TRY_LOCK.call().with(IMPORTS);
        let taken = taken.first(&mut lock, super::only_integer).await?;
        Ok((taken == Some(1)).then_some(Turn {
            _own: own,
            _lock: lock,
        }))
    }

    async fn lock_connection(&self) -> Result<PgConnection, StoreError> {
        // Whoever gave up an import of this process has given up its transaction too.
        self.inner.desk.at_rest().await;
        let wait_max = self.inner.options.wait_max;
        let mut lock = connect::bare(&self.inner.address, wait_max).await?;
        let patient = sql::SET_SERVER_SETTING
            .call()
            .text("lock_timeout")
            .text(WAIT_MS);
        patient.rows(&mut lock).await?;
        Ok(lock)
    }
}
