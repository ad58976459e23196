//! Seats as pages ask for them. Whoever asks at the same time is answered by one look at the store: a page that waits
//! asks every three seconds, so that pages ask far more often than they answer.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use lexicon::{AttemptId, Instant, SittingId};
use session::{Room, Span};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::error::ExamError;
use crate::ports::{Loaded, RoomLock, RoomRow, SeatRow, Store, StoreError, Wanted};

/// More than a node has pages.
const WAITING_MAX: usize = 65_536;
/// Seats of one look: half a megabyte.
const AT_ONCE_MAX: usize = 512;
/// A page asks again after five seconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// A seat, its room and the outages since the room was opened, all of one moment.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) row: SeatRow,
    pub(crate) room: Arc<OpenedRoom>,
    /// In order; there may be earlier ones.
    pub(crate) outages: Arc<[Span]>,
}

/// A room, read.
#[derive(Debug)]
pub(crate) struct OpenedRoom {
    pub(crate) row: RoomRow,
    pub(crate) state: Room,
}

type Answer = Result<Reading, ExamError>;

struct Ask {
    seat: (SittingId, AttemptId),
    reply: oneshot::Sender<Answer>,
}

/// The way to readings. The task behind it ends with it.
#[derive(Debug)]
pub struct Readings {
    queue: mpsc::Sender<Ask>,
    reader: JoinHandle<()>,
}

impl Drop for Readings {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

impl Readings {
    /// Begins to read for whoever asks.
    #[must_use]
    pub fn start(store: Arc<dyn Store>) -> Self {
        let (queue, asks) = mpsc::channel(WAITING_MAX);
        let reader = Reader {
            store,
            since: Instant(i64::MAX),
        };
        Self {
            queue,
            reader: tokio::spawn(reader.run(asks)),
        }
    }

    /// A seat of a sitting, as it is in the store after this was called.
    ///
    /// # Errors
    /// `NotFound` for an attempt that is unknown or of another sitting, `Overloaded` when it takes too long, store
    /// errors.
    pub(crate) async fn read(&self, seat: (SittingId, AttemptId)) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.queue
            .try_send(Ask { seat, reply })
            .map_err(|error| match error {
                TrySendError::Full(_) => ExamError::Overloaded,
                TrySendError::Closed(_) => ExamError::Unavailable,
            })?;
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(ExamError::Unavailable),
            Err(_) => Err(ExamError::Overloaded),
        }
    }
}

struct Reader {
    store: Arc<dyn Store>,
    /// As early as the earliest opening of any room met so far: outages before it concern nobody.
    since: Instant,
}

impl Reader {
    async fn run(mut self, mut queue: mpsc::Receiver<Ask>) {
        let mut asks = Vec::new();
        while queue.recv_many(&mut asks, AT_ONCE_MAX).await > 0 {
            asks.retain(|ask: &Ask| !ask.reply.is_closed());
            self.answer(core::mem::take(&mut asks)).await;
        }
    }

    /// One look for all; where a row cannot be read, one for each, so that only its own seat suffers.
    async fn answer(&mut self, asks: Vec<Ask>) {
        let seats: Vec<(SittingId, AttemptId)> = asks.iter().map(|ask| ask.seat).collect();
        match self.look(&seats).await {
            Ok(found) => {
                for ask in asks {
                    let reading = found.get(&ask.seat).cloned();
                    let reading = reading.ok_or(ExamError::NotFound("attempt"));
                    let _ = ask.reply.send(reading);
                }
            }
            Err(StoreError::Data(_)) if asks.len() > 1 => {
                for ask in asks {
                    let seat = ask.seat;
                    let found = self.look(&[seat]).await;
                    let _ = ask.reply.send(one(found, seat));
                }
            }
            Err(error) => {
                let mut failure = Some(error);
                for ask in asks {
                    // The first tells what it was; to a page it is the same.
                    let error = failure.take().map_or(ExamError::Unavailable, Into::into);
                    let _ = ask.reply.send(Err(error));
                }
            }
        }
    }

    async fn look(
        &mut self,
        seats: &[(SittingId, AttemptId)],
    ) -> Result<BTreeMap<(SittingId, AttemptId), Reading>, StoreError> {
        let mut rooms: Vec<SittingId> = seats.iter().map(|(sitting, _)| *sitting).collect();
        rooms.sort_unstable();
        rooms.dedup();
        let rooms: Vec<(SittingId, RoomLock)> =
            rooms.into_iter().map(|id| (id, RoomLock::Read)).collect();
        let mut attempts: Vec<AttemptId> = seats.iter().map(|(_, attempt)| *attempt).collect();
        attempts.sort_unstable();
        attempts.dedup();
        loop {
            let wanted = Wanted {
                rooms: &rooms,
                outages_since: self.since,
                seats: &attempts,
            };
            let loaded = self.store.look(wanted).await?;
            let (found, earliest) = read(loaded)?;
            if earliest.is_none_or(|opened| opened >= self.since) {
                return Ok(found);
            }
            // A room that was opened before any met so far: its outages are wanted too.
            self.since = earliest.unwrap_or(self.since);
        }
    }
}

type Found = BTreeMap<(SittingId, AttemptId), Reading>;

/// The readings, and when the first of their rooms was opened.
fn read(loaded: Loaded) -> Result<(Found, Option<Instant>), StoreError> {
    let mut rooms: BTreeMap<SittingId, Arc<OpenedRoom>> = BTreeMap::new();
    for row in loaded.rooms {
        let state = Room::decode(&row.state)
            .map_err(|error| StoreError::Data(format!("the row of room {}: {error}", row.id)))?;
        rooms.insert(row.id, Arc::new(OpenedRoom { row, state }));
    }
    let earliest = rooms.values().filter_map(|room| room.state.opened).min();
    let outages: Arc<[Span]> = loaded.outages.into();
    let readings = loaded.seats.into_iter().filter_map(|row| {
        let room = Arc::clone(rooms.get(&row.sitting)?);
        let outages = Arc::clone(&outages);
        let key = (row.sitting, row.id);
        Some((key, Reading { row, room, outages }))
    });
    Ok((readings.collect(), earliest))
}

fn one(found: Result<Found, StoreError>, seat: (SittingId, AttemptId)) -> Answer {
    found?.remove(&seat).ok_or(ExamError::NotFound("attempt"))
}
