//! The door of the candidates' log-in: only failures count, per (number, address), with a wide cap per address,
//! since a whole room sits behind one. Lockouts are short, and the desk lifts them.

use std::collections::{HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use exam::ExamError;
use exam::staff::{Limit, Throttle};
use lexicon::{Instant, Millis, ParticipantNo};

const PER_SEAT: Limit = Limit {
    free: 5,
    forget: Millis::from_mins(5),
    lockout: Millis::from_secs(10),
};
const PER_ADDRESS: Limit = Limit {
    free: 1_000,
    forget: Millis::from_mins(1),
    lockout: Millis::from_secs(5),
};
/// Tries that were turned away last and are remembered, so that the desk can lift what has turned them away.
const TURNED_AWAY_MAX: usize = 4_096;

/// A number tried from an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Visitor(ParticipantNo, IpAddr);

/// Counts failed log-ins.
#[derive(Debug)]
pub struct Door {
    seats: Throttle<Visitor>,
    addresses: Throttle<IpAddr>,
    turned_away: Mutex<VecDeque<Visitor>>,
}

impl Default for Door {
    fn default() -> Self {
        Self {
            seats: Throttle::new(PER_SEAT),
            addresses: Throttle::new(PER_ADDRESS),
            turned_away: Mutex::default(),
        }
    }
}

impl Door {
    pub(crate) fn visitor(no: ParticipantNo, from: Option<IpAddr>) -> Visitor {
        Visitor(no, from.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
    }

    /// Refuses who has to wait.
    pub(crate) fn check(&self, visitor: &Visitor, now: Instant) -> Result<(), ExamError> {
        let waits = [
            self.seats.wait(visitor, now),
            self.addresses.wait(&visitor.1, now),
        ];
        let Some(wait) = waits.into_iter().flatten().max() else {
            return Ok(());
        };
        self.remember(visitor);
        Err(ExamError::Throttled {
            retry_after_s: u32::try_from(wait.0.div_euclid(1_000) + 1).unwrap_or(u32::MAX),
        })
    }

    /// Counts a failure, if it is one: only wrong credentials are. The log names number and address, never the PIN;
    /// it has no more lines than the limits let through.
    pub(crate) fn note(&self, visitor: &Visitor, error: &ExamError, now: Instant) {
        if !matches!(error, ExamError::WrongCredentials) {
            return;
        }
        let Visitor(no, address) = visitor;
        tracing::info!(participant_no = %no, %address, "a candidate's failed log-in");
        let number_waits = self.seats.failed(visitor, now);
        if number_waits > Millis::ZERO {
            let (participant_no, locked_ms) = (no, number_waits.0);
            tracing::warn!(%participant_no, %address, locked_ms, "a candidate's number is locked out");
        }
        let address_waits = self.addresses.failed(address, now);
        if address_waits > Millis::ZERO {
            let locked_ms = address_waits.0;
            tracing::warn!(%address, locked_ms, "an address is locked out of the candidates' log-in");
        }
    }

    /// Forgets the failures of a seat: it has come through.
    pub(crate) fn welcome(&self, visitor: &Visitor) {
        self.seats.clear(visitor);
    }

    /// Costs the same whoever knocks how often: this is where a flood arrives.
    fn remember(&self, visitor: &Visitor) {
        let mut turned_away = self.turned_away();
        if turned_away.back() == Some(visitor) {
            return;
        }
        if turned_away.len() >= TURNED_AWAY_MAX {
            turned_away.pop_front();
        }
        turned_away.push_back(visitor.clone());
    }

    fn turned_away(&self) -> MutexGuard<'_, VecDeque<Visitor>> {
        self.turned_away
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The desk has spoken with the candidate, or a proctor lets a whole room go on: these numbers may be tried
    /// again from everywhere, also where an address as a whole was locked that they have come from.
    pub(crate) fn lift(&self, numbers: &HashSet<ParticipantNo>) {
        let named = |visitor: &Visitor| numbers.contains(&visitor.0);
        let mut visitors = self.seats.clear_where(named);
        self.turned_away().retain(|visitor| {
            let lifted = named(visitor);
            if lifted {
                visitors.push(visitor.clone());
            }
            !lifted
        });
        let addresses: HashSet<IpAddr> = visitors.into_iter().map(|visitor| visitor.1).collect();
        self.addresses
            .clear_where(|address| addresses.contains(address));
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Result, Write};
    use std::sync::Arc;

    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn visitor(no: u8) -> Visitor {
        let no = format!("9000000000000000{no}").parse().unwrap();
        Door::visitor(no, Some(IpAddr::from([192, 0, 2, 7])))
    }

    fn lift(door: &Door, visitor: &Visitor) {
        door.lift(&HashSet::from([visitor.0]));
    }

    /// So many failures from the address that everybody behind it has to wait.
    fn lock_the_address(door: &Door) {
        let stranger = visitor(9);
        for _ in 0..PER_ADDRESS.free {
            door.note(&stranger, &ExamError::WrongCredentials, NOW);
        }
    }

    #[test]
    fn lifting_a_number_opens_the_address_that_it_came_from() {
        let door = Door::default();
        let (ani, budi) = (visitor(1), visitor(2));
        lock_the_address(&door);
        assert!(door.check(&ani, NOW).is_err(), "for another's failures");
        lift(&door, &budi);
        assert!(
            door.check(&ani, NOW).is_err(),
            "nobody has met that one here"
        );
        lift(&door, &ani);
        assert!(door.check(&ani, NOW).is_ok());
        assert!(door.check(&budi, NOW).is_ok());
        assert!(
            door.check(&visitor(9), NOW).is_err(),
            "its own number stays locked"
        );
    }

    #[test]
    fn a_flood_does_not_fill_the_memory() {
        let door = Door::default();
        lock_the_address(&door);
        let address = Some(IpAddr::from([192, 0, 2, 7]));
        for no in 0..TURNED_AWAY_MAX + 50 {
            let no = format!("{no:017}").parse().unwrap();
            assert!(door.check(&Door::visitor(no, address), NOW).is_err());
        }
        assert_eq!(door.turned_away().len(), TURNED_AWAY_MAX);
    }

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn failures_and_lockouts_are_in_the_log() {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_writer(move || writer.clone())
            .finish();
        let door = Door::default();
        tracing::subscriber::with_default(subscriber, || {
            for _ in 0..PER_SEAT.free {
                door.note(&visitor(1), &ExamError::WrongCredentials, NOW);
            }
            door.note(&visitor(1), &ExamError::Unavailable, NOW);
        });
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let failed = text.lines().filter(|line| line.contains("failed log-in"));
        assert_eq!(failed.count(), 5, "{text}");
        let locked: Vec<&str> = text.lines().filter(|line| line.contains("WARN")).collect();
        let [locked] = locked[..] else {
            panic!("one lockout: {text}")
        };
        for part in ["90000000000000001", "192.0.2.7", "\"locked_ms\":10000"] {
            assert!(locked.contains(part), "{locked}");
        }
    }
}
