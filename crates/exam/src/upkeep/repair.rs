//! The boards against the attempt rows: they may be lost at any moment, and may have missed a state.

use std::collections::{BTreeMap, HashMap};

use lexicon::{AttemptId, Instant, SittingId};
use session::{Attempt, LEASE, RoomStatus};

use super::contacts::decode;
use super::sittings;
use crate::ports::{Correction, Generation, LiveError, SeatRow, SeatUpdate, Standing, StoreError};
use crate::recorder::{Ports, seat_update};

/// Every so many steps closed sittings are compared as well: there an attempt may be annulled or reopened.
const CLOSED_EVERY: u32 = 12;

/// What a step has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repaired {
    /// The boards had lost something: they were told of every attempt.
    Filled,
    /// They were told of the attempts of sittings under way, in case they had missed one.
    Compared,
    /// So many of their states were of commits that the store has lost, and were set back to what it has.
    SetBack(usize),
    /// They do not answer.
    Away,
}

/// Keeps the boards true, one step after the other. One node of a fleet at a time is enough; two do no harm.
pub struct Repair {
    ports: Ports,
    steps: u32,
    /// Since when they were seen lost by a process whose turn it is not.
    lost: Option<Instant>,
}

impl Repair {
    /// Nothing compared yet.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self {
            ports,
            steps: 0,
            lost: None,
        }
    }

    /// For a process whose turn it is not: fills boards that have been lost for a lease. Whoever's turn it is may not
    /// reach them.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub async fn look(&mut self) -> Result<Option<Repaired>, StoreError> {
        let now = self.ports.clock.now();
        if !matches!(self.ports.live.standing().await, Standing::Lost(_)) {
            self.lost = None;
            return Ok(None);
        }
        if now - *self.lost.get_or_insert(now) < LEASE {
            return Ok(None);
        }
        self.step().await.map(Some)
    }

    /// Asks the boards how they are, and tells them what they may not know.
    ///
    /// # Errors
    /// When the store cannot be read: the next step tries again.
    pub async fn step(&mut self) -> Result<Repaired, StoreError> {
        let closed_too = self.steps.is_multiple_of(CLOSED_EVERY);
        self.steps = self.steps.wrapping_add(1);
        let done = match self.ports.live.standing().await {
            Standing::Lost(generation) => self.fill(generation).await,
            Standing::Whole => self.compare(closed_too).await,
            Standing::Away => Err(Failed::Live(LiveError::Away)),
        };
        match done {
            Ok(done) => Ok(done),
            Err(Failed::Live(_)) => Ok(Repaired::Away),
            Err(Failed::Store(error)) => Err(error),
        }
    }

    /// The states of all attempts. Where there are more than boards hold, those of sealed sittings are left out.
    async fn fill(&self, generation: Generation) -> Result<Repaired, Failed> {
        tracing::info!("the boards are being filled from the attempt rows");
        let at_work: fn(RoomStatus) -> bool = |status| status != RoomStatus::Sealed;
        for wanted in [at_work, |status| status == RoomStatus::Sealed] {
            for sitting in sittings(&self.ports, wanted).await? {
                let noted = self.ports.store.contacts(sitting).await?;
                let contacts = noted.and_then(|bytes| decode(&bytes));
                self.feed(sitting, &contacts.unwrap_or_default()).await?;
            }
        }
        self.ports.live.filled(generation).await?;
        tracing::info!("the boards are filled");
        Ok(Repaired::Filled)
    }

    async fn compare(&self, closed_too: bool) -> Result<Repaired, Failed> {
        let wanted: fn(RoomStatus) -> bool = if closed_too {
            |status| matches!(status, RoomStatus::Open | RoomStatus::Closed)
        } else {
            |status| status == RoomStatus::Open
        };
        let mut set_back = 0;
        for sitting in sittings(&self.ports, wanted).await? {
            // Before the rows: boards are told after the commit, so what they know now the rows have, or have lost.
            let seen = self.ports.live.seats(sitting).await?;
            let rows = self.feed(sitting, &BTreeMap::new()).await?;
            set_back += self.set_back(sitting, seen, &rows).await?;
        }
        Ok(match set_back {
            0 => Repaired::Compared,
            states => Repaired::SetBack(states),
        })
    }

    /// Rows are the truth, also when they went back: to a standby that had not heard of the last commits, say, or to a
    /// backup. What a process still has to tell of the lost ones is set back the next time.
    async fn set_back(
        &self,
        sitting: SittingId,
        seen: Vec<SeatUpdate>,
        rows: &[SeatUpdate],
    ) -> Result<usize, Failed> {
        let rows = rows.iter().map(|row| (row.attempt, row));
        let rows: HashMap<AttemptId, &SeatUpdate> = rows.collect();
        let corrections = seen.into_iter().filter_map(|seen| {
            let row = rows.get(&seen.attempt).copied();
            let stands = row.is_some_and(|row| row.supersedes(&seen) || row.says_the_same(&seen));
            let row = row.cloned();
            (!stands).then_some(Correction { seen, row })
        });
        let corrections: Vec<Correction> = corrections.collect();
        let states = corrections.len();
        if states > 0 {
            tracing::error!(
                %sitting, states, "the store has gone back behind what the boards were told; they follow"
            );
            self.ports.live.set_back(corrections).await?;
        }
        Ok(states)
    }

    /// Feeds the absolute state of every seat; the boards drop what is not newer than what they have. Returns what the
    /// rows say.
    async fn feed(
        &self,
        sitting: SittingId,
        contacts: &BTreeMap<AttemptId, Instant>,
    ) -> Result<Vec<SeatUpdate>, Failed> {
        let Some(list) = self.ports.store.seats_of(sitting).await? else {
            return Ok(Vec::new());
        };
        let mut updates = Vec::with_capacity(list.seats.len());
        for summary in &list.seats {
            let contact = contacts.get(&summary.seat.id).copied();
            updates.push(self.state_of(&summary.seat, contact).await?);
        }
        self.ports.live.fill(updates.clone()).await?;
        Ok(updates)
    }

    async fn state_of(
        &self,
        row: &SeatRow,
        contact: Option<Instant>,
    ) -> Result<SeatUpdate, StoreError> {
        let store = &*self.ports.store;
        let form = self.ports.forms.get(store, row.form, row.variant).await?;
        let attempt = Attempt::decode(&row.state)
            .map_err(|_| StoreError::Data(format!("row of attempt {}", row.id)))?;
        Ok(seat_update(row, &attempt, &form, contact))
    }
}

#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Live(#[from] LiveError),
}
