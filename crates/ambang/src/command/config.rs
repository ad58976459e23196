//! `ambang config`: what the settings are, and what they mean.

use crate::config::{Config, print};

/// What about the configuration.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Print the settings in force as a commented file; without any file these are the defaults
    Print,
}

pub(crate) fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    match args {
        Args::Print => print!("{}", print(config)?),
    }
    Ok(())
}
