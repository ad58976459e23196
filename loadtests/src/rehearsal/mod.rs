//! The rehearsal: a whole selection played through HTTP, from import to signed list, and checked.

mod demo;
mod people;
mod plan;
mod proctor;
mod progress;
mod report;
mod sitting;

use std::sync::Arc;

use lexicon::SelectionId;

use crate::candidate::Diary;
use crate::checker::{Export, Findings, Publication, check};
use crate::clock::Stopwatch;
use crate::http::Http;
use crate::meter::Meter;
use crate::staff::{Published, Staff};

pub use demo::Demo;
pub use plan::{Account, BlockTime, Plan, Source};
pub(crate) use sitting::prepare;

pub use progress::{Bar, Progress, Silent};
pub use report::{Report, Step};

/// What a rehearsal came to.
#[derive(Debug)]
pub struct Rehearsed {
    /// Numbers.
    pub report: Report,
    /// What the candidates remember.
    pub diary: Diary,
    /// The raw journal.
    pub export: Vec<u8>,
    /// The published list.
    pub published: Published,
    /// The check of everything.
    pub findings: Findings,
}

impl Rehearsed {
    /// Whether nothing was lost, wrong or surprising.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.findings.hold() && self.diary.surprise_count == 0
    }
}

/// Plays a whole selection on the server at `base`, and checks what it says afterwards.
///
/// # Errors
/// When the rehearsal cannot go on: the server refuses a step of the staff, or stays away.
pub async fn run(
    base: &str,
    accounts: &[Account; 2],
    plan: &Plan<'_>,
    progress: Arc<dyn Progress>,
) -> Result<Rehearsed, String> {
    let watch = Stopwatch::start();
    let meter = Arc::new(Meter::default());
    let http = Http::new(base, Arc::clone(&meter))?;
    let mut steps = report::Steps::new(watch);
    progress.step("preparing");
    let first = Staff::log_in(&http, &accounts[0].name, &accounts[0].password).await?;
    let second = Staff::log_in(&http, &accounts[1].name, &accounts[1].password).await?;
    let room = sitting::prepare(&first, plan).await?;
    steps.done("import, forms, sitting, check-in");
    let diary = sitting::play(&http, &first, plan, &room, &progress).await?;
    steps.done("the sitting");
    progress.step("publishing");
    let published = first.publish(room.selection, &second).await?;
    steps.done("draft, approval, publication");
    progress.step("checking");
    let export = first.export(room.selection).await?;
    let findings = examine(&export, &diary, plan, &published)?;
    steps.done("export and check");
    progress.finish();
    Ok(Rehearsed {
        report: Report::new(plan, steps, meter.stats()),
        diary,
        export,
        published,
        findings,
    })
}

fn examine(
    export: &[u8],
    diary: &Diary,
    plan: &Plan<'_>,
    published: &Published,
) -> Result<Findings, String> {
    let export = Export::read(export).map_err(|e| e.to_string())?;
    let quotas = plan.quotas()?;
    let publication = Publication {
        document: &published.document,
        public_key: &published.public_key,
        policy: plan.policy,
        quotas: &quotas,
    };
    Ok(check(&export, &diary.ledger, Some(&publication)))
}

/// The selection and the sitting of a rehearsal.
pub(crate) struct Room {
    pub(crate) selection: SelectionId,
    pub(crate) sitting: lexicon::SittingId,
    pub(crate) tickets: Vec<crate::candidate::Ticket>,
}
