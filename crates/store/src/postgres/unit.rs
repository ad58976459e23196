//! The unit of work of the answer path.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use exam::ports::{
    Loaded, LockedSeats, RoomChange, RoomLock, RoomRow, SeatChange, SeatRow, StoreError, Unit,
    UptimeState, Wanted,
};
use lexicon::{AttemptId, Instant, SittingId};
use session::{ProcessId, Settlement, Span, Stray, UptimeRow};
use sqlx::postgres::PgConnection;
use uuid::Uuid;

use super::beside::{self, check_once};
use super::{Columns, Inner, Txn, look, rooms, save, seats};
use crate::error::broken;
use crate::sql::{answers, postgres as sql, rooms as room_sql};

/// One transaction, on a connection of its own.
pub(super) struct PostgresUnit {
    store: Arc<Inner>,
    txn: Txn,
    /// A step was refused or cut off: what the transaction holds then is not what its owner thinks, and the server
    /// answers a commit of it with a rollback, without an error.
    broken: bool,
}

#[async_trait]
impl Unit for PostgresUnit {
    async fn uptime(&mut self, process: ProcessId) -> Result<UptimeState, StoreError> {
        let found = rooms::uptime(self.enter().await?, process).await?;
        Ok(self.leave(found))
    }

    async fn uptime_since(&mut self, since: Instant) -> Result<Vec<UptimeRow>, StoreError> {
        let uptime = room_sql::UPTIME_SINCE.call().with(since.0);
        let uptime = uptime.list(self.enter().await?, rooms::uptime_row).await?;
        Ok(self.leave(uptime))
    }

    async fn settle(&mut self, settlement: &Settlement) -> Result<(), StoreError> {
        rooms::settle(self.enter().await?, settlement).await?;
        self.leave(());
        Ok(())
    }

    async fn outages_since(&mut self, since: Instant) -> Result<Vec<Span>, StoreError> {
        let outages = room_sql::OUTAGES_SINCE.call().with(since.0);
        let outages = outages.list(self.enter().await?, rooms::outage).await?;
        Ok(self.leave(outages))
    }

    async fn rooms(&mut self, ids: &[(SittingId, RoomLock)]) -> Result<Vec<RoomRow>, StoreError> {
        let rooms = lock_rooms(self.enter().await?, ids).await?;
        Ok(self.leave(rooms))
    }

    async fn open_rooms(&mut self) -> Result<Vec<RoomRow>, StoreError> {
        let rooms = sql::OPEN_ROOMS.call();
        let rooms = rooms.list(self.enter().await?, rooms::room).await?;
        Ok(self.leave(rooms))
    }

    async fn running(&mut self, sitting: SittingId) -> Result<u32, StoreError> {
        let count = room_sql::RUNNING.call().id(sitting.as_bytes());
        let count = count.first(self.enter().await?, |row| Columns::of(row).number());
        let count = count.await?.unwrap_or(0);
        Ok(self.leave(count))
    }

    async fn save_rooms(&mut self, changes: &[RoomChange]) -> Result<(), StoreError> {
        rooms::save(self.enter().await?, changes).await?;
        self.leave(());
        Ok(())
    }

    async fn seats(&mut self, ids: &[AttemptId]) -> Result<LockedSeats, StoreError> {
        let connection = self.enter().await?;
        let asked: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let seats = sql::SEATS.call().with(asked);
        let mut seats: Vec<SeatRow> = seats.list(&mut *connection, seat).await?;
        seats.sort_unstable_by_key(|seat| seat.id);
        let held = held(connection, ids, &seats).await?;
        Ok(self.leave(LockedSeats { seats, held }))
    }

    async fn load(&mut self, wanted: Wanted<'_>) -> Result<Loaded, StoreError> {
        let connection = self.enter().await?;
        // A lock may have to be waited for, and what is read must not be older than what comes with it.
        let reads = wanted.rooms.iter().all(|(_, lock)| *lock == RoomLock::Read);
        let locked = match reads {
            true => Vec::new(),
            false => lock_rooms(&mut *connection, wanted.rooms).await?,
        };
        let rooms: Vec<Uuid> = match reads {
            true => wanted.rooms.iter().map(|(id, _)| id.0).collect(),
            false => Vec::new(),
        };
        let asked: Vec<Uuid> = wanted.seats.iter().map(|id| id.0).collect();
        let load = sql::LOAD.call().with(asked).with(rooms);
        let load = load.with(wanted.outages_since.0);
        let parts = load.list(&mut *connection, look::part).await?;
        let mut loaded = look::gather(parts);
        if !reads {
            loaded.rooms = locked;
        }
        loaded.held = held(connection, wanted.seats, &loaded.seats).await?;
        Ok(self.leave(loaded))
    }

