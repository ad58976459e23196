//! The boards themselves, without locks.

use std::collections::{BTreeSet, HashMap};

use exam::ports::{Correction, SeatUpdate};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};
use scoring::LiveRanking;

/// More attempts than this are not known at once: a nation's day is a quarter of it.
pub(crate) const SEATS_MAX: usize = 500_000;

/// What is known of every seat, found by attempt, sitting and formation.
#[derive(Debug, Default)]
pub(crate) struct Board {
    seats: HashMap<AttemptId, SeatUpdate>,
    sittings: HashMap<SittingId, BTreeSet<AttemptId>>,
    revisions: HashMap<SittingId, u64>,
    rankings: HashMap<FormationId, LiveRanking<ApplicationId>>,
    /// Which attempt of an application is ranked.
    ranked: HashMap<ApplicationId, AttemptId>,
}

impl Board {
    /// Takes a state in. One that supersedes nothing may still bring a later contact. False when there is
    /// no room for a new attempt.
    pub(crate) fn take(&mut self, mut update: SeatUpdate) -> bool {
        if let Some(known) = self.seats.get_mut(&update.attempt) {
            known.contact = known.contact.max(update.contact);
            if !update.supersedes(known) {
                return true;
            }
            update.contact = known.contact;
        } else if self.seats.len() >= SEATS_MAX {
            return false;
        }
        let attempts = self.sittings.entry(update.sitting).or_default();
        attempts.insert(update.attempt);
        *self.revisions.entry(update.sitting).or_default() += 1;
        self.rank(&update);
        self.seats.insert(update.attempt, update);
        true
    }

    fn rank(&mut self, update: &SeatUpdate) {
        if update.is_ranked() {
            let ranking = self.rankings.entry(update.formation).or_default();
            ranking.set(update.application, update.rank_key);
            self.ranked.insert(update.application, update.attempt);
        } else {
            self.unrank(update);
        }
    }

    /// Another attempt of the application may have taken its place already: then that one stays.
    fn unrank(&mut self, update: &SeatUpdate) {
        if self.ranked.get(&update.application) == Some(&update.attempt) {
            self.ranked.remove(&update.application);
            if let Some(ranking) = self.rankings.get_mut(&update.formation) {
                ranking.remove(&update.application);
            }
        }
    }

    /// Sets a state back that is still as it was seen.
    pub(crate) fn set_back(&mut self, Correction { seen, row }: &Correction) {
        let Some(known) = self.seats.get(&seen.attempt) else {
            return;
        };
        if !known.says_the_same(seen) {
            return;
        }
        let contact = known.contact;
        *self.revisions.entry(seen.sitting).or_default() += 1;
        if let Some(row) = row {
            self.rank(row);
            let row = SeatUpdate {
                contact,
                ..row.clone()
            };
            self.seats.insert(row.attempt, row);
        } else {
            self.unrank(seen);
            self.seats.remove(&seen.attempt);
            if let Some(attempts) = self.sittings.get_mut(&seen.sitting) {
                attempts.remove(&seen.attempt);
            }
        }
    }

    /// Notes a contact of a known attempt.
    pub(crate) fn contact(&mut self, attempt: AttemptId, at: Instant) {
        if let Some(seat) = self.seats.get_mut(&attempt) {
            seat.contact = seat.contact.max(Some(at));
        }
    }

    /// The seats of a sitting, by attempt.
    pub(crate) fn seats(&self, sitting: SittingId) -> impl Iterator<Item = &SeatUpdate> {
        let attempts = self.sittings.get(&sitting).into_iter().flatten();
        attempts.filter_map(|attempt| self.seats.get(attempt))
    }

    /// How many changes of its seats a sitting has seen.
    pub(crate) fn revision(&self, sitting: SittingId) -> u64 {
        self.revisions.get(&sitting).copied().unwrap_or_default()
    }

    /// A page of a formation's order.
    pub(crate) fn ranking(
        &self,
        formation: FormationId,
        from: usize,
        limit: usize,
    ) -> impl Iterator<Item = &SeatUpdate> {
        let ranking = self.rankings.get(&formation);
        let page = ranking.into_iter().flat_map(move |r| r.page(from, limit));
        page.filter_map(|row| self.seats.get(self.ranked.get(&row.id)?))
    }

    /// An application's rank in its formation.
    pub(crate) fn rank_of(
        &self,
        formation: FormationId,
        application: ApplicationId,
    ) -> Option<usize> {
        let row = self.rankings.get(&formation)?.get(&application)?;
        Some(row.rank)
    }
}
