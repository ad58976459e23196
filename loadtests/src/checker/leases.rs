//! One lease at a time: an event stands under the epoch that was in force.

use super::event::What;
use super::export::{Attempt, Export};
use super::finding::Check;

/// Walks every journal and follows its leases.
pub(crate) fn check(export: &Export) -> Vec<Check> {
    let mut leases = Check::of("one device at a time holds an attempt");
    for attempt in export.attempts.values() {
        follow(attempt, &mut leases);
    }
    vec![leases]
}

fn follow(attempt: &Attempt, leases: &mut Check) {
    let id = attempt.id;
    let mut force = 0;
    for entry in attempt.entries() {
        match &entry.what {
            What::LoggedIn { epoch } => {
                leases.look();
                leases.demand(*epoch == force + 1, || {
                    format!("attempt {id}: epoch {epoch} follows {force}")
                });
                force = *epoch;
            }
            What::Accepted { epoch, click, .. } => leases.demand(*epoch == force, || {
                format!(
                    "attempt {id}: event {} under epoch {epoch}, in force was {force}",
                    click.seq
                )
            }),
            What::Started { .. } => leases.demand(force > 0, || {
                format!("attempt {id}: started without a log-in")
            }),
            _ => {}
        }
    }
}
