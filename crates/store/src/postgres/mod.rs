//! The PostgreSQL adapter: a database that the nodes of a fleet share.
//!
//! Reads go through a pool. Writes go through the desk: a transaction takes a connection, begins with its first step
//! and gives the connection back at rest. A unit of work locks sittings before attempts, each in id order; attempts
//! that another node holds are left out (`SKIP LOCKED`), so a batch waits for nobody but the owner of a sitting. A
//! batch goes to the server in four ways: begin, load, save, commit. Nothing of another node is ever remembered from
//! one transaction to the next.

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

mod connect;
mod desk;
mod ids;
mod look;
mod migrate;
mod node;
mod options;
mod refusals;
mod save;
mod store;
mod transfer;
mod turn;
mod txn;
mod unit;

#[cfg(test)]
mod tests;

use core::time::Duration;
use std::sync::Arc;

use exam::ports::StoreError;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::error::{from_sqlx, may_repeat};
use crate::migrations::Migrated;
use desk::Desk;
use ids::JournalIds;
use node::{Keeper, Membership};
use transfer::Hold;
use turn::Turn;
use txn::Txn;

pub use options::{Durability, Nodes, PostgresOptions};

crate::adapter::adapter!(sqlx::Postgres, PostgresStore);

/// How long anybody waits for the server's answer: a second longer than the server lets a statement run, so that
/// silence means a broken line.
pub(crate) const ANSWER_MAX: Duration = Duration::from_secs(6);

/// How often a write is tried that came to nothing through another's doing.
const TRIES_MAX: usize = 3;

/// The store in a PostgreSQL database. Cheap to clone; all clones are the same store.
#[derive(Clone, Debug)]
pub struct PostgresStore {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    options: PostgresOptions,
    address: PgConnectOptions,
    readers: PgPool,
    desk: Arc<Desk>,
    /// None in a store that is open for reading only.
    writing: Option<Writing>,
}

#[derive(Debug)]
struct Writing {
    membership: Membership,
    _keeper: Keeper,
    journal_ids: JournalIds,
    /// One import of this process at a time; those of others are kept away by a lock in the database.
    turn: tokio::sync::Mutex<()>,
}

impl PostgresStore {
    /// Opens a store, brings its schema up to date, and sweeps what a crash left of imports if nobody is importing.
    /// With [`Nodes::One`] the database is this process's own until the store is dropped, with [`Nodes::Several`] it is
    /// that of such nodes.
    ///
    /// # Errors
    /// `Unavailable` with a text for the operator: the server is not reached, is older than PostgreSQL 15, may lose
    /// what it acknowledges (`fsync`, `full_page_writes`, `synchronous_commit`, no standby where one is asked for),
    /// has the schema of a newer program, or is in use by a single node, or, for a single node, by any.
    pub async fn open(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        let address = connect::address(url)?;
        let (membership, keeper) = node::take(&address, options.wait_max, options.nodes).await?;
        migrate::run(&address, options.wait_max).await?;
        let writing = Writing {
            membership,
            _keeper: keeper,
            journal_ids: JournalIds::default(),
            turn: tokio::sync::Mutex::default(),
        };
        let store = Self::over(address, options, Some(writing)).await?;
        let mut connection = store.readers().await.acquire().await.map_err(from_sqlx)?;
        refusals::check_standby(&mut connection, options.durability).await?;
        drop(connection);
        store.sweep().await?;
        Ok(store)
    }

    /// Opens a store for reading beside whoever serves it. Every write is refused.
    ///
    /// # Errors
    /// `Unavailable`: the server is not reached, or the schema is not this version's.
    pub async fn open_read_only(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        let address = connect::address(url)?;
        let store = Self::over(address, options, None).await?;
        let mut connection = store.inner.readers.acquire().await.map_err(from_sqlx)?;
        migrate::check(&mut connection).await?;
        drop(connection);
        Ok(store)
    }

    /// Brings the schema of a database up to date.
    ///
    /// # Errors
    /// As [`PostgresStore::open`].
    pub async fn migrate(url: &str, options: PostgresOptions) -> Result<Migrated, StoreError> {
        migrate::run(&connect::address(url)?, options.wait_max).await
    }

    /// Whether a server is fit for an exam with these options, and free for such a node; changes nothing.
    ///
    /// # Errors
    /// As [`PostgresStore::open`].
    pub async fn check(url: &str, options: PostgresOptions) -> Result<(), StoreError> {
        let address = connect::address(url)?;
        let mut connection = connect::bare(&address, options.wait_max).await?;
        refusals::check_server(&mut connection).await?;
        refusals::check_standby(&mut connection, options.durability).await?;
        connect::close(connection).await;
        node::check_free(&address, options.wait_max, options.nodes).await
    }

    /// Waits for the writers and closes every connection. Whoever still holds a clone gets `Unavailable` from then on.
    pub async fn close(&self) {
        self.inner.desk.close().await;
        self.inner.readers.close().await;
    }

    async fn over(
        address: PgConnectOptions,
        options: PostgresOptions,
        writing: Option<Writing>,
    ) -> Result<Self, StoreError> {
        let readers = PgPoolOptions::new()
            .max_connections(options.readers_max.max(1))
            .acquire_timeout(options.wait_max)
            .test_before_acquire(false)
            // Without limits of age: the task that sqlx 0.9.0 starts for them may spin for ever (its issue 3645).
            .max_lifetime(None)
            .idle_timeout(None)
            .after_connect(|connection, _| Box::pin(connect::set_up_reader(connection)))
            .before_acquire(|connection, about| {
                Box::pin(connect::still_there(connection, about.idle_for))
            })
            .connect_with(address.clone())
            .await
            .map_err(from_sqlx)?;
        Ok(Self {
            inner: Arc::new(Inner {
                desk: Arc::new(Desk::new(address.clone(), &options)),
                options,
                address,
                readers,
                writing,
            }),
        })
    }

    /// Connections that read. What this process has given up comes first: its outcome is open until then.
    async fn readers(&self) -> &PgPool {
        self.inner.desk.at_rest().await;
        &self.inner.readers
    }

    fn writing(&self) -> Result<&Writing, StoreError> {
        let writing = self.inner.writing.as_ref();
        writing.ok_or_else(|| StoreError::Unavailable("the store is open for reading only".into()))
    }

    async fn write(&self) -> Result<Txn, StoreError> {
        let mut txn = Txn::turn(&self.inner.desk, &self.writing()?.membership).await?;
        txn.begin().await?;
        Ok(txn)
    }

    /// Does a write again that the database undid in favour of another, or whose connection broke before its commit.
    async fn again<T, F: Future<Output = Result<T, StoreError>>>(
        &self,
        mut work: impl FnMut() -> F,
    ) -> Result<T, StoreError> {
        let mut tries = 1;
        loop {
            match work().await {
                Err(error) if tries < TRIES_MAX && may_repeat(&error) => tries += 1,
                done => return done,
            }
        }
    }
}
