//! Developer commands: `cargo xtask lint | test | openapi | demo | screenshots`.
//!
//! Each command is one file. The house rules that `lint` and `test` run as tests (which crate may depend
//! on which, sizes, documents) are in `tests/house`. Knows the workspace from outside only: no crate of
//! ours is a dependency.

mod browser;
mod demo;
mod lint;
mod manifests;
mod openapi;
mod screenshots;
mod step;
mod test;
mod tools;
mod totals;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer commands of Ambang")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check format, lints, documentation and the house rules
    Lint,
    /// Run every test, installing what is missing (AMBANG_NO_INSTALL=1 forbids that)
    Test(test::Args),
    /// Write crates/api/openapi.json anew, and the types that the browser UI makes of it
    Openapi,
    /// Build the server and start it with the demo selection
    Demo(demo::Args),
    /// Take pictures of every screen into target/screenshots
    Screenshots,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Lint => lint::run(),
        Command::Test(args) => test::run(&args),
        Command::Openapi => openapi::run(),
        Command::Demo(args) => demo::run(&args),
        Command::Screenshots => screenshots::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // The causes in one line: a backtrace of this program helps nobody.
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
