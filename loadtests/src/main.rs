//! Load scenarios against throw-away servers of this machine.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use loadtests::rehearsal::{Demo, Plan};
use loadtests::steady::{self, Wanted};

/// Load scenarios against throw-away servers of this machine
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    /// The server's program
    #[arg(long, global = true, default_value = "target/release/ambang")]
    server: PathBuf,
    /// Folder of the demo selection
    #[arg(long, global = true, default_value = "crates/ambang/demo")]
    demo: PathBuf,
    #[command(subcommand)]
    scenario: Scenario,
}

#[derive(Debug, Subcommand)]
enum Scenario {
    /// Durable answers per second in a closed loop, against the echo of the same HTTP server
    SteadyAnswers {
        /// Connections at the same time; one measurement each
        #[arg(long, value_delimiter = ',', default_value = "64,256",
              value_parser = clap::value_parser!(u32).range(1..=256))]
        connections: Vec<u32>,
        /// Length of each measurement
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=300))]
        seconds: u64,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|e| e.to_string())?;
    let program = cli
        .server
        .canonicalize()
        .map_err(|e| format!("{}: {e}", cli.server.display()))?;
    let demo = Demo::read(&cli.demo)?;
    match cli.scenario {
        Scenario::SteadyAnswers {
            connections,
            seconds,
        } => {
            let wanted = Wanted {
                program,
                connections,
                length: Duration::from_secs(seconds),
            };
            let pictures = demo.pictures();
            let plan: Plan<'_> = demo.plan(&pictures);
            for comparison in runtime.block_on(steady::run(&wanted, &plan))? {
                println!("{comparison}");
            }
        }
    }
    Ok(())
}
