//! What the live boards said last of each formation: shown, with its time, while they say nothing.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lexicon::{FormationId, Instant};

use crate::app::App;
use crate::error::ExamError;
use crate::ports::SeatUpdate;

/// States that are kept, of all formations together: some ten megabytes. What was read first is forgotten first.
const SEATS_MAX: usize = 50_000;

/// The order of a formation at an instant.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    pub(crate) as_of: Instant,
    /// Best first.
    pub(crate) seats: Arc<Vec<SeatUpdate>>,
}

/// The orders that this node has read.
#[derive(Debug, Default)]
pub struct Seen {
    orders: Mutex<VecDeque<(FormationId, Ranked)>>,
}

impl Seen {
    /// The order of a formation: of now, or where the boards say nothing the one that was read last.
    ///
    /// # Errors
    /// [`ExamError::Overloaded`] when there is none to show.
    pub(crate) async fn ranking(
        &self,
        app: &App,
        formation: FormationId,
    ) -> Result<Ranked, ExamError> {
        let as_of = app.clock.now();
        match app.live.ranking(formation, 0, usize::MAX).await {
            Ok(seats) => {
                let seats = Arc::new(seats);
                let ranked = Ranked { as_of, seats };
                self.keep(formation, ranked.clone());
                Ok(ranked)
            }
            Err(error) => {
                tracing::debug!(%error, %formation, "an order of earlier is shown");
                self.kept(formation).ok_or(ExamError::Overloaded)
            }
        }
    }

    fn keep(&self, formation: FormationId, ranked: Ranked) {
        let mut orders = self.orders();
        orders.retain(|(known, _)| *known != formation);
        orders.push_back((formation, ranked));
        let mut seats: usize = orders.iter().map(|(_, order)| order.seats.len()).sum();
        while seats > SEATS_MAX
            && let Some((_, forgotten)) = orders.pop_front()
        {
            seats -= forgotten.seats.len();
        }
    }

    fn kept(&self, formation: FormationId) -> Option<Ranked> {
        let orders = self.orders();
        let found = orders.iter().find(|(known, _)| *known == formation);
        found.map(|(_, ranked)| ranked.clone())
    }

    fn orders(&self) -> MutexGuard<'_, VecDeque<(FormationId, Ranked)>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use lexicon::{ApplicationId, AttemptId, SittingId};
    use session::Status;

    use super::*;

    fn formation(number: u8) -> FormationId {
        FormationId::from_bytes([number; 16])
    }

    fn ranked(len: usize, as_of: i64) -> Ranked {
        let seat = SeatUpdate {
            attempt: AttemptId::from_bytes([1; 16]),
            sitting: SittingId::from_bytes([1; 16]),
            application: ApplicationId::from_bytes([1; 16]),
            formation: formation(1),
            revision: 1,
            status: Status::Running,
            answered: 0,
            totals: Vec::new(),
            rank_key: scoring::Key::default(),
            contact: None,
        };
        Ranked {
            as_of: Instant(as_of),
            seats: Arc::new(vec![seat; len]),
        }
    }

    #[test]
    fn what_was_read_first_makes_room() {
        let seen = Seen::default();
        seen.keep(formation(1), ranked(SEATS_MAX / 2, 1));
        seen.keep(formation(2), ranked(SEATS_MAX / 2, 2));
        seen.keep(formation(1), ranked(SEATS_MAX / 2, 3));
        seen.keep(formation(3), ranked(1, 4));
        let as_of = |number| seen.kept(formation(number)).map(|kept| kept.as_of.0);
        assert_eq!([1, 2, 3].map(as_of), [Some(3), None, Some(4)]);
    }
}
