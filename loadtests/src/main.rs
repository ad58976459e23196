//! Load scenarios against throw-away servers of this machine, and the independent check by itself.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use loadtests::checker::{self, Export};
use loadtests::rehearsal::{Demo, Plan};
use loadtests::steady::{self, Wanted};
use loadtests::tape;

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
        /// Nodes over a throw-away PostgreSQL and Redis, one measurement each, such as 1,2; without it the
        /// embedded server is measured
        #[arg(long, value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=4))]
        nodes: Vec<u32>,
        /// Measure also how often a seat's state can be asked for, as waiting pages do
        #[arg(long)]
        states: bool,
    },
    /// Hold an exported journal against what browsers were told, and say whether anything was lost
    Check {
        /// The raw journal, as the server exports it
        #[arg(long, value_name = "FILE")]
        export: PathBuf,
        /// What was said on the browsers' lines
        #[arg(long, value_name = "FILE")]
        tape: PathBuf,
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
    match &cli.scenario {
        Scenario::SteadyAnswers {
            connections,
            seconds,
            nodes,
            states,
        } => {
            let program = cli.server.canonicalize();
            let program = program.map_err(|e| format!("{}: {e}", cli.server.display()))?;
            steady_answers(
                &cli,
                &Wanted {
                    program,
                    connections: connections.clone(),
                    nodes: nodes.clone(),
                    states: *states,
                    length: Duration::from_secs(*seconds),
                },
            )
        }
        Scenario::Check { export, tape } => check(export, tape),
    }
}

fn steady_answers(cli: &Cli, wanted: &Wanted) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|e| e.to_string())?;
    let demo = Demo::read(&cli.demo)?;
    let pictures = demo.pictures();
    let plan: Plan<'_> = demo.plan(&pictures);
    for comparison in runtime.block_on(steady::run(wanted, &plan))? {
        println!("{comparison}");
    }
    Ok(())
}

fn check(export: &Path, tape: &Path) -> Result<(), String> {
    let open = |path: &Path| {
        let file = File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok::<_, String>(BufReader::new(file))
    };
    let export = Export::read(open(export)?).map_err(|e| e.to_string())?;
    let ledger = tape::read(open(tape)?, &export).map_err(|e| e.to_string())?;
    let findings = checker::check(&export, &ledger, None);
    print!("{findings}");
    if findings.hold() {
        Ok(())
    } else {
        Err("something was lost, or nothing was looked at".into())
    }
}
