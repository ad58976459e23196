//! The lock of the nodes: live state in memory is right only where nobody else writes. A single node holds it alone, the
//! nodes of a fleet hold it together, so that neither starts beside the other.

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::sync::Arc;

use exam::ports::StoreError;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::task::JoinHandle;

use super::{Nodes, connect};
use crate::error::unavailable;
use crate::sql::postgres as sql;

/// Any number below 2^32 that nobody else uses.
const NODE: i64 = 0x414D_0002;

/// How often the lock is looked after; also how long a node that has lost it may go on without knowing.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Whether this process may write.
#[derive(Clone, Debug)]
pub(super) struct Membership {
    /// None in a fleet: everybody may.
    held: Option<Arc<AtomicBool>>,
}

impl Membership {
    /// Refuses while the lock of a single node is lost.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        match &self.held {
            Some(held) if !held.load(Ordering::Acquire) => Err(StoreError::Unavailable(
                "the lock of the single node is lost; it is being taken again".to_owned(),
            )),
            _ => Ok(()),
        }
    }
}

/// How often, and how many times, it is looked whether somebody else has gone.
pub(super) const TRY_EVERY: Duration = Duration::from_millis(100);
pub(super) const TRIES_MAX: u32 = 20;

/// Keeps the lock on a connection of its own until it is dropped. A lock that was lost, with the connection, is taken
/// again as soon as nobody else keeps it from that: what the process remembers of the exam is in the database, and its
/// boards are repaired from there. A node of a fleet goes on meanwhile.
#[derive(Debug)]
pub(super) struct Keeper(JoinHandle<()>);

impl Drop for Keeper {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Takes the lock. Whoever is started again in place of another that has just ended waits until the server has seen
/// that; nobody else is waited for.
pub(super) async fn take(
    address: &PgConnectOptions,
    wait_max: Duration,
    nodes: Nodes,
) -> Result<(Membership, Keeper), StoreError> {
    let connection = lock_after(address, wait_max, nodes).await?;
    let held = Arc::new(AtomicBool::new(true));
    let membership = Membership {
        held: (nodes == Nodes::One).then(|| Arc::clone(&held)),
    };
    let address = address.clone();
    let keeper = tokio::spawn(async move { keep(connection, &address, nodes, &held).await });
    Ok((membership, Keeper(keeper)))
}

/// Whether nobody holds the lock now who would keep such a node from starting.
pub(super) async fn check_free(
    address: &PgConnectOptions,
    wait_max: Duration,
    nodes: Nodes,
) -> Result<(), StoreError> {
    connect::close(lock(address, wait_max, nodes).await?).await;
    Ok(())
}

async fn lock_after(
    address: &PgConnectOptions,
    wait_max: Duration,
    nodes: Nodes,
) -> Result<PgConnection, StoreError> {
    let mut connection = connect::bare(address, wait_max).await?;
    for _ in 1..TRIES_MAX {
        if lock_on(&mut connection, nodes).await.is_ok() {
            return Ok(connection);
        }
        tokio::time::sleep(TRY_EVERY).await;
    }
    connect::close(connection).await;
    lock(address, wait_max, nodes).await
}

async fn lock(
    address: &PgConnectOptions,
    wait_max: Duration,
    nodes: Nodes,
) -> Result<PgConnection, StoreError> {
    let mut connection = connect::bare(address, wait_max).await?;
    match lock_on(&mut connection, nodes).await {
        Ok(()) => Ok(connection),
        Err(error) => {
            connect::close(connection).await;
            Err(error)
        }
    }
}

/// Takes the lock on this connection, as long as it lives.
pub(super) async fn lock_on(connection: &mut PgConnection, nodes: Nodes) -> Result<(), StoreError> {
    let (take, why) = match nodes {
        Nodes::One => (
            sql::TRY_LOCK,
            "the database is in use by another node: with live = \"memory\" there is one; several need Redis",
        ),
        Nodes::Several => (
            sql::TRY_LOCK_SHARED,
            "the database is in use by a single node, which has live = \"memory\": end it first, or give it Redis too",
        ),
    };
    let taken = take.call().with(NODE);
    let taken = taken.first(connection, super::only_integer).await?;
    match taken {
        Some(1) => Ok(()),
        _ => Err(StoreError::Unavailable(why.to_owned())),
    }
}

async fn keep(
    connection: PgConnection,
    address: &PgConnectOptions,
    nodes: Nodes,
    held: &AtomicBool,
) {
    let mut connection = Some(connection);
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    loop {
        ticks.tick().await;
        connection = match connection.take() {
            Some(connection) => still_held(connection).await,
            None => lock(address, LOOK_EVERY, nodes).await.ok(),
        };
        let before = held.swap(connection.is_some(), Ordering::AcqRel);
        match (before, connection.is_some(), nodes) {
            (true, false, Nodes::One) => {
                tracing::error!("the lock of the single node is lost: no writes");
            }
            (true, false, Nodes::Several) => tracing::warn!("the lock of the nodes is lost"),
            (false, true, _) => tracing::info!("the lock of the nodes is taken again"),
            _ => {}
        }
    }
}

/// The connection, if it still lives and has the lock.
async fn still_held(mut connection: PgConnection) -> Option<PgConnection> {
    let asked = sql::HAS_LOCK.call().with(NODE);
    let asked = asked.first(&mut connection, super::only_integer);
    match tokio::time::timeout(LOOK_EVERY, asked).await {
        Ok(Ok(Some(1))) => Some(connection),
        Ok(other) => {
            unavailable("the lock of the nodes", &format!("{other:?}"));
            None
        }
        Err(_) => None,
    }
}
