//! Telling the server, one script per batch.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

use exam::ports::{Correction, LiveError, SeatUpdate};
use lexicon::{FormationId, SittingId};

use super::Shared;
use crate::board::SEATS_MAX;
use crate::redis::codec;
use crate::redis::keys::{BOARDS_S, CONTACTS_S};
use crate::redis::pending::{BATCH_MAX, Batch, Contact};

/// After a batch that failed: the link tries to connect again meanwhile.
const AGAIN_AFTER: Duration = Duration::from_millis(50);

/// After a batch, for each state in it: some eight times what the server needs for one. Under load a seat changes many
/// times a second and only its latest state is of use; without the rest, the server's and the node's time would go into
/// states that nobody sees.
const REST_PER_STATE: Duration = Duration::from_micros(100);

/// What the script is told of one attempt.
struct Line<'s> {
    state: &'s SeatUpdate,
    /// None: the attempt is taken off the boards.
    bytes: Vec<u8>,
    is_ranked: bool,
    /// Where the state is set back: what the boards must still say of it.
    seen: Vec<u8>,
}

/// Numbers from 1, in the order in which things come first.
struct Numbered<K> {
    numbers: HashMap<K, usize>,
    order: Vec<K>,
}

impl<K: Copy + Eq + Hash> Numbered<K> {
    fn new() -> Self {
        Self {
            numbers: HashMap::new(),
            order: Vec::new(),
        }
    }

    fn number(&mut self, key: K) -> usize {
        *self.numbers.entry(key).or_insert_with(|| {
            self.order.push(key);
            self.order.len()
        })
    }
}

impl Shared {
    /// Tells the server what waits, for ever. A batch that fails goes again until it is there: what it says is
    /// absolute, and newer states wait beside it.
    pub(super) async fn tell_on(&self) {
        loop {
            let batch = {
                let mut waiting = self.waiting();
                let batch = waiting.pending.next_batch();
                waiting.telling = !batch.is_empty();
                batch
            };
            if batch.is_empty() {
                self.settled.notify_waiters();
                self.fed.notified().await;
                continue;
            }
            loop {
                self.link.open().await;
                if self.apply(&batch).await.is_ok() {
                    break;
                }
                tokio::time::sleep(AGAIN_AFTER).await;
            }
            self.rest_after(&batch).await;
        }
    }

    /// Lets states come together, unless a whole batch of them waits already.
    async fn rest_after(&self, batch: &Batch) {
        {
            let mut waiting = self.waiting();
            waiting.telling = false;
            if waiting.pending.is_full() {
                return;
            }
            if waiting.pending.is_empty() {
                self.settled.notify_waiters();
            }
        }
        let states = u32::try_from(batch.states.len()).unwrap_or(u32::MAX);
        tokio::time::sleep(REST_PER_STATE.saturating_mul(states)).await;
    }

    /// Tells the server now, and waits.
    pub(super) async fn fill(&self, updates: Vec<SeatUpdate>) -> Result<(), LiveError> {
        let mut updates = updates.into_iter().peekable();
        while updates.peek().is_some() {
            let batch = Batch {
                states: updates.by_ref().take(BATCH_MAX).collect(),
                contacts: Vec::new(),
            };
            self.apply(&batch).await?;
        }
        Ok(())
    }

    /// Sets states back now, and waits.
    pub(super) async fn set_back(&self, corrections: Vec<Correction>) -> Result<(), LiveError> {
        for some in corrections.chunks(BATCH_MAX) {
            let lines = some.iter().map(|Correction { seen, row }| Line {
                state: row.as_ref().unwrap_or(seen),
                bytes: row.as_ref().map(codec::state).unwrap_or_default(),
                is_ranked: row.as_ref().is_some_and(SeatUpdate::is_ranked),
                seen: codec::state(seen),
            });
            self.run(&lines.collect::<Vec<_>>(), &[]).await?;
        }
        Ok(())
    }

    async fn apply(&self, batch: &Batch) -> Result<(), LiveError> {
        let lines = batch.states.iter().map(|state| Line {
            state,
            bytes: codec::state(state),
            is_ranked: state.is_ranked(),
            seen: Vec::new(),
        });
        self.run(&lines.collect::<Vec<_>>(), &batch.contacts).await
    }

    async fn run(&self, lines: &[Line<'_>], contacts: &[Contact]) -> Result<(), LiveError> {
        let mut sittings = Numbered::<SittingId>::new();
        let mut formations = Numbered::<FormationId>::new();
        let mut told = self.apply.prepare_invoke();
        let lines = lines.iter().map(|line| {
            let numbers = (
                sittings.number(line.state.sitting),
                formations.number(line.state.formation),
            );
            (numbers, line)
        });
        let lines: Vec<_> = lines.collect();
        let contacts: Vec<_> = contacts
            .iter()
            .map(|(sitting, attempt, at)| (sittings.number(*sitting), attempt, at))
            .collect();
        let keys = &self.link.keys;
        told.key(&keys.epoch).key(&keys.filled);
        for sitting in &sittings.order {
            told.key(keys.seats(*sitting))
                .key(keys.contacts(*sitting))
                .key(keys.revision(*sitting));
        }
        for formation in &formations.order {
            told.key(keys.order(*formation))
                .key(keys.places(*formation));
        }
        told.arg(sittings.order.len()).arg(formations.order.len());
        told.arg(lines.len())
            .arg(BOARDS_S)
            .arg(CONTACTS_S)
            .arg(SEATS_MAX);
        for (
            (sitting, formation),
            Line {
                state,
                bytes,
                is_ranked,
                seen,
            },
        ) in lines
        {
            let place = is_ranked.then(|| codec::place(state));
            let contact = state.contact.map(|at| at.0.to_string());
            told.arg(sitting).arg(formation);
            told.arg(state.attempt.as_bytes())
                .arg(state.application.as_bytes());
            told.arg(bytes).arg(place.unwrap_or_default());
            told.arg(contact.unwrap_or_default()).arg(seen);
        }
        for (sitting, attempt, at) in contacts {
            told.arg(sitting).arg(attempt.as_bytes()).arg(at.0);
        }
        let answer: Option<(u64, usize)> = self.link.run(&told).await;
        let (_, refused) = answer.ok_or(LiveError::Away)?;
        if refused > 0 {
            tracing::warn!(
                refused,
                SEATS_MAX,
                "a sitting is full: attempts are left out"
            );
        }
        Ok(())
    }
}
