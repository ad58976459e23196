//! What waits to be told: the latest state of each attempt, and when it was last heard.
//!
//! Both are bounded. A newer state takes the place of an older one of the same attempt, so that even a server that is
//! away for long costs one place per attempt, and nothing is lost by it.

use std::collections::{HashMap, VecDeque};

use exam::ports::SeatUpdate;
use lexicon::{AttemptId, Instant, SittingId};

/// Attempts whose states wait, at most; more than a node can have running.
pub(super) const WAITING_MAX: usize = 65_536;
/// States, and contacts, in one batch: a script of a few milliseconds.
pub(super) const BATCH_MAX: usize = 512;

/// A contact of a candidate's page.
pub(super) type Contact = (SittingId, AttemptId, Instant);

/// What one script is told.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) states: Vec<SeatUpdate>,
    pub(super) contacts: Vec<Contact>,
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.states.is_empty() && self.contacts.is_empty()
    }
}

/// The waiting.
#[derive(Debug, Default)]
pub(super) struct Pending {
    states: HashMap<AttemptId, SeatUpdate>,
    /// In the order in which they came to wait.
    queue: VecDeque<AttemptId>,
    contacts: HashMap<AttemptId, (SittingId, Instant)>,
    heard: VecDeque<AttemptId>,
    /// Whether a state was dropped for want of room.
    pub(super) lost: bool,
}

impl Pending {
    pub(super) fn feed(&mut self, mut update: SeatUpdate) {
        if let Some(known) = self.states.get_mut(&update.attempt) {
            update.contact = update.contact.max(known.contact);
            if update.supersedes(known) {
                *known = update;
            } else {
                known.contact = update.contact;
            }
            return;
        }
        if self.queue.len() >= WAITING_MAX
            && let Some(oldest) = self.queue.pop_front()
        {
            self.states.remove(&oldest);
            self.lost = true;
        }
        self.queue.push_back(update.attempt);
        self.states.insert(update.attempt, update);
    }

    pub(super) fn contact(&mut self, (sitting, attempt, at): Contact) {
        if let Some((_, known)) = self.contacts.get_mut(&attempt) {
            *known = at.max(*known);
            return;
        }
        // The next contact is three seconds away: who was dropped is soon heard again.
        if self.heard.len() >= WAITING_MAX
            && let Some(oldest) = self.heard.pop_front()
        {
            self.contacts.remove(&oldest);
        }
        self.heard.push_back(attempt);
        self.contacts.insert(attempt, (sitting, at));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.heard.is_empty()
    }

    /// Whether a whole batch waits.
    pub(super) fn is_full(&self) -> bool {
        self.queue.len().max(self.heard.len()) >= BATCH_MAX
    }

    /// Takes out what waited longest.
    pub(super) fn next_batch(&mut self) -> Batch {
        let mut batch = Batch::default();
        for attempt in self.queue.drain(..self.queue.len().min(BATCH_MAX)) {
            batch.states.extend(self.states.remove(&attempt));
        }
        for attempt in self.heard.drain(..self.heard.len().min(BATCH_MAX)) {
            let heard = self.contacts.remove(&attempt);
            let heard = heard.map(|(sitting, at)| (sitting, attempt, at));
            batch.contacts.extend(heard);
        }
        batch
    }
}

#[cfg(test)]
mod tests {
    use lexicon::{ApplicationId, FormationId};
    use session::Status;

    use super::*;

    fn attempt(number: usize) -> AttemptId {
        AttemptId(uuid::Uuid::from_u128(number as u128))
    }

    fn sitting() -> SittingId {
        SittingId::from_bytes([0; 16])
    }

    fn state(number: usize, revision: u32, contact: Option<i64>) -> SeatUpdate {
        SeatUpdate {
            attempt: attempt(number),
            sitting: sitting(),
            application: ApplicationId::from_bytes([0; 16]),
            formation: FormationId::from_bytes([0; 16]),
            revision,
            status: Status::Running,
            answered: 0,
            totals: Vec::new(),
            rank_key: scoring::Key::default(),
            contact: contact.map(Instant),
        }
    }

    #[test]
    fn the_latest_state_waits_with_the_latest_contact() {
        let mut pending = Pending::default();
        for update in [state(1, 2, Some(9)), state(2, 1, None), state(1, 3, None)] {
            pending.feed(update);
        }
        pending.feed(state(1, 1, Some(20)));
        for at in [5, 7, 6] {
            pending.contact((sitting(), attempt(3), Instant(at)));
        }
        let batch = pending.next_batch();
        assert_eq!(batch.states, [state(1, 3, Some(20)), state(2, 1, None)]);
        assert_eq!(batch.contacts, [(sitting(), attempt(3), Instant(7))]);
        assert!(pending.is_empty() && !pending.lost);
    }

    #[test]
    fn the_oldest_makes_room_and_that_is_known() {
        let mut pending = Pending::default();
        for number in 0..WAITING_MAX {
            pending.feed(state(number, 1, None));
            pending.contact((sitting(), attempt(number), Instant(1)));
        }
        pending.feed(state(0, 2, None));
        assert!(!pending.lost, "those have a place");
        pending.contact((sitting(), attempt(WAITING_MAX), Instant(1)));
        assert!(!pending.lost, "contacts come again");
        pending.feed(state(WAITING_MAX, 1, None));
        assert!(pending.lost);
        let (mut states, mut contacts) = (0, 0);
        while !pending.is_empty() {
            let batch = pending.next_batch();
            assert!(batch.states.len() <= BATCH_MAX && batch.contacts.len() <= BATCH_MAX);
            assert!(batch.states.iter().all(|state| state.attempt != attempt(0)));
            states += batch.states.len();
            contacts += batch.contacts.len();
        }
        assert_eq!((states, contacts), (WAITING_MAX, WAITING_MAX));
    }
}
