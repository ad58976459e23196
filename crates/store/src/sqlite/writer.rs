//! The one connection that writes, and the transactions on it.

use core::time::Duration;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use exam::ports::StoreError;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::known::Known;
use super::lock::FileLock;
use super::{SqliteOptions, connect};
use crate::call::Sql;
use crate::error::{from_sqlx, unavailable};
use crate::sql::answers;

/// How long the writer waits for a lock of another connection: the checkpointer's moment.
const BUSY_MAX: Duration = Duration::from_secs(2);

/// What stands behind the gate.
#[derive(Debug)]
struct Seat {
    path: PathBuf,
    connection: Option<SqliteConnection>,
    /// A transaction may still be open on the connection.
    unsettled: bool,
    /// The journal's last row, unless it has to be read again.
    last_row: Option<i64>,
    known: Known,
    shut: bool,
    /// The file is this process's own as long as anybody may write.
    _lock: FileLock,
}

/// Lets one transaction at a time through, first come first served.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    seat: Arc<Mutex<Seat>>,
    wait_max: Duration,
}

/// The gate, held without a transaction.
#[derive(Debug)]
pub(super) struct Held {
    seat: OwnedMutexGuard<Seat>,
}

impl Gate {
    /// Opens the connection.
    pub(super) async fn open(
        path: &Path,
        options: &SqliteOptions,
        lock: FileLock,
    ) -> Result<Self, StoreError> {
        let connection = connect::writer(path, BUSY_MAX).await?;
        let seat = Seat {
            path: path.to_owned(),
            connection: Some(connection),
            unsettled: false,
            last_row: None,
            known: Known::default(),
            shut: false,
            _lock: lock,
        };
        Ok(Self {
            seat: Arc::new(Mutex::new(seat)),
            wait_max: options.wait_max,
        })
    }

    /// Waits for the turn. Nothing is open on the connection then.
    pub(super) async fn hold(&self) -> Result<Held, StoreError> {
        let turn = tokio::time::timeout(self.wait_max, Arc::clone(&self.seat).lock_owned()).await;
        let mut seat =
            turn.map_err(|elapsed| unavailable("the writer was not free in time", &elapsed))?;
        if seat.shut {
            return Err(StoreError::Unavailable("the store is closed".to_owned()));
        }
        seat.settle().await?;
        Ok(Held { seat })
    }

    /// Waits for the turn and begins a transaction that may write anything.
    pub(super) async fn begin(&self) -> Result<Txn, StoreError> {
        let mut txn = self.turn().await?;
        *txn.known()? = Known::default();
        txn.begin().await?;
        Ok(txn)
    }

    /// Waits for the turn of a unit of work; the transaction begins with its first step. Of what is known the unit
    /// takes out what it changes.
    pub(super) async fn turn(&self) -> Result<Txn, StoreError> {
        Ok(Txn {
            seat: Some(self.hold().await?.seat),
            begun: false,
        })
    }

    /// Waits for the turn and lets nobody through any more.
    pub(super) async fn shut(&self) -> Result<Held, StoreError> {
        let mut held = self.hold().await?;
        held.seat.shut = true;
        Ok(held)
    }
}

impl Held {
    /// Closes the connection.
    pub(super) async fn close(mut self) -> Result<(), StoreError> {
        match self.seat.connection.take() {
            Some(connection) => connection.close().await.map_err(from_sqlx),
            None => Ok(()),
        }
    }
}

impl Seat {
    /// Ends what an earlier holder left open; a connection that cannot be brought to rest is replaced.
    async fn settle(&mut self) -> Result<(), StoreError> {
        if self.unsettled {
            // SQLite has no question for "is a transaction open" but this one: to roll back without one fails.
            if let Some(mut connection) = self.connection.take() {
                let rolled = sqlx::query(answers::ROLLBACK.sqlite)
                    .execute(&mut connection)
                    .await;
                if rolled.is_ok() || matches!(&rolled, Err(error) if nothing_open(error)) {
                    self.connection = Some(connection);
                }
            }
            self.last_row = None;
            self.known = Known::default();
            self.unsettled = false;
        }
        if self.connection.is_none() {
            self.connection = Some(connect::writer(&self.path, BUSY_MAX).await?);
        }
        Ok(())
    }
}

fn nothing_open(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| error.message().contains("no transaction is active"))
}

fn ended() -> StoreError {
    StoreError::Unavailable("the transaction has ended".to_owned())
}

/// An open transaction. Dropped without [`Txn::commit`], at whatever point, it is rolled back before anybody
/// else gets the connection.
#[derive(Debug)]
pub(super) struct Txn {
    /// None once it has ended.
    seat: Option<OwnedMutexGuard<Seat>>,
    /// Something may be open on the connection: from here on a drop rolls back, also one in the middle of BEGIN.
    begun: bool,
}

impl Txn {
    /// The connection.
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        let seat = self.seat.as_mut().and_then(|seat| seat.connection.as_mut());
        seat.ok_or_else(ended)
    }

    /// Copies of committed rows.
    pub(super) fn known(&mut self) -> Result<&mut Known, StoreError> {
        let seat = self.seat.as_mut().map(|seat| &mut seat.known);
        seat.ok_or_else(ended)
    }

    /// Whoever has the writer is the only one who appends to the log.
    pub(super) async fn lock_log(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Begins, if nothing has begun yet.
    pub(super) async fn begin(&mut self) -> Result<(), StoreError> {
        if self.begins() {
            self.run(answers::BEGIN).await?;
        }
        Ok(())
    }

    /// Whether the next step has to begin the transaction; from now on it counts as begun.
    pub(super) const fn begins(&mut self) -> bool {
        !core::mem::replace(&mut self.begun, true)
    }

    async fn run(&mut self, sql: Sql) -> Result<(), StoreError> {
        sql.call().run(self.connection()?).await.map(drop)
    }

    /// Numbers for `count` rows of the journal: the first of them.
    pub(super) async fn reserve_rows(&mut self, count: i64) -> Result<i64, StoreError> {
        let known = self.seat.as_ref().and_then(|seat| seat.last_row);
        let last = match known {
            Some(last) => last,
            None => {
                let last = answers::LAST_ROW
                    .call()
                    .first(self.connection()?, super::only_integer);
                last.await?.unwrap_or(0)
            }
        };
        if let Some(seat) = self.seat.as_mut() {
            seat.last_row = Some(last + count);
        }
        Ok(last + 1)
    }

    /// Makes it last: when this returns, everything is on disk. After an error the outcome is unknown.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if self.begun {
            self.run(answers::COMMIT).await?;
        }
        self.committed();
        Ok(())
    }

    /// Its last step has committed it.
    pub(super) fn committed(&mut self) {
        self.seat = None;
    }
}

impl Drop for Txn {
    fn drop(&mut self) {
        let Some(mut seat) = self.seat.take() else {
            return;
        };
        if !self.begun {
            return;
        }
        // Whoever comes next rolls back first; a task does so at once, so that nobody has to come.
        seat.unsettled = true;
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = seat.settle().await {
                    tracing::error!(%error, "the writer could not be brought to rest");
                }
            });
        }
    }
}
