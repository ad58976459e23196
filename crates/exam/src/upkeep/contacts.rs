//! Last contacts in the store: a board may be lost at any moment, and the stretch that a proctor proposes as an
//! incident begins where a seat was last heard.

use std::collections::BTreeMap;

use lexicon::{AttemptId, Instant, Millis, SittingId};
use session::RoomStatus;

use super::sittings;
use crate::ports::StoreError;
use crate::recorder::Ports;

/// First byte of what is stored.
const VERSION: u8 = 1;
/// Bytes of a seat: its attempt, and milliseconds after the earliest contact of the sitting.
const SEAT_LEN: usize = 16 + 4;
/// Bytes in one transaction, as long as a sitting fits: far below the time that the writer may be held.
const TRANSACTION_LEN_MAX: usize = 1 << 20;

/// What is noted of a sitting.
#[derive(Debug, Default)]
struct Noted {
    contacts: BTreeMap<AttemptId, Instant>,
    /// Whether the store does not know it all yet.
    dirty: bool,
}

/// Last contacts between boards and store, one step at a time.
pub struct LastContacts {
    ports: Ports,
    noted: BTreeMap<SittingId, Noted>,
}

impl LastContacts {
    /// Tells the boards what the store holds of the sittings that are not sealed. A board knows only seats that
    /// it was fed before.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn open(ports: Ports) -> Result<Self, StoreError> {
        let mut noted = BTreeMap::new();
        for sitting in sittings(&ports, is_under_way).await? {
            let Some(bytes) = ports.store.contacts(sitting).await? else {
                continue;
            };
            let Some(contacts) = decode(&bytes) else {
                tracing::error!(%sitting, "last contacts that cannot be read");
                continue;
            };
            for (attempt, at) in &contacts {
                ports.live.contact(sitting, *attempt, *at);
            }
            let known = Noted {
                contacts,
                dirty: false,
            };
            noted.insert(sitting, known);
        }
        Ok(Self { ports, noted })
    }

    /// Writes what the boards know of every sitting that is under way, where it has changed since the last time; how
    /// many sittings that were. What a board has forgotten meanwhile stays noted.
    ///
    /// # Errors
    /// When the store cannot be read or written: the next step tries again.
    pub async fn note(&mut self) -> Result<usize, StoreError> {
        let sittings = sittings(&self.ports, is_under_way).await?;
        self.noted.retain(|sitting, _| sittings.contains(sitting));
        for sitting in sittings {
            // A board that says nothing has nothing new: what was noted stays.
            let contacts = self.ports.live.contacts(sitting).await;
            let contacts = contacts.unwrap_or_default();
            if !contacts.is_empty() {
                self.noted.entry(sitting).or_default().take(contacts);
            }
        }
        self.write().await
    }

    async fn write(&mut self) -> Result<usize, StoreError> {
        let changed = self.noted.iter().filter(|(_, noted)| noted.dirty);
        let mut changed: Vec<(SittingId, Vec<u8>)> = changed
            .map(|(sitting, noted)| (*sitting, encode(&noted.contacts)))
            .collect();
        let count = changed.len();
        while !changed.is_empty() {
            let rest = changed.split_off(fitting(&changed));
            self.ports.store.save_contacts(&changed).await?;
            for (sitting, _) in &changed {
                if let Some(noted) = self.noted.get_mut(sitting) {
                    noted.dirty = false;
                }
            }
            changed = rest;
        }
        Ok(count)
    }
}

/// A reopened attempt runs in a closed sitting, and late answers are weighed by the last contact until the
/// minutes are signed.
fn is_under_way(status: RoomStatus) -> bool {
    matches!(status, RoomStatus::Open | RoomStatus::Closed)
}

/// How many of these go into one transaction, at least one.
fn fitting(changed: &[(SittingId, Vec<u8>)]) -> usize {
    let mut len = 0;
    let fits = changed.iter().take_while(|(_, bytes)| {
        len += bytes.len();
        len <= TRANSACTION_LEN_MAX
    });
    fits.count().max(1)
}

impl Noted {
    fn take(&mut self, contacts: Vec<(AttemptId, Instant)>) {
        for (attempt, at) in contacts {
            let known = self.contacts.entry(attempt).or_insert(Instant(i64::MIN));
            if at > *known {
                *known = at;
                self.dirty = true;
            }
        }
    }
}

/// A version byte, the earliest contact, then each seat.
fn encode(contacts: &BTreeMap<AttemptId, Instant>) -> Vec<u8> {
    let base = contacts.values().min().copied().unwrap_or(Instant(0));
    let mut bytes = Vec::with_capacity(9 + contacts.len() * SEAT_LEN);
    bytes.push(VERSION);
    bytes.extend_from_slice(&base.0.to_be_bytes());
    for (attempt, at) in contacts {
        // Seven weeks fit. Said too early it costs nobody anything: a stretch proposed from there is longer.
        let after = u32::try_from((*at - base).0).unwrap_or(u32::MAX);
        bytes.extend_from_slice(attempt.as_bytes());
        bytes.extend_from_slice(&after.to_be_bytes());
    }
    bytes
}

pub(crate) fn decode(bytes: &[u8]) -> Option<BTreeMap<AttemptId, Instant>> {
    let (base, seats) = bytes.strip_prefix(&[VERSION])?.split_first_chunk::<8>()?;
    let base = Instant(i64::from_be_bytes(*base));
    let (seats, rest) = seats.as_chunks::<SEAT_LEN>();
    if !rest.is_empty() {
        return None;
    }
    let seat = |seat: &[u8; SEAT_LEN]| {
        let (attempt, after) = seat.split_first_chunk::<16>()?;
        let after = u32::from_be_bytes(after.try_into().ok()?);
        let at = base + Millis(i64::from(after));
        Some((AttemptId::from_bytes(*attempt), at))
    };
    seats.iter().map(seat).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(number: u8) -> AttemptId {
        AttemptId::from_bytes([number; 16])
    }

    #[test]
    fn what_is_written_is_read() {
        let contacts: BTreeMap<_, _> = (0..=255)
            .map(|number| (attempt(number), Instant(1_000_000 + 7 * i64::from(number))))
            .collect();
        let bytes = encode(&contacts);
        assert_eq!(bytes.len(), 9 + 256 * SEAT_LEN);
        assert_eq!(decode(&bytes), Some(contacts));
    }

    #[test]
    fn anything_else_is_refused() {
        let bytes = encode(&[(attempt(1), Instant(5))].into());
        assert_eq!(decode(&bytes[..bytes.len() - 1]), None);
        assert_eq!(decode(&bytes[..5]), None);
        assert_eq!(decode(&[]), None);
        let mut other = bytes;
        other[0] = 2;
        assert_eq!(decode(&other), None);
    }

    #[test]
    fn a_gap_of_months_makes_a_contact_earlier_never_later() {
        let far = Instant(1_000_000_000_000);
        let contacts = [(attempt(1), Instant(0)), (attempt(2), far)].into();
        let read = decode(&encode(&contacts)).unwrap();
        assert!(read[&attempt(2)] < far);
        assert_eq!(read[&attempt(1)], Instant(0));
    }

    #[test]
    fn sittings_share_a_transaction_as_long_as_it_is_short() {
        let of = |len: usize| (SittingId::from_bytes([0; 16]), vec![0; len]);
        let half = TRANSACTION_LEN_MAX / 2;
        assert_eq!(fitting(&[of(half), of(half), of(1)]), 2);
        assert_eq!(fitting(&[of(3 * half), of(1)]), 1);
        assert_eq!(fitting(&[of(9)]), 1);
    }
}
