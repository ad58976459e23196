//! The live boards, and what they were told, in order. They can be lost, and go away.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use exam::ports::{Correction, Generation, Live, LiveError, SeatUpdate, Standing};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};
use live::MemoryLive;

/// The boards of an embedded server; keeps every update as well.
#[derive(Default)]
pub(crate) struct Boards {
    memory: Mutex<Arc<MemoryLive>>,
    lost: AtomicBool,
    away: AtomicBool,
    told: Mutex<Vec<SeatUpdate>>,
}

impl Boards {
    /// What was told of one attempt.
    pub(crate) fn of(&self, attempt: AttemptId) -> Vec<SeatUpdate> {
        let told = self.told.lock().unwrap();
        let of = told.iter().filter(|update| update.attempt == attempt);
        of.cloned().collect()
    }

    /// Everything on them is gone.
    pub(crate) fn lose(&self) {
        *self.memory.lock().unwrap() = Arc::default();
        self.lost.store(true, Ordering::SeqCst);
    }

    /// They answer nobody, or answer again.
    pub(crate) fn away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    fn memory(&self) -> Arc<MemoryLive> {
        Arc::clone(&self.memory.lock().unwrap())
    }

    fn here(&self) -> Result<Arc<MemoryLive>, LiveError> {
        if self.away.load(Ordering::SeqCst) {
            return Err(LiveError::Away);
        }
        Ok(self.memory())
    }

    async fn whole(&self) -> Result<Arc<MemoryLive>, LiveError> {
        let memory = self.here()?;
        // Boards that no test has lost need no filling to be read.
        match memory.standing().await {
            Standing::Lost(_) if self.lost.load(Ordering::SeqCst) => Err(LiveError::Filling),
            _ => Ok(memory),
        }
    }
}

#[async_trait]
impl Live for Boards {
    fn feed(&self, updates: Vec<SeatUpdate>) {
        self.told.lock().unwrap().extend(updates.iter().cloned());
        self.memory().feed(updates);
    }

    fn contact(&self, sitting: SittingId, attempt: AttemptId, at: Instant) {
        self.memory().contact(sitting, attempt, at);
    }

    async fn contacts(&self, sitting: SittingId) -> Result<Vec<(AttemptId, Instant)>, LiveError> {
        self.here()?.contacts(sitting).await
    }

    async fn seats(&self, sitting: SittingId) -> Result<Vec<SeatUpdate>, LiveError> {
        self.whole().await?.seats(sitting).await
    }

    async fn revision(&self, sitting: SittingId) -> Result<u64, LiveError> {
        self.here()?.revision(sitting).await
    }

    async fn ranking(
        &self,
        formation: FormationId,
        from: usize,
        limit: usize,
    ) -> Result<Vec<SeatUpdate>, LiveError> {
        self.whole().await?.ranking(formation, from, limit).await
    }

    async fn rank_of(
        &self,
        formation: FormationId,
        application: ApplicationId,
    ) -> Result<Option<usize>, LiveError> {
        self.whole().await?.rank_of(formation, application).await
    }

    async fn drawn(&self, sitting: SittingId) -> Result<Option<Vec<u8>>, LiveError> {
        self.here()?.drawn(sitting).await
    }

    async fn draw(
        &self,
        sitting: SittingId,
        before: Option<Vec<u8>>,
        drawn: Vec<u8>,
    ) -> Result<bool, LiveError> {
        self.here()?.draw(sitting, before, drawn).await
    }

    async fn standing(&self) -> Standing {
        match self.here() {
            Ok(memory) => memory.standing().await,
            Err(_) => Standing::Away,
        }
    }

    async fn fill(&self, updates: Vec<SeatUpdate>) -> Result<(), LiveError> {
        self.here()?.fill(updates).await
    }

    async fn set_back(&self, corrections: Vec<Correction>) -> Result<(), LiveError> {
        self.here()?.set_back(corrections).await
    }

    async fn filled(&self, generation: Generation) -> Result<(), LiveError> {
        self.here()?.filled(generation).await
    }

    async fn settled(&self) {}
}
