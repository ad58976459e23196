//! The live boards, and what they were told, in order.

use std::sync::Mutex;

use async_trait::async_trait;
use exam::ports::{Live, SeatUpdate};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};
use live::MemoryLive;

/// The boards of an embedded server; keeps every update as well.
#[derive(Default)]
pub(crate) struct Boards {
    memory: MemoryLive,
    told: Mutex<Vec<SeatUpdate>>,
}

impl Boards {
    /// What was told of one attempt.
    pub(crate) fn of(&self, attempt: AttemptId) -> Vec<SeatUpdate> {
        let told = self.told.lock().unwrap();
        let of = told.iter().filter(|update| update.attempt == attempt);
        of.cloned().collect()
    }
}

#[async_trait]
impl Live for Boards {
    fn feed(&self, updates: Vec<SeatUpdate>) {
        self.told.lock().unwrap().extend(updates.iter().cloned());
        self.memory.feed(updates);
    }

    fn contact(&self, attempt: AttemptId, at: Instant) {
        self.memory.contact(attempt, at);
    }

    async fn contacts(&self, sitting: SittingId) -> Vec<(AttemptId, Instant)> {
        self.memory.contacts(sitting).await
    }

    async fn seats(&self, sitting: SittingId) -> Vec<SeatUpdate> {
        self.memory.seats(sitting).await
    }

    async fn revision(&self, sitting: SittingId) -> u64 {
        self.memory.revision(sitting).await
    }

    async fn ranking(&self, formation: FormationId, from: usize, limit: usize) -> Vec<SeatUpdate> {
        self.memory.ranking(formation, from, limit).await
    }

    async fn rank_of(&self, formation: FormationId, application: ApplicationId) -> Option<usize> {
        self.memory.rank_of(formation, application).await
    }
}
