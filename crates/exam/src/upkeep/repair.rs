//! The boards against the attempt rows: they may be lost at any moment, and may have missed a state.

use std::collections::BTreeMap;

use lexicon::{AttemptId, Instant, SittingId};
use session::{Attempt, RoomStatus};

use super::contacts::decode;
use super::sittings;
use crate::ports::{Generation, LiveError, SeatRow, SeatUpdate, Standing, StoreError};
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
    /// They do not answer.
    Away,
}

/// Keeps the boards true, one step after the other. One node of a fleet at a time is enough; two do no harm.
pub struct Repair {
    ports: Ports,
    steps: u32,
}

impl Repair {
    /// Nothing compared yet.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports, steps: 0 }
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
        for sitting in sittings(&self.ports, wanted).await? {
            self.feed(sitting, &BTreeMap::new()).await?;
        }
        Ok(Repaired::Compared)
    }

    /// Feeds the absolute state of every seat; the boards drop what is not newer than what they have.
    async fn feed(
        &self,
        sitting: SittingId,
        contacts: &BTreeMap<AttemptId, Instant>,
    ) -> Result<(), Failed> {
        let Some(list) = self.ports.store.seats_of(sitting).await? else {
            return Ok(());
        };
        let mut updates = Vec::with_capacity(list.seats.len());
        for summary in &list.seats {
            let contact = contacts.get(&summary.seat.id).copied();
            updates.push(self.state_of(&summary.seat, contact).await?);
        }
        Ok(self.ports.live.fill(updates).await?)
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
