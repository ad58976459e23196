//! Connections that write. A pool of our own: a connection whose transaction is known to have ended needs no question
//! whether it still lives, and whoever comes next learns whether an earlier one has been brought to rest.

use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use core::time::Duration;
use std::sync::{Arc, Mutex, PoisonError};

use exam::ports::StoreError;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use super::{PostgresOptions, connect};
use crate::error::unavailable;

/// Hands out connections, at most so many at a time.
#[derive(Debug)]
pub(super) struct Desk {
    address: PgConnectOptions,
    wait_max: Duration,
    idle: Mutex<Vec<PgConnection>>,
    places: Arc<Semaphore>,
    unsettled: AtomicUsize,
    settled: Notify,
    shut: AtomicBool,
}

/// A connection and its place.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) connection: PgConnection,
    /// It has been used before: whether it still lives is not known.
    pub(super) used: bool,
    place: OwnedSemaphorePermit,
}

impl Desk {
    pub(super) fn new(address: PgConnectOptions, options: &PostgresOptions) -> Self {
        let places = options.writers_max.max(1) as usize;
        Self {
            address,
            wait_max: options.wait_max,
            idle: Mutex::default(),
            places: Arc::new(Semaphore::new(places)),
            unsettled: AtomicUsize::new(0),
            settled: Notify::new(),
            shut: AtomicBool::new(false),
        }
    }

    /// Waits for a place and takes a connection, an idle one if there is one.
    pub(super) async fn take(&self) -> Result<Seat, StoreError> {
        self.at_rest().await;
        let place = Arc::clone(&self.places).acquire_owned();
        let place = tokio::time::timeout(self.wait_max, place).await;
        let place = place
            .map_err(|elapsed| unavailable("no connection was free in time", &elapsed))?
            .map_err(|closed| unavailable("the store is closed", &closed))?;
        let idle = self.idle().pop();
        let used = idle.is_some();
        let connection = match idle {
            Some(connection) => connection,
            None => connect::writer(&self.address, self.wait_max).await?,
        };
        Ok(Seat {
            connection,
            used,
            place,
        })
    }

    /// Another connection for the same place.
    pub(super) async fn replace(&self, seat: Seat) -> Result<Seat, StoreError> {
        let place = seat.place;
        // What broke one has most likely broken those that rest, too.
        self.idle().clear();
        Ok(Seat {
            connection: connect::writer(&self.address, self.wait_max).await?,
            used: false,
            place,
        })
    }

    /// Takes a connection back on which nothing is open.
    pub(super) fn give_back(&self, seat: Seat) {
        if !self.shut.load(Ordering::Acquire) {
            self.idle().push(seat.connection);
        }
    }

    /// A transaction was given up; until [`Self::brought_to_rest`] its locks and its outcome are open.
    pub(super) fn given_up(&self) {
        self.unsettled.fetch_add(1, Ordering::AcqRel);
    }

    /// A transaction that was given up has ended.
    pub(super) fn brought_to_rest(&self) {
        self.unsettled.fetch_sub(1, Ordering::AcqRel);
        self.settled.notify_waiters();
    }

    /// Waits for the end of transactions that were given up, so that nobody meets their locks or reads before their
    /// outcome; but not for ever.
    pub(super) async fn at_rest(&self) {
        let ended = async {
            loop {
                let settled = self.settled.notified();
                if self.unsettled.load(Ordering::Acquire) == 0 {
                    return;
                }
                settled.await;
            }
        };
        if self.unsettled.load(Ordering::Acquire) > 0
            && tokio::time::timeout(self.wait_max, ended).await.is_err()
        {
            tracing::warn!("a transaction that was given up has not ended yet");
        }
    }

    /// Waits until every connection is back, and closes them.
    pub(super) async fn close(&self) {
        self.shut.store(true, Ordering::Release);
        let all = u32::try_from(self.places.available_permits()).unwrap_or(u32::MAX);
        drop(tokio::time::timeout(self.wait_max, self.places.acquire_many(all)).await);
        self.places.close();
        let idle = core::mem::take(&mut *self.idle());
        for connection in idle {
            connect::close(connection).await;
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<PgConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
