//! The command line: one variant and one module per subcommand.

use clap::{Parser, Subcommand};

use crate::compute;

/// Computer Assisted Test server for civil-service exams.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compute results from spreadsheets, without a server
    #[command(subcommand)]
    Compute(compute::Compute),
}

impl Cli {
    /// Runs the subcommand.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Compute(compute) => compute.run(),
        }
    }
}
