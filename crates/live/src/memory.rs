//! The live state in this process.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use exam::ports::{Correction, Generation, Live, LiveError, SeatUpdate, Standing};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};

use crate::board::{Board, SEATS_MAX};

/// States taken in while the lock is held once: a few tens of microseconds.
const UPDATES_PER_LOCK: usize = 64;
/// Hall boards that are kept, at most.
const DRAWINGS_MAX: usize = 300;
/// A process loses its boards with its life only.
const ONLY: Generation = Generation(0);

/// Hall boards, the one drawn longest ago first.
type Drawings = VecDeque<(SittingId, Vec<u8>)>;

/// Boards behind one lock that nobody keeps across an await: taking in a state is O(log n), so there is no queue
/// to fill up, and they always answer.
#[derive(Debug, Default)]
pub struct MemoryLive {
    board: Mutex<Board>,
    filled: AtomicBool,
    drawings: Mutex<Drawings>,
}

impl MemoryLive {
    /// Nothing known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn drawings(&self) -> MutexGuard<'_, Drawings> {
        self.drawings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        // A panic between two states leaves the boards usable, and the repair pass mends them.
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn report(refused: usize) {
    if refused > 0 {
        tracing::warn!(
            refused,
            SEATS_MAX,
            "the boards are full: attempts are left out"
        );
    }
}

#[async_trait]
impl Live for MemoryLive {
    fn feed(&self, updates: Vec<SeatUpdate>) {
        let mut updates = updates.into_iter().peekable();
        let mut refused = 0;
        while updates.peek().is_some() {
            let mut board = self.board();
            let some = updates.by_ref().take(UPDATES_PER_LOCK);
            refused += some
                .map(|update| board.take(update))
                .filter(|taken| !taken)
                .count();
        }
        report(refused);
    }

    fn contact(&self, _: SittingId, attempt: AttemptId, at: Instant) {
        self.board().contact(attempt, at);
    }

    async fn contacts(&self, sitting: SittingId) -> Result<Vec<(AttemptId, Instant)>, LiveError> {
        let board = self.board();
        let contacts = board
            .seats(sitting)
            .filter_map(|seat| Some((seat.attempt, seat.contact?)));
        Ok(contacts.collect())
    }

    async fn seats(&self, sitting: SittingId) -> Result<Vec<SeatUpdate>, LiveError> {
        Ok(self.board().seats(sitting).cloned().collect())
    }

    async fn revision(&self, sitting: SittingId) -> Result<u64, LiveError> {
        Ok(self.board().revision(sitting))
    }

    async fn ranking(
        &self,
        formation: FormationId,
        from: usize,
        limit: usize,
    ) -> Result<Vec<SeatUpdate>, LiveError> {
        let board = self.board();
        Ok(board.ranking(formation, from, limit).cloned().collect())
    }

    async fn rank_of(
        &self,
        formation: FormationId,
        application: ApplicationId,
    ) -> Result<Option<usize>, LiveError> {
        Ok(self.board().rank_of(formation, application))
    }

    async fn drawn(&self, sitting: SittingId) -> Result<Option<Vec<u8>>, LiveError> {
        let drawings = self.drawings();
        let found = drawings.iter().find(|(known, _)| *known == sitting);
        Ok(found.map(|(_, drawn)| drawn.clone()))
    }

    async fn draw(
        &self,
        sitting: SittingId,
        before: Option<Vec<u8>>,
        drawn: Vec<u8>,
    ) -> Result<bool, LiveError> {
        let mut drawings = self.drawings();
        let at = drawings.iter().position(|(known, _)| *known == sitting);
        let known = at.and_then(|at| drawings.get(at)).map(|(_, known)| known);
        if known != before.as_ref() {
            return Ok(false);
        }
        if let Some(at) = at {
            drawings.remove(at);
        } else if drawings.len() >= DRAWINGS_MAX {
            drawings.pop_front();
        }
        drawings.push_back((sitting, drawn));
        Ok(true)
    }

    async fn standing(&self) -> Standing {
        if self.filled.load(Ordering::Relaxed) {
            Standing::Whole
        } else {
            Standing::Lost(ONLY)
        }
    }

    async fn fill(&self, updates: Vec<SeatUpdate>) -> Result<(), LiveError> {
        self.feed(updates);
        Ok(())
    }

    async fn set_back(&self, corrections: Vec<Correction>) -> Result<(), LiveError> {
        for some in corrections.chunks(UPDATES_PER_LOCK) {
            let mut board = self.board();
            some.iter()
                .for_each(|correction| board.set_back(correction));
        }
        Ok(())
    }

    async fn filled(&self, generation: Generation) -> Result<(), LiveError> {
        if generation == ONLY {
            self.filled.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn settled(&self) {}
}
