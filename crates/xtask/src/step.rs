//! Running one command after another, saying which one and how long it took.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, bail};
use cargo_metadata::MetadataCommand;

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    command(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// A command in the workspace's root that reads nothing from the terminal.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// The workspace's root.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map(PathBuf::from).unwrap_or(here)
}

/// Where cargo builds.
pub(crate) fn target_dir() -> anyhow::Result<PathBuf> {
    let metadata = MetadataCommand::new()
        .current_dir(root())
        .no_deps()
        .exec()
        .context("cargo metadata")?;
    Ok(metadata.target_directory.into_std_path_buf())
}

/// Runs a command to its end; its output goes to the terminal.
pub(crate) fn run(title: &str, command: &mut Command) -> anyhow::Result<()> {
    timed(title, || {
        let status = command
            .status()
            .with_context(|| format!("cannot start {command:?}"))?;
        if !status.success() {
            bail!("{title}: {status}");
        }
        Ok(())
    })
}

/// Announces some work, does it, and says how long it took.
pub(crate) fn timed<T>(title: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    eprintln!("── {title}");
    let start = now();
    let done = work()?;
    eprintln!("── {title}: done in {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

#[expect(
    clippy::disallowed_methods,
    reason = "shown to a developer; no rule depends on it"
)]
fn now() -> Instant {
    Instant::now()
}
