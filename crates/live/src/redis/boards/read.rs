//! Reading boards: every answer together with the marks that say whether they are whole.

use core::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use exam::ports::{LiveError, SeatUpdate};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};
use redis::{FromRedisValue, Pipeline, pipe};

use super::Shared;
use crate::redis::codec::{self, REVERSED_LEN};

/// Seats asked for in one command: a third of a millisecond of the server's time.
const SEATS_PER_COMMAND: usize = 1_000;

/// Places read in one command: below a megabyte.
const PLACES_PER_COMMAND: isize = 10_000;

/// The filling, and the complete one.
type Marks = (Option<String>, Option<String>);

fn whole((epoch, filled): Marks) -> Result<(), LiveError> {
    if epoch.is_some() && epoch == filled {
        Ok(())
    } else {
        Err(LiveError::Filling)
    }
}

impl Shared {
    /// Asks for boards, and then for the marks: a server flushed before the answer has none.
    async fn ask<T: FromRedisValue>(&self, pipeline: &mut Pipeline) -> Result<T, LiveError> {
        let keys = &self.link.keys;
        pipeline.mget(&[&keys.epoch, &keys.filled]);
        self.link.ask(pipeline).await.ok_or(LiveError::Away)
    }

    pub(super) async fn contacts(
        &self,
        sitting: SittingId,
    ) -> Result<Vec<(AttemptId, Instant)>, LiveError> {
        let key = self.link.keys.contacts(sitting);
        let heard = self.link.ask(pipe().hgetall(key)).await;
        let (heard,): (BTreeMap<[u8; 16], i64>,) = heard.ok_or(LiveError::Away)?;
        Ok(contacts(heard).into_iter().collect())
    }

    pub(super) async fn seats(&self, sitting: SittingId) -> Result<Vec<SeatUpdate>, LiveError> {
        let keys = &self.link.keys;
        let mut asked = pipe();
        asked
            .hgetall(keys.seats(sitting))
            .hgetall(keys.contacts(sitting));
        type Answer = (BTreeMap<[u8; 16], Vec<u8>>, BTreeMap<[u8; 16], i64>, Marks);
        let (states, heard, marks): Answer = self.ask(&mut asked).await?;
        whole(marks)?;
        let heard = contacts(heard);
        let seats = states.into_iter().filter_map(|(attempt, bytes)| {
            let attempt = AttemptId::from_bytes(attempt);
            let seat = seat(sitting, attempt, &bytes)?;
            let contact = heard.get(&attempt).copied();
            Some(SeatUpdate { contact, ..seat })
        });
        Ok(seats.collect())
    }

    pub(super) async fn ranking(
        &self,
        formation: FormationId,
        from: usize,
        limit: usize,
    ) -> Result<Vec<SeatUpdate>, LiveError> {
        let order = self.link.keys.order(formation);
        let to = isize::try_from(from.saturating_add(limit)).unwrap_or(isize::MAX);
        let (from, last) = (isize::try_from(from).unwrap_or(isize::MAX), to - 1);
        if last < from {
            // 0 and -1 are "all" to the server.
            return Ok(Vec::new());
        }
        let mut places: Vec<Vec<u8>> = Vec::new();
        for first in (from..=last).step_by(PLACES_PER_COMMAND.unsigned_abs()) {
            let end = last.min(first.saturating_add(PLACES_PER_COMMAND - 1));
            let mut asked = pipe();
            asked.zrange(&order, first, end);
            let (some, marks): (Vec<Vec<u8>>, Marks) = self.ask(&mut asked).await?;
            whole(marks)?;
            if some.is_empty() {
                break;
            }
            places.extend(some);
        }
        let seats = places.iter().filter_map(|place| codec::seat_at(place));
        let mut seats = self.states(seats).await?;
        // What has changed since the order was read stands where it belongs now.
        seats.retain(|seat| seat.formation == formation && seat.is_ranked());
        seats.sort_by_key(|seat| (Reverse(seat.rank_key), seat.application));
        Ok(seats)
    }

    /// The states of these seats, in no order; without their contacts.
    async fn states(
        &self,
        seats: impl Iterator<Item = (SittingId, AttemptId)>,
    ) -> Result<Vec<SeatUpdate>, LiveError> {
        // Who has moved between two commands may stand in both.
        let mut by_sitting: HashMap<SittingId, BTreeSet<AttemptId>> = HashMap::new();
        for (sitting, attempt) in seats {
            by_sitting.entry(sitting).or_default().insert(attempt);
        }
        let mut found = Vec::new();
        for (sitting, attempts) in by_sitting {
            let attempts: Vec<AttemptId> = attempts.into_iter().collect();
            for attempts in attempts.chunks(SEATS_PER_COMMAND) {
                let key = self.link.keys.seats(sitting);
                let mut asked = pipe();
                let fields: Vec<&[u8]> = attempts.iter().map(|it| &it.as_bytes()[..]).collect();
                asked.cmd("HMGET").arg(key).arg(fields);
                let (states, marks): (Vec<Option<Vec<u8>>>, Marks) = self.ask(&mut asked).await?;
                whole(marks)?;
                let states = attempts.iter().zip(states);
                let states = states.filter_map(|(attempt, bytes)| seat(sitting, *attempt, &bytes?));
                found.extend(states);
            }
        }
        Ok(found)
    }

    pub(super) async fn rank_of(
        &self,
        formation: FormationId,
        application: ApplicationId,
    ) -> Result<Option<usize>, LiveError> {
        let keys = &self.link.keys;
        let mut asked = pipe();
        asked.hget(keys.places(formation), application.as_bytes());
        let (place, marks): (Option<Vec<u8>>, Marks) = self.ask(&mut asked).await?;
        whole(marks)?;
        let Some(key) = place.as_ref().and_then(|place| place.get(..REVERSED_LEN)) else {
            return Ok(None);
        };
        let before = [b"(", key].concat();
        let mut asked = pipe();
        asked
            .cmd("ZLEXCOUNT")
            .arg(keys.order(formation))
            .arg("-")
            .arg(before);
        let (better, marks): (usize, Marks) = self.ask(&mut asked).await?;
        whole(marks)?;
        Ok(Some(better + 1))
    }
}

fn contacts(heard: BTreeMap<[u8; 16], i64>) -> BTreeMap<AttemptId, Instant> {
    let heard = heard.into_iter();
    heard
        .map(|(attempt, at)| (AttemptId::from_bytes(attempt), Instant(at)))
        .collect()
}

fn seat(sitting: SittingId, attempt: AttemptId, bytes: &[u8]) -> Option<SeatUpdate> {
    let seat = codec::seat(sitting, attempt, bytes);
    if seat.is_none() {
        tracing::error!(%sitting, %attempt, "a state on the boards that cannot be read");
    }
    seat
}
