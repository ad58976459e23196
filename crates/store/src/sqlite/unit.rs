//! The unit of work of the answer path.

use async_trait::async_trait;
use exam::ports::{
    Loaded, LockedSeats, RoomChange, RoomLock, RoomRow, SeatChange, StoreError, Unit, UptimeState,
    Wanted,
};
use lexicon::{AttemptId, Instant, SittingId};
use session::{ProcessId, Settlement, Span, Stray, UptimeRow};
use sqlx::SqliteConnection;

use super::beside::{self, check_once};
use super::{Call, Columns, Txn, packed, rooms, seats};
use crate::pack::{Slices, hex_list};
use crate::sql::{answers, rooms as room_sql};

/// One transaction on the one writer: whoever has it holds every lock there is.
pub(super) struct SqliteUnit {
    txn: Txn,
    /// A step was refused or cut off: what the transaction holds then is not what its owner thinks.
    broken: bool,
}

#[async_trait]
impl Unit for SqliteUnit {
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
        if settlement.outage.is_some() {
            self.txn.known()?.forget_outages();
        }
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
        let list = hex_list(ids.iter().map(|(id, _)| id.as_bytes()));
        let rooms = room_sql::ROOMS.call().with(list);
        let rooms = rooms.list(self.enter().await?, rooms::room).await?;
        Ok(self.leave(rooms))
    }

    async fn open_rooms(&mut self) -> Result<Vec<RoomRow>, StoreError> {
        let rooms = room_sql::OPEN_ROOMS.call();
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
        let ids = changes.iter().map(|change| change.id);
        self.txn.known()?.forget_rooms(ids);
        rooms::save(self.enter().await?, changes).await?;
        self.leave(());
        Ok(())
    }

    async fn seats(&mut self, ids: &[AttemptId]) -> Result<LockedSeats, StoreError> {
        let list = hex_list(ids.iter().map(AttemptId::as_bytes));
        let seats = answers::SEATS.call().with(list);
        let seats = seats.first(self.enter().await?, |row| {
            packed::seats(&mut Columns::of(row))
        });
        let seats = seats.await?.unwrap_or_default();
        let held = Vec::new();
        Ok(self.leave(LockedSeats { seats, held }))
    }

    async fn load(&mut self, wanted: Wanted<'_>) -> Result<Loaded, StoreError> {
        self.check_whole()?;
        if let Some(loaded) = self.txn.known()?.load(&wanted) {
            return Ok(loaded);
        }
        let rooms = hex_list(wanted.rooms.iter().map(|(id, _)| id.as_bytes()));
        let seats = hex_list(wanted.seats.iter().map(AttemptId::as_bytes));
        let sql = match self.txn.begins() {
            true => answers::BEGIN_LOAD,
            false => answers::LOAD,
        };
        let load = sql
            .call()
            .with(rooms)
            .with(wanted.outages_since.0)
            .with(seats);
        let loaded = load.first(self.enter().await?, packed::loaded);
        let loaded = loaded.await?.unwrap_or_default();
        self.txn.known()?.keep(wanted.outages_since, &loaded);
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
            let ids = changes.iter().map(|change| change.id);
            self.txn.known()?.forget_seats(ids);
            self.append(changes).await?;
            self.beside(changes).await?;
        }
        self.leave(());
        Ok(())
    }

    async fn save_and_commit(
        mut self: Box<Self>,
        changes: &[SeatChange],
    ) -> Result<(), StoreError> {
        self.check_whole()?;
        check_once(changes)?;
        if changes.is_empty() {
            return self.txn.commit().await;
        }
        if needs_more_steps(changes) {
            self.enter().await?;
            self.beside(changes).await?;
        }
        // A statement alone is a transaction of its own.
        let alone = self.txn.begins();
        let last_rows = self.append(changes).await?;
        if !alone {
            let commit = answers::COMMIT.call();
            commit.run_one(self.txn.connection()?).await?;
        }
        self.txn.known()?.committed(changes, &last_rows);
        self.txn.committed();
        Ok(())
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        self.enter().await?;
        self.txn.commit().await
    }
}

impl SqliteUnit {
    /// A unit in this transaction.
    pub(super) const fn new(txn: Txn) -> Self {
        Self { txn, broken: false }
    }

    /// Goes into a step; it counts as cut off until [`Self::leave`].
    async fn enter(&mut self) -> Result<&mut SqliteConnection, StoreError> {
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

    /// Appends the journal rows and writes the attempts; the last journal row of each.
    async fn append(&mut self, changes: &[SeatChange]) -> Result<Vec<i64>, StoreError> {
        let rows: usize = changes.iter().map(|change| change.events.len()).sum();
        let first = self.txn.reserve_rows(rows as i64).await?;
        let (save, last_rows) = filled(changes, (first, rows));
        save.run_one(self.txn.connection()?).await?;
        Ok(last_rows)
    }

    /// What stands beside the attempts' blobs.
    async fn beside(&mut self, changes: &[SeatChange]) -> Result<(), StoreError> {
        beside::save(self.txn.connection()?, changes).await
    }
}

/// The call that saves these changes, whose `count` journal rows begin at `first`; and the last journal row of
/// each.
fn filled(changes: &[SeatChange], (first, count): (i64, usize)) -> (Call, Vec<i64>) {
    let len = changes.iter().flat_map(|c| &c.events).map(Vec::len).sum();
    let mut rows = Slices::with_capacity(count, len);
    let len = changes.iter().map(|change| change.state.len()).sum();
    let mut states = Slices::with_capacity(changes.len(), len);
    let mut last_rows = Vec::with_capacity(changes.len());
    let mut next = first;
    for change in changes {
        let mut last = change.last_row;
        for event in &change.events {
            rows.push([last], change.id.as_bytes(), event);
            last = next;
            next += 1;
        }
        states.push([change.last_row, last], change.id.as_bytes(), &change.state);
        last_rows.push(last);
    }
    let ((rows, events), (list, states)) = (rows.finish(), states.finish());
    let call = answers::SAVE.call().with(rows).with(events).with(first);
    let call = call.with(list).with(states).with(changes.len() as i64);
    (call, last_rows)
}

/// Whether there is more to write than journal rows and attempts.
fn needs_more_steps(changes: &[SeatChange]) -> bool {
    let more = |change: &SeatChange| change.columns.is_some() || !change.strays.is_empty();
    changes.iter().any(more)
}