    async fn journal_back(
        &mut self,
        from: i64,
        limit: u32,
    ) -> Result<(Vec<Vec<u8>>, i64), StoreError> {
        if from == 0 || limit == 0 {
            return Ok((Vec::new(), from));
        }
        let rows = seats::journal_back(self.enter().await?, from, limit).await?;
        Ok(self.leave(rows))
    }

    async fn strays(&mut self, attempt: AttemptId) -> Result<Vec<Stray>, StoreError> {
        let strays = answers::STRAYS.call().id(attempt.as_bytes());
        let strays = strays.list(self.enter().await?, seats::stray).await?;
        Ok(self.leave(strays))
    }

    async fn save_seats(&mut self, changes: &[SeatChange]) -> Result<(), StoreError> {
        self.enter().await?;
        check_once(changes)?;
        if !changes.is_empty() {
            self.append(changes).await?;
            beside::save(self.txn.connection()?, changes).await?;
        }
        self.leave(());
        Ok(())
    }

    async fn save_and_commit(
        mut self: Box<Self>,
        changes: &[SeatChange],
    ) -> Result<(), StoreError> {
        self.save_seats(changes).await?;
        self.txn.commit().await
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        self.check_whole()?;
        self.txn.commit().await
    }
}

impl PostgresUnit {
    /// A unit in this transaction.
    pub(super) const fn new(store: Arc<Inner>, txn: Txn) -> Self {
        Self {
            store,
            txn,
            broken: false,
        }
    }

    /// Goes into a step; it counts as cut off until [`Self::leave`].
    async fn enter(&mut self) -> Result<&mut PgConnection, StoreError> {
        self.check_whole()?;
        self.broken = true;
        self.txn.begin().await?;
        self.txn.connection()
    }

    fn check_whole(&self) -> Result<(), StoreError> {
        if self.broken {
            let why = "an earlier step of this unit was refused or cut off";
            return Err(StoreError::Unavailable(why.to_owned()));
        }
        Ok(())
    }

    /// The step came to its end.
    fn leave<T>(&mut self, value: T) -> T {
        self.broken = false;
        value
    }

    /// Appends the journal rows and writes the attempts.
    async fn append(&mut self, changes: &[SeatChange]) -> Result<(), StoreError> {
        let writing = self.store.writing.as_ref();
        let ids = writing.map(|writing| &writing.journal_ids);
        let ids = ids.ok_or_else(|| broken("a store for reading only"))?;
        let connection = self.txn.connection()?;
        let taken = ids.take(save::rows(changes), &mut *connection).await?;
        let saved = save::call(changes, taken).run(connection).await;
        if matches!(saved, Err(StoreError::Unavailable(_))) {
            ids.clear();
        }
        if saved? != changes.len() as u64 {
            return Err(StoreError::Stale("an attempt".to_owned()));
        }
        Ok(())
    }
}

/// Locks sittings in id order, neighbours of one kind at once; those that are only read come last.
async fn lock_rooms(
    connection: &mut PgConnection,
    wanted: &[(SittingId, RoomLock)],
) -> Result<Vec<RoomRow>, StoreError> {
    let mut locks: BTreeMap<SittingId, RoomLock> = BTreeMap::new();
    for (id, lock) in wanted {
        let strongest = locks.entry(*id).or_insert(*lock);
        *strongest = (*strongest).max(*lock);
    }
    let (read, lock): (Vec<_>, Vec<_>) = locks
        .into_iter()
        .partition(|(_, lock)| *lock == RoomLock::Read);
    let mut rooms = Vec::with_capacity(wanted.len());
    let runs = lock.chunk_by(|(_, one), (_, other)| one == other);
    for run in runs.chain(read.chunks(usize::MAX)) {
        let statement = match run.first() {
            Some((_, RoomLock::Exclusive)) => sql::OWN_ROOMS,
            Some((_, RoomLock::Share)) => sql::SHARED_ROOMS,
            Some((_, RoomLock::Read)) | None => sql::ROOMS,
        };
        let ids: Vec<Uuid> = run.iter().map(|(id, _)| id.0).collect();
        let found = statement.call().with(ids);
        rooms.extend(found.list(&mut *connection, rooms::room).await?);
    }
    rooms.sort_unstable_by_key(|room| room.id);
    Ok(rooms)
}

/// Which of the attempts that were asked for and not locked exist: another transaction has them.
async fn held(
    connection: &mut PgConnection,
    asked: &[AttemptId],
    locked: &[SeatRow],
) -> Result<Vec<AttemptId>, StoreError> {
    let locked: BTreeSet<AttemptId> = locked.iter().map(|seat| seat.id).collect();
    let missing = asked.iter().filter(|id| !locked.contains(id));
    let missing: Vec<Uuid> = missing.map(|id| id.0).collect();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let known = sql::KNOWN.call().with(missing);
    known
        .list(connection, |row| Columns::of(row).id(AttemptId::from_bytes))
        .await
}

fn seat(row: &super::Row) -> Result<SeatRow, StoreError> {
    seats::seat_columns(&mut Columns::of(row))
}
