//! The command line: one variant and one module per subcommand.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::command::{
    backup, cert, config, copy, export, health, import, migrate, recompute, secrets, selection,
    user, verify,
};
use crate::config::load;
use crate::{compute, demo, rehearse, serve};

/// Computer Assisted Test server for civil-service exams.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// The configuration; without it ambang.toml in this folder, if there is one
    #[arg(long, global = true, value_name = "FILE", env = "AMBANG_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    Serve(serve::Args),
    /// Run a server with the demo selection, made on first use
    Demo(demo::command::Args),
    /// Bring the database up to date
    Migrate,
    /// Show the configuration
    #[command(subcommand)]
    Config(config::Args),
    /// Make and change members of staff
    #[command(subcommand)]
    User(user::Args),
    /// Make and list selections
    #[command(subcommand)]
    Selection(selection::Args),
    /// Import formations, candidates or items from spreadsheets
    #[command(subcommand)]
    Import(import::Args),
    /// Take the raw journal out, for auditors
    #[command(subcommand)]
    Export(export::Args),
    /// Compute everything once more from the journals and compare
    Recompute(recompute::Args),
    /// Verify a published list or a certificate, offline
    Verify(verify::Args),
    /// Ask a server that runs how it is
    Health(health::Args),
    /// Copy the database, also while the server runs
    Backup(backup::Args),
    /// Copy everything into another, empty database: from a file to PostgreSQL, and compare
    Copy(copy::Args),
    /// Make the certificate under which browsers trust this server, from a CA of the site's own
    Cert(cert::Args),
    /// Make, compare and replace the keys behind PINs, log-ins and signatures
    #[command(subcommand)]
    Secrets(secrets::Args),
    /// Compute results from spreadsheets, without a server
    #[command(subcommand)]
    Compute(compute::Compute),
    /// Play a whole sitting with virtual candidates on a throw-away server, and check the outcome
    Rehearse(rehearse::Rehearse),
}

impl Cli {
    /// Runs the subcommand.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        // Those need no configuration, and a broken one must not keep them from working.
        let command = match self.command {
            Command::Compute(compute) => return compute.run(),
            Command::Verify(args) => return verify::run(&args),
            Command::Cert(args) => return cert::run(&args),
            Command::Copy(args) => return copy::run(&args),
            Command::Health(args) => return health::run(self.config.as_deref(), &args),
            Command::Secrets(args) => return secrets::run(self.config.as_deref(), &args),
            Command::Demo(args) => return demo::command::run(&args),
            Command::Rehearse(rehearse) => return rehearse.run(),
            command => command,
        };
        let settings = load(self.config.as_deref())?;
        match command {
            Command::Serve(args) => serve::run(&settings, &args),
            Command::Migrate => migrate::run(&settings),
            Command::Config(args) => config::run(&settings, &args),
            Command::User(args) => user::run(&settings, args),
            Command::Selection(args) => selection::run(&settings, args),
            Command::Import(args) => import::run(&settings, &args),
            Command::Export(args) => export::run(&settings, &args),
            Command::Recompute(args) => recompute::run(&settings, &args),
            Command::Backup(args) => backup::run(&settings, &args),
            Command::Compute(_)
            | Command::Verify(_)
            | Command::Cert(_)
            | Command::Copy(_)
            | Command::Health(_)
            | Command::Secrets(_)
            | Command::Demo(_)
            | Command::Rehearse(_) => Ok(()),
        }
    }
}
