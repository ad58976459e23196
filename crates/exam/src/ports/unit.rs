//! The unit of work of the answer path. `exam` drives it; adapters move rows and never judge.

use async_trait::async_trait;
use lexicon::{AttemptId, Instant, SelectionId, SittingId};
use session::{ProcessId, Settlement, Span, Status, Stray, UptimeRow};

use super::{SeatRow, StoreError};

/// Uptime as the settlement needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UptimeState {
    /// The latest row of the asking process.
    pub own: Option<UptimeRow>,
    /// The latest end of any process's row.
    pub latest: Option<Instant>,
}

/// How a sitting's row is held until the end of the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoomLock {
    /// Read only: answers.
    Read,
    /// Shared: start and log-in.
    Share,
    /// Exclusive: acts for the whole room.
    Exclusive,
}

/// A sitting as the judge reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomRow {
    /// Which sitting.
    pub id: SittingId,
    /// Of which selection.
    pub selection: SelectionId,
    /// Policy `late_start` of the sitting.
    pub late_start_until_end: bool,
    /// Encoded [`session::Room`].
    pub state: Vec<u8>,
}

/// A changed room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomChange {
    /// Which sitting.
    pub id: SittingId,
    /// Encoded [`session::Room`].
    pub state: Vec<u8>,
    /// Its status, beside the blob for queries.
    pub status: session::RoomStatus,
    /// Whether any pause is open, beside the blob for queries.
    pub paused: bool,
    /// New ledger entries: position (from 1) and encoded bytes.
    pub entries: Vec<(u32, Vec<u8>)>,
}

/// What staff query beside the blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Where the attempt stands.
    pub status: Status,
    /// When the closer has to look. Never later than the true deadline; an earlier one is looked at again.
    pub deadline: Option<Instant>,
}

/// A changed attempt with its new rows.
#[derive(Clone, Debug)]
pub struct SeatChange {
    /// Which attempt.
    pub id: AttemptId,
    /// Its last journal row as it was read: the first new row points to it.
    pub last_row: i64,
    /// Encoded [`session::Attempt`].
    pub state: Vec<u8>,
    /// Only when they changed.
    pub columns: Option<Columns>,
    /// Encoded journal events, in order.
    pub events: Vec<Vec<u8>>,
    /// Events that do not count. Of late ones the last per item is kept, of refused ones all that come here.
    pub strays: Vec<Stray>,
}

/// One transaction of the answer path. Dropped without `commit`, it leaves nothing behind.
#[async_trait]
pub trait Unit: Send {
    /// Uptime of `process` and of all.
    async fn uptime(&mut self, process: ProcessId) -> Result<UptimeState, StoreError>;

    /// As [`super::Store::uptime_since`], on the connection of the unit: whoever judges waits for no other.
    async fn uptime_since(&mut self, since: Instant) -> Result<Vec<UptimeRow>, StoreError>;

    /// Writes a settlement: the row (by process and start) and, if any, the outage (by its start).
    async fn settle(&mut self, settlement: &Settlement) -> Result<(), StoreError>;

    /// Outages that end after `since`, in order.
    async fn outages_since(&mut self, since: Instant) -> Result<Vec<Span>, StoreError>;

    /// Locks sittings in id order. Unknown ids are left out.
    async fn rooms(&mut self, ids: &[(SittingId, RoomLock)]) -> Result<Vec<RoomRow>, StoreError>;

    /// Locks exclusively all sittings in which time can run: open ones, and closed ones in which a reopened
    /// attempt runs.
    async fn open_rooms(&mut self) -> Result<Vec<RoomRow>, StoreError>;

    /// How many attempts of a sitting are running.
    async fn running(&mut self, sitting: SittingId) -> Result<u32, StoreError>;

    /// Writes changed rooms and their ledger entries.
    async fn save_rooms(&mut self, changes: &[RoomChange]) -> Result<(), StoreError>;

    /// Locks attempts in id order; those that another unit holds are left out, and so are unknown ids
    /// (`known` tells the two apart: ids that exist but are held).
    async fn seats(&mut self, ids: &[AttemptId]) -> Result<LockedSeats, StoreError>;

    /// What judging a batch needs, in as few steps as the engine can: as [`Self::rooms`],
    /// [`Self::outages_since`] and [`Self::seats`] one after the other.
    async fn load(&mut self, wanted: Wanted<'_>) -> Result<Loaded, StoreError> {
        let rooms = self.rooms(wanted.rooms).await?;
        let outages = self.outages_since(wanted.outages_since).await?;
        let LockedSeats { seats, held } = self.seats(wanted.seats).await?;
        Ok(Loaded {
            rooms,
            outages,
            seats,
            held,
        })
    }

    /// Journal rows of an attempt backwards from row `from` (0 = none), at most `limit`: encoded events,
    /// newest first, and the row to go on from (0 = the beginning was reached).
    async fn journal_back(
        &mut self,
        from: i64,
        limit: u32,
    ) -> Result<(Vec<Vec<u8>>, i64), StoreError>;

    /// The strays of an attempt, by (epoch, seq).
    async fn strays(&mut self, attempt: AttemptId) -> Result<Vec<Stray>, StoreError>;

    /// Appends journal rows and strays, and writes the attempts.
    async fn save_seats(&mut self, changes: &[SeatChange]) -> Result<(), StoreError>;

    /// As [`Self::save_seats`] and then [`Self::commit`], in as few steps as the engine can. After `Data`,
    /// `Exists` and `Stale` nothing was committed.
    async fn save_and_commit(
        mut self: Box<Self>,
        changes: &[SeatChange],
    ) -> Result<(), StoreError> {
        self.save_seats(changes).await?;
        self.commit().await
    }

    /// Commits; when this returns, everything is on disk.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// What a batch wants locked and read.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// Sittings in id order.
    pub rooms: &'w [(SittingId, RoomLock)],
    /// Outages that end after this.
    pub outages_since: Instant,
    /// Attempts in id order.
    pub seats: &'w [AttemptId],
}

/// What a batch got.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Locked, in id order. Unknown ids are left out.
    pub rooms: Vec<RoomRow>,
    /// In order.
    pub outages: Vec<Span>,
    /// Locked, in id order. Unknown ids are left out.
    pub seats: Vec<SeatRow>,
    /// Exist, but another unit holds them: they wait for the next batch.
    pub held: Vec<AttemptId>,
}

/// What locking attempts came to.
#[derive(Clone, Debug, Default)]
pub struct LockedSeats {
    /// Locked, in id order.
    pub seats: Vec<SeatRow>,
    /// Exist, but another unit holds them: they wait for the next batch.
    pub held: Vec<AttemptId>,
}
