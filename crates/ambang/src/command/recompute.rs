//! `ambang recompute`: everything once more from the journals.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use exam::results::{self, Recomputed};

use super::{block_on, explain, output};
use crate::config::Config;
use crate::office::Office;
use crate::progress::counting;

/// Replays every journal of a selection and compares it with the stored rows, the receipts and the newest
/// published list. The list goes to standard output as CSV, the same bytes on every machine; every difference
/// goes to standard error, and with any the command fails.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Code of the selection
    #[arg(long, value_name = "CODE")]
    selection: String,
    /// A new file for the list; without it standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let done = block_on(async {
        let office = Office::read(config).await?;
        let done = recompute(&office, &args.selection).await;
        office.close().await?;
        done
    })?;
    let mut out = output(args.out.as_deref())?;
    out.write_all(done.csv.as_bytes())?;
    out.flush()?;
    for difference in &done.differences {
        eprintln!("{difference}");
    }
    if !done.differences.is_empty() {
        bail!("{} differences", done.differences.len());
    }
    match done.published {
        Some(version) => eprintln!(
            "{} rows; journals, stored rows, receipts and published version {version} agree",
            done.rows
        ),
        None => eprintln!(
            "{} rows; journals, stored rows and receipts agree; nothing is published yet",
            done.rows
        ),
    }
    Ok(())
}

async fn recompute(office: &Office, code: &str) -> anyhow::Result<Recomputed> {
    let selection = office.selection(code).await?.id;
    let bar = counting("replaying");
    let progress = |done: usize, of: usize| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    };
    let done = results::recompute(&office.app, &office.caller, selection, &progress)
        .await
        .map_err(explain);
    bar.finish_and_clear();
    done
}
