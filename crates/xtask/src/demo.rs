//! `cargo xtask demo`: the browser UI and the server in release mode, with the demo selection or a whole rehearsal.

use std::env::consts::EXE_SUFFIX;
use std::process::Stdio;

use crate::step::{cargo, command, run as run_step, target_dir};
use crate::ui;

/// Arguments of the command.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Play a whole sitting with virtual candidates and check the outcome
    #[arg(long)]
    rehearse: bool,
    /// What follows `--` goes to `ambang demo` or `ambang rehearse`
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Builds `ambang` and hands over to it; its exit status is the command's.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    ui::build()?;
    let mut build = cargo();
    build.args(["build", "--release", "--package", "ambang"]);
    run_step("build ambang (release)", &mut build)?;
    let name = format!("ambang{EXE_SUFFIX}");
    let program = target_dir()?.join("release").join(name);
    let mode = if args.rehearse { "rehearse" } else { "demo" };
    let mut ambang = command(program);
    ambang.arg(mode).args(&args.rest).stdin(Stdio::inherit());
    run_step(&format!("ambang {mode}"), &mut ambang)
}
