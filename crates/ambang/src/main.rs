//! The Ambang server: command line, configuration, wiring.

mod cli;
mod command;
mod compute;
mod config;
mod demo;
mod office;
mod progress;
mod rehearse;
mod secrets;
mod serve;
mod site_ca;
mod system;
mod terminal;
mod tls;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
