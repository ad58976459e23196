//! The live state in this process.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use exam::ports::{Live, SeatUpdate};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};

use crate::board::{Board, SEATS_MAX};

/// States taken in while the lock is held once: a few tens of microseconds.
const UPDATES_PER_LOCK: usize = 64;

/// Boards behind one lock that nobody keeps across an await: taking in a state is O(log n), so there is no queue
/// to fill up.
#[derive(Debug, Default)]
pub struct MemoryLive {
    board: Mutex<Board>,
}

impl MemoryLive {
    /// Nothing known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets every attempt that is not in `states` and takes these in; of an attempt that is known by a later
    /// revision or contact, those stay.
    pub fn rebuild(&self, states: Vec<SeatUpdate>) {
        let mut board = Board::default();
        let refused = states.into_iter().map(|state| board.take(state));
        report(refused.filter(|taken| !taken).count());
        let mut current = self.board();
        board.remember(&current);
        *current = board;
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

    fn contact(&self, attempt: AttemptId, at: Instant) {
        self.board().contact(attempt, at);
    }

    async fn contacts(&self, sitting: SittingId) -> Vec<(AttemptId, Instant)> {
        let board = self.board();
        let contacts = board
            .seats(sitting)
            .filter_map(|seat| Some((seat.attempt, seat.contact?)));
        contacts.collect()
    }

    async fn seats(&self, sitting: SittingId) -> Vec<SeatUpdate> {
        self.board().seats(sitting).cloned().collect()
    }

    async fn revision(&self, sitting: SittingId) -> u64 {
        self.board().revision(sitting)
    }

    async fn ranking(&self, formation: FormationId, from: usize, limit: usize) -> Vec<SeatUpdate> {
        let board = self.board();
        board.ranking(formation, from, limit).cloned().collect()
    }

    async fn rank_of(&self, formation: FormationId, application: ApplicationId) -> Option<usize> {
        self.board().rank_of(formation, application)
    }
}
