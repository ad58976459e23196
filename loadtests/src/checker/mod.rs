//! The independent check: what a raw export must show after a sitting, whoever wrote it.
//!
//! Written from the description of the formats alone, without the crates that judge, journal, score and
//! publish: a fault that they share with their own tests would still be found here.

mod acknowledged;
mod chain;
mod chains;
mod event;
mod export;
mod finding;
mod leases;
mod published;
mod room;
mod score;
mod spans;
mod time;
mod wire;

pub use event::{Click, Deed};
pub use export::{Export, ExportFault};
pub use finding::{Check, Findings};
pub use published::{Publication, Quota};

use crate::ledger::Ledger;

/// Holds an export against what the candidates remember, and against the published list, if there is one.
#[must_use]
pub fn check(export: &Export, ledger: &Ledger, publication: Option<&Publication<'_>>) -> Findings {
    let mut checks = acknowledged::check(export, ledger);
    checks.extend(score::check(export, ledger));
    checks.extend(chains::check(export, ledger));
    checks.extend(time::check(export, ledger));
    checks.extend(leases::check(export));
    if let Some(publication) = publication {
        checks.extend(published::check(export, publication));
    }
    Findings { checks }
}

#[cfg(test)]
mod tests;
