//! `ambang backup`: one snapshot of the whole store, also while the server runs.

use std::path::PathBuf;

use anyhow::Context;

use super::block_on;
use crate::config::Config;
use crate::office::Office;
use crate::progress::growing;

/// Copies the whole database to a new file, also while the server runs. The secrets file is not part of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The new file
    target: PathBuf,
}

pub(crate) fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let target = args
        .target
        .to_str()
        .context("the target's name is not text")?;
    block_on(async {
        let office = Office::read(config).await?;
        let bar = growing("copying");
        bar.enable_steady_tick(core::time::Duration::from_millis(200));
        let copied = office.backup(target).await;
        bar.finish_and_clear();
        copied?;
        office.close().await
    })?;
    println!("{target}");
    Ok(())
}
