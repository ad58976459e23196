//! The door of the candidates' log-in: only failures count, per (number, address), with a wide cap per address,
//! since a whole room sits behind one. Lockouts are short, and the desk lifts them.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use exam::ExamError;
use exam::ports::{DoorLimits, Failures, Limit, Visitor};
use lexicon::{Instant, Millis, ParticipantNo};

const LIMITS: DoorLimits = DoorLimits {
    name: "seat",
    per_subject: Limit {
        free: 5,
        forget: Millis::from_mins(5),
        lockout: Millis::from_secs(10),
    },
    per_address: Limit {
        free: 1_000,
        forget: Millis::from_mins(1),
        lockout: Millis::from_secs(5),
    },
};

/// Counts failed log-ins.
#[derive(Clone)]
pub struct Door(Arc<dyn Failures>);

impl Door {
    pub(crate) fn new(failures: &Arc<dyn Failures>) -> Self {
        Self(Arc::clone(failures))
    }

    pub(crate) fn visitor(no: ParticipantNo, from: Option<IpAddr>) -> Visitor {
        let address = from.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Visitor {
            subject: no.to_string(),
            address: address.to_string(),
        }
    }

    /// Refuses who has to wait.
    pub(crate) async fn check(&self, visitor: &Visitor, now: Instant) -> Result<(), ExamError> {
        let Some(wait) = self.0.wait(&LIMITS, visitor, now).await else {
            return Ok(());
        };
        Err(ExamError::Throttled {
            retry_after_s: u32::try_from(wait.0.div_euclid(1_000) + 1).unwrap_or(u32::MAX),
        })
    }

    /// Counts a failure, if it is one: only wrong credentials are. The log names number and address, never the PIN;
    /// it has no more lines than the limits let through.
    pub(crate) async fn note(&self, visitor: &Visitor, error: &ExamError, now: Instant) {
        if !matches!(error, ExamError::WrongCredentials) {
            return;
        }
        let Visitor { subject, address } = visitor;
        let participant_no = subject;
        tracing::info!(participant_no, address, "a candidate's failed log-in");
        let waits = self.0.failed(&LIMITS, visitor, now).await;
        if waits.subject > Millis::ZERO {
            let locked_ms = waits.subject.0;
            tracing::warn!(
                participant_no,
                address,
                locked_ms,
                "a candidate's number is locked out"
            );
        }
        if waits.address > Millis::ZERO {
            let locked_ms = waits.address.0;
            tracing::warn!(
                address,
                locked_ms,
                "an address is locked out of the candidates' log-in"
            );
        }
    }

    /// Forgets the failures of a seat: it has come through.
    pub(crate) async fn welcome(&self, visitor: &Visitor) {
        self.0.welcome(&LIMITS, visitor).await;
    }

    /// The desk has spoken with the candidate, or a proctor lets a whole room go on: these numbers may be tried
    /// again from everywhere, also where an address as a whole was locked that they have come from.
    pub(crate) async fn lift(&self, numbers: &HashSet<ParticipantNo>) {
        let numbers = numbers.iter().map(ParticipantNo::to_string).collect();
        self.0.lift(&LIMITS, &numbers).await;
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Result, Write};
    use std::sync::Mutex;

    use live::MemoryFailures;

    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

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

    #[tokio::test]
    async fn failures_and_lockouts_are_in_the_log() {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_writer(move || writer.clone())
            .finish();
        let failures: Arc<dyn Failures> = Arc::new(MemoryFailures::default());
        let door = Door::new(&failures);
        let address = Some(IpAddr::from([192, 0, 2, 7]));
        let visitor = Door::visitor("90000000000000001".parse().unwrap(), address);
        let quiet = tracing::subscriber::set_default(subscriber);
        for _ in 0..LIMITS.per_subject.free {
            door.note(&visitor, &ExamError::WrongCredentials, NOW).await;
        }
        door.note(&visitor, &ExamError::Unavailable, NOW).await;
        drop(quiet);
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
