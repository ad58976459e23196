//! Failed log-ins in this process.

mod throttle;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use exam::ports::{DoorLimits, Failures, Lockouts, Visitor};
use lexicon::{Instant, Millis};

use throttle::Throttle;

/// Tries that were turned away last and are remembered, so that whoever lifts can lift what has turned them away.
const TURNED_AWAY_MAX: usize = 4_096;

/// Counters behind locks that nobody keeps across an await.
#[derive(Debug, Default)]
pub struct MemoryFailures {
    doors: Mutex<HashMap<&'static str, Arc<Door>>>,
}

#[derive(Debug)]
struct Door {
    subjects: Throttle<Visitor>,
    addresses: Throttle<String>,
    turned_away: Mutex<VecDeque<Visitor>>,
}

impl MemoryFailures {
    fn door(&self, door: &DoorLimits) -> Arc<Door> {
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        let door = doors.entry(door.name).or_insert_with(|| {
            Arc::new(Door {
                subjects: Throttle::new(door.per_subject),
                addresses: Throttle::new(door.per_address),
                turned_away: Mutex::default(),
            })
        });
        Arc::clone(door)
    }
}

impl Door {
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
}

#[async_trait]
impl Failures for MemoryFailures {
    async fn wait(&self, door: &DoorLimits, visitor: &Visitor, now: Instant) -> Option<Millis> {
        let door = self.door(door);
        let waits = [
            door.subjects.wait(visitor, now),
            door.addresses.wait(&visitor.address, now),
        ];
        let wait = waits.into_iter().flatten().max()?;
        door.remember(visitor);
        Some(wait)
    }

    async fn failed(&self, door: &DoorLimits, visitor: &Visitor, now: Instant) -> Lockouts {
        let door = self.door(door);
        Lockouts {
            subject: door.subjects.failed(visitor, now),
            address: door.addresses.failed(&visitor.address, now),
        }
    }

    async fn welcome(&self, door: &DoorLimits, visitor: &Visitor) {
        self.door(door).subjects.clear(visitor);
    }

    async fn lift(&self, door: &DoorLimits, subjects: &HashSet<String>) {
        let door = self.door(door);
        let named = |visitor: &Visitor| subjects.contains(&visitor.subject);
        let mut visitors = door.subjects.clear_where(named);
        door.turned_away().retain(|visitor| {
            let lifted = named(visitor);
            if lifted {
                visitors.push(visitor.clone());
            }
            !lifted
        });
        let addresses: HashSet<String> = visitors.into_iter().map(|it| it.address).collect();
        door.addresses
            .clear_where(|address| addresses.contains(address));
    }
}

#[cfg(test)]
mod tests {
    use exam::ports::Limit;

    use super::*;

    const LIMIT: Limit = Limit {
        free: 1,
        forget: Millis::from_mins(5),
        lockout: Millis::from_secs(5),
    };

    #[tokio::test]
    async fn a_flood_does_not_fill_the_memory() {
        let limits = DoorLimits {
            name: "seat",
            per_subject: LIMIT,
            per_address: LIMIT,
        };
        let failures = MemoryFailures::default();
        let visitor = |number: usize| Visitor {
            subject: number.to_string(),
            address: "192.0.2.7".to_owned(),
        };
        failures.failed(&limits, &visitor(0), Instant(0)).await;
        for number in 0..TURNED_AWAY_MAX + 50 {
            let wait = failures.wait(&limits, &visitor(number), Instant(0)).await;
            assert!(wait.is_some());
        }
        let kept = failures.door(&limits).turned_away().len();
        assert_eq!(kept, TURNED_AWAY_MAX);
    }
}
