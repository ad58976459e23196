//! `ambang compute …`: the offline calculator, for an office with spreadsheets and no server.

mod candidates;
mod formations;
mod output;
mod policy;
mod skd;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use clap::Subcommand;

/// A table of three million candidates has 150 MB.
const FILE_LEN_MAX: u64 = 1 << 30;

/// What can be computed.
#[derive(Debug, Subcommand)]
pub(crate) enum Compute {
    /// Rank the candidates of each formation and draw the cut from SKD to SKB
    Skd(skd::Args),
}

impl Compute {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Skd(args) => skd::run(&args),
        }
    }
}

/// The whole file.
fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = |bytes: &mut Vec<u8>| {
        let mut file = File::open(path)?.take(FILE_LEN_MAX + 1);
        file.read_to_end(bytes)
    };
    let len = read(&mut bytes).with_context(|| format!("cannot read {}", path.display()))?;
    if len as u64 > FILE_LEN_MAX {
        bail!("{} is longer than {FILE_LEN_MAX} bytes", path.display());
    }
    Ok(bytes)
}
