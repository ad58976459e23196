//! The door of the candidates' log-in: only failures count, per (number, address), with a wide cap per address,
//! since a whole room sits behind one. Lockouts are short, and the desk lifts them.

use std::net::{IpAddr, Ipv4Addr};

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

/// A number tried from an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Visitor(ParticipantNo, IpAddr);

/// Counts failed log-ins.
#[derive(Debug)]
pub struct Door {
    seats: Throttle<Visitor>,
    addresses: Throttle<IpAddr>,
}

impl Default for Door {
    fn default() -> Self {
        Self {
            seats: Throttle::new(PER_SEAT),
            addresses: Throttle::new(PER_ADDRESS),
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
        match waits.into_iter().flatten().max() {
            None => Ok(()),
            Some(wait) => Err(ExamError::Throttled {
                retry_after_s: u32::try_from(wait.0.div_euclid(1_000) + 1).unwrap_or(u32::MAX),
            }),
        }
    }

    /// Counts a failure, if it is one: only wrong credentials are.
    pub(crate) fn note(&self, visitor: &Visitor, error: &ExamError, now: Instant) {
        if matches!(error, ExamError::WrongCredentials) {
            self.seats.failed(visitor, now);
            self.addresses.failed(&visitor.1, now);
        }
    }

    /// Forgets the failures of a seat: it has come through.
    pub(crate) fn welcome(&self, visitor: &Visitor) {
        self.seats.clear(visitor);
    }

    /// The desk has spoken with the candidate: the number may be tried again from everywhere.
    pub(crate) fn lift(&self, no: ParticipantNo) {
        self.seats.clear_where(|visitor| visitor.0 == no);
    }
}
