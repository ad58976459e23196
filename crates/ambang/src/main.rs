//! The Ambang server: command line, configuration, wiring.

mod boards;
mod cli;
mod command;
mod compute;
mod config;
mod database;
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

/// Of `verify`: the file is no forgery, but nothing that was ever signed.
const NOTHING_SIGNED: u8 = 3;

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            if error.is::<command::verify::NothingSigned>() {
                return ExitCode::from(NOTHING_SIGNED);
            }
            ExitCode::FAILURE
        }
    }
}
