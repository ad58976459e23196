//! `ambang rehearse`: a whole sitting with virtual candidates, on a throw-away server of its own.

mod crashes;
mod policy;
mod print;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Error, bail};
use loadtests::rehearsal::{Bar, Plan, Progress, Rehearsed, Source};
use loadtests::throwaway::{Mode, Server, Workplace, create_accounts};
use loadtests::{BankSource, rehearsal};

use crate::demo::material;
use crashes::Crashes;
use policy::Rules;

/// Arguments of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Rehearse {
    /// How many candidates are on the list
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    candidates: u32,
    /// Name of a preset, or a policy's TOML file, whose sub-tests the demo bank has
    #[arg(long, default_value = "cpns-2024", value_name = "NAME|FILE")]
    policy: String,
    /// The policy's minutes are divided by this; no clock runs faster
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=600))]
    speed: u32,
    /// The same seed makes the same candidates
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Kill the server so many times while the sitting runs, and start it again
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    kill: u32,
    /// Keep the store, the export, the list and the server's log in this folder, which must not exist
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

impl Rehearse {
    /// Runs the rehearsal and prints its report.
    ///
    /// # Errors
    /// When a check fails, something surprising happened, or the rehearsal could not go on.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Runtime::new().context("starting the runtime")?;
        let holds = runtime.block_on(self.rehearse())?;
        if !holds {
            bail!("the rehearsal found faults");
        }
        Ok(())
    }

    async fn rehearse(&self) -> anyhow::Result<bool> {
        let program = std::env::current_exe().context("finding this program")?;
        let workplace = Workplace::new(program, self.keep.as_deref()).map_err(Error::msg)?;
        let workplace = Arc::new(workplace);
        let accounts = create_accounts(&workplace).await.map_err(Error::msg)?;
        let server = Server::start(Arc::clone(&workplace), Mode::Exam).await;
        let server = Arc::new(server.map_err(Error::msg)?);
        let pictures = material::pictures();
        let policy = policy::read(&self.policy)?;
        let plan = self.plan(&policy, &pictures);
        let length_ms = u64::try_from(plan.blind_duration_ms()).unwrap_or_default() + 60_000;
        let bar: Arc<dyn Progress> = Arc::new(Bar::new(length_ms));
        let crashes = Crashes::new(self.kill, self.seed, plan.duration_ms(), bar);
        let killing = crashes.spread_over(Arc::clone(&server));
        let base = workplace.base();
        let rehearsed = rehearsal::run(&base, &accounts, &plan, crashes.progress()).await;
        crashes.over();
        let kills = killing.await.context("the crashes")??;
        server.kill().await.map_err(Error::msg)?;
        let rehearsed = match rehearsed {
            Ok(rehearsed) => rehearsed,
            Err(reason) => bail!("{reason}\n{}", workplace.log_tail()),
        };
        keep(&workplace, &rehearsed)?;
        let second_opinion = verify(&rehearsed);
        print::report(&rehearsed, &second_opinion, (kills, self.kill))?;
        Ok(rehearsed.holds() && second_opinion.is_ok() && kills == self.kill)
    }

    fn plan<'a>(&self, policy: &'a Rules, pictures: &'a [(&'a str, &'a [u8])]) -> Plan<'a> {
        Plan {
            candidates: self.candidates,
            speed: self.speed,
            seed: self.seed,
            mishaps: true,
            wiped: 0,
            blocks: &policy.blocks,
            policy: &policy.text,
            source: Source {
                formations: material::FORMATIONS,
                bank: BankSource {
                    items: material::ITEMS,
                    pictures,
                },
                first_names: material::FIRST_NAMES,
                last_names: material::LAST_NAMES,
            },
        }
    }
}

/// Leaves export and list beside the store.
fn keep(workplace: &Workplace, rehearsed: &Rehearsed) -> std::io::Result<()> {
    let write = |name: &str, bytes: &[u8]| std::fs::write(workplace.folder().join(name), bytes);
    write("journal.ndjson", &rehearsed.export)?;
    write("publication.json", &rehearsed.published.document)
}

/// What the program's own `verify` says of the list, under the key that the server named.
fn verify(rehearsed: &Rehearsed) -> Result<(), String> {
    let key = publication::PublicKey::from_bytes(&rehearsed.published.public_key);
    let trust = publication::Trust::Key(key.map_err(|e| e.to_string())?);
    let report = publication::verify(&rehearsed.published.document, &trust);
    if report.is_valid() {
        Ok(())
    } else {
        Err(format!("{report:?}"))
    }
}

#[cfg(test)]
mod tests;
