//! The browser UI, wherever it is and npm is there to build it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::Context as _;

use crate::step::{command, root, run};

/// The lock file that `node_modules` was made from, kept in it.
const INSTALLED: &str = ".ambang-installed-lock.json";

fn folder() -> Option<PathBuf> {
    let ui = root().join("crates").join("web").join("ui");
    ui.join("package.json").is_file().then_some(ui)
}

/// Runs the UI's own tests with npm. A workspace without a UI has none to run.
pub(crate) fn test() -> anyhow::Result<()> {
    let Some(ui) = folder() else {
        return Ok(());
    };
    install(&ui)?;
    run("UI tests", command("npm").arg("test").current_dir(&ui))
}

/// The UI's folder with its dependencies installed. Without a UI or without npm it says so and gives nothing.
pub(crate) fn ready() -> anyhow::Result<Option<PathBuf>> {
    let Some(ui) = folder() else {
        eprintln!("── crates/web/ui has no package.json: there is no browser UI");
        return Ok(None);
    };
    if !has_npm() {
        eprintln!(
            "── npm is missing: going on without the browser UI (install Node.js with npm and try again)"
        );
        return Ok(None);
    }
    install(&ui)?;
    Ok(Some(ui))
}

/// Builds what the server embeds, if that is possible here.
pub(crate) fn build() -> anyhow::Result<()> {
    let Some(ui) = ready()? else {
        return Ok(());
    };
    let mut build = command("npm");
    run("build the UI", build.args(["run", "build"]).current_dir(ui))
}

/// `npm ci`, unless `node_modules` was made from the same lock file.
fn install(ui: &Path) -> anyhow::Result<()> {
    let lock = fs::read(ui.join("package-lock.json")).context("package-lock.json")?;
    let installed = ui.join("node_modules").join(INSTALLED);
    if fs::read(&installed).is_ok_and(|known| known == lock) {
        return Ok(());
    }
    run("UI dependencies", command("npm").arg("ci").current_dir(ui))?;
    fs::write(&installed, lock).with_context(|| format!("{}", installed.display()))
}

fn has_npm() -> bool {
    let mut npm = command("npm");
    npm.arg("--version").stdout(Stdio::null());
    npm.stderr(Stdio::null());
    npm.status().is_ok_and(|status| status.success())
}
