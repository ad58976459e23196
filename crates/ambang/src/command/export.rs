//! `ambang export journal`: the raw journal for auditors.

use std::io::Write;
use std::path::PathBuf;

use exam::results;

use super::{block_on, explain, output};
use crate::config::Config;
use crate::office::Office;
use crate::progress::growing;

/// What is exported.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Every journal, ledger and form of a selection, key included, as NDJSON. Refused while a sitting is
    /// open. While the server runs, take it through the server (`GET …/journal`)
    Journal(Journal),
}

/// An export of journals.
#[derive(Debug, clap::Args)]
pub(crate) struct Journal {
    /// Code of the selection
    #[arg(long, value_name = "CODE")]
    selection: String,
    /// A new file; without it standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let Args::Journal(args) = args;
    block_on(async {
        let office = Office::open(config).await?;
        let done = export(&office, args).await;
        office.close().await?;
        done
    })
}

async fn export(office: &Office, args: &Journal) -> anyhow::Result<()> {
    let selection = office.selection(&args.selection).await?.id;
    let mut export = results::export_journal(&office.app, &office.caller, selection)
        .await
        .map_err(explain)?;
    let mut out = output(args.out.as_deref())?;
    let bar = growing("exporting");
    while let Some(chunk) = export.next(&office.app).await.map_err(explain)? {
        out.write_all(&chunk)?;
        bar.inc(chunk.len() as u64);
    }
    out.flush()?;
    bar.finish_and_clear();
    Ok(())
}
