//! The SQLite adapter: one file, one process that writes.

#[path = "../shared/audit.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod audit;
#[path = "../shared/beside.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod beside;
#[path = "../shared/catalogue.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod catalogue;
#[path = "../shared/import.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod import;
#[path = "../shared/results.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod results;
#[path = "../shared/rooms.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod rooms;
#[path = "../shared/transfer.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod rows;
#[path = "../shared/seats.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod seats;
#[path = "../shared/sittings.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod sittings;
#[path = "../shared/snapshot.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod snapshot;
#[path = "../shared/staff.rs"]
#[allow(clippy::duplicate_mod, reason = "a module of both adapters")]
mod staff;

mod backup;
mod checkpoint;
mod connect;
mod disk;
mod known;
mod lock;
mod look;
mod migrate;
mod options;
mod packed;
mod store;
mod transfer;
mod unit;
mod writer;

crate::adapter::adapter!(sqlx::Sqlite, SqliteStore);

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use exam::ports::StoreError;
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;

use crate::error::{from_sqlx, unavailable};
use crate::migrations::Migrated;
use lock::FileLock;
use transfer::Hold;
use writer::{Gate, Txn};

/// The turn of an import or of whatever else comes in slices.
type Turn<'s> = tokio::sync::MutexGuard<'s, ()>;

pub use options::SqliteOptions;

/// The store in one SQLite file. Cheap to clone; all clones are the same store.
///
/// Writes pass one connection, in the order in which they asked for it; reads have connections of their own and
/// wait for nobody.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    options: SqliteOptions,
    readers: SqlitePool,
    /// None in a store that is open for reading only.
    writing: Option<Writing>,
}

#[derive(Debug)]
struct Writing {
    gate: Gate,
    /// One import at a time: two would only take turns at the gate and stumble over each other's codes.
    imports: tokio::sync::Mutex<()>,
    checkpoints: checkpoint::Checkpointer,
}

impl SqliteStore {
    /// Opens a store for this process alone, brings its schema up to date and sweeps what a crash left of
    /// imports. A file that is not there is made, readable by its owner only.
    ///
    /// # Errors
    /// `Unavailable` with a text for the operator: another process holds the file, it was written by a newer
    /// version, it cannot be opened, or a durability setting does not take.
    pub async fn open(path: &Path, options: SqliteOptions) -> Result<Self, StoreError> {
        let lock = FileLock::take(path)?;
        connect::create_private(path)?;
        migrate::run(path).await?;
        let gate = Gate::open(path, &options, lock).await?;
        let checkpoints = checkpoint::Checkpointer::start(path, &gate, &options).await?;
        let readers = readers(path, &options).await?;
        let store = Self {
            inner: Arc::new(Inner {
                path: path.to_owned(),
                options,
                readers,
                writing: Some(Writing {
                    gate,
                    imports: tokio::sync::Mutex::default(),
                    checkpoints,
                }),
            }),
        };
        store.sweep().await?;
        Ok(store)
    }

    /// Opens a store for reading beside the process that serves it, if any. Every write is refused.
    ///
    /// # Errors
    /// `Unavailable`: the file is not there, its schema is not this version's, or it cannot be opened.
    pub async fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let readers = readers(path, &SqliteOptions::default()).await?;
        if let Err(error) = migrate::check(&readers).await {
            // A connection that closes by itself may still hold the file when whoever was refused migrates it.
            readers.close().await;
            return Err(error);
        }
        Ok(Self {
            inner: Arc::new(Inner {
                path: path.to_owned(),
                options: SqliteOptions::default(),
                readers,
                writing: None,
            }),
        })
    }

    /// Whether no other process holds the store at this moment; changes nothing.
    ///
    /// # Errors
    /// `Unavailable` with a text for the operator when one does.
    pub fn check_free(path: &Path) -> Result<(), StoreError> {
        lock::check_free(path)
    }

    /// Brings the schema of a store up to date, making the file if it is not there.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub async fn migrate(path: &Path) -> Result<Migrated, StoreError> {
        let _lock = FileLock::take(path)?;
        connect::create_private(path)?;
        migrate::run(path).await
    }

    /// Waits for the writer, folds the log into the file and closes every connection. Whoever still holds a
    /// clone gets `Unavailable` from then on.
    ///
    /// # Errors
    /// `Unavailable`: what is written is safe, but the log could not be folded.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.inner.readers.close().await;
        match &self.inner.writing {
            None => Ok(()),
            Some(writing) => {
                let held = writing.gate.shut().await?;
                let folded = writing.checkpoints.stop().await;
                held.close().await?;
                folded
            }
        }
    }

    async fn readers(&self) -> &SqlitePool {
        &self.inner.readers
    }

    async fn turn(&self) -> Result<Turn<'_>, StoreError> {
        Ok(self.writing()?.imports.lock().await)
    }

    /// No other process can have the turn, so it is always free in time.
    async fn turn_if_free(&self) -> Result<Option<Turn<'_>>, StoreError> {
        self.turn().await.map(Some)
    }

    /// There is nobody in whose favour a transaction could be undone.
    async fn again<T, F: Future<Output = Result<T, StoreError>>>(
        &self,
        work: impl FnOnce() -> F,
    ) -> Result<T, StoreError> {
        work().await
    }

    fn writing(&self) -> Result<&Writing, StoreError> {
        let writing = self.inner.writing.as_ref();
        writing.ok_or_else(|| StoreError::Unavailable("the store is open for reading only".into()))
    }

    async fn write(&self) -> Result<Txn, StoreError> {
        self.writing()?.gate.begin().await
    }
}

async fn readers(path: &Path, options: &SqliteOptions) -> Result<SqlitePool, StoreError> {
    if !path.is_file() {
        return Err(unavailable("there is no such file", &path.display()));
    }
    SqlitePoolOptions::new()
        .max_connections(options.readers_max.max(1))
        .acquire_timeout(options.read_wait_max)
        .test_before_acquire(false)
        // The connections of a file do not age. With a limit of either kind the pool starts a task for them, and that
        // of sqlx 0.9.0 can read a count below zero and then spins for ever (its issue 3645).
        .max_lifetime(None)
        .idle_timeout(None)
        .after_connect(|connection, _| Box::pin(connect::assert_reader(connection)))
        .connect_with(connect::reader(path))
        .await
        .map_err(from_sqlx)
}
