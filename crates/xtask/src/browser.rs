//! The browser tests: real Chromium against the server that this run has built.

use std::env;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use crate::step::{cargo, command, root, run as run_step, target_dir};
use crate::totals::{Totals, junit};
use crate::{tools, ui};

/// Builds the programs that the pages talk to, as the tests of the workspace are built.
fn programs() -> anyhow::Result<PathBuf> {
    let mut build = cargo();
    // With the tests, so that nothing is compiled again with fewer features.
    build.args(["build", "--workspace", "--bins", "--tests"]);
    run_step("programs for the browser tests", &mut build)?;
    Ok(target_dir()?.join("debug"))
}

/// Vitest over `e2e`, with the programs of this run.
fn vitest(ui: &Path, programs: &Path) -> std::process::Command {
    let program = |name: &str| programs.join(format!("{name}{EXE_SUFFIX}"));
    let mut vitest = command("npm");
    vitest
        .current_dir(ui)
        .env("AMBANG_BINARY", program("ambang"))
        .env("AMBANG_LOADTESTS", program("loadtests"))
        .args(["run", "e2e", "--"]);
    vitest
}

/// Runs every browser test. The pages must have been built before the programs are: they are embedded.
pub(crate) fn test(ui: &Path) -> anyhow::Result<Totals> {
    tools::browser()?;
    let programs = programs()?;
    let folder = root().join("target/e2e");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let report = folder.join("junit.xml");
    // A report of an earlier run must not pass for this one's.
    if report.exists() {
        fs::remove_file(&report).with_context(|| report.display().to_string())?;
    }
    let mut vitest = vitest(ui, &programs);
    vitest.args(["--reporter=default", "--reporter=junit"]);
    vitest.arg(format!("--outputFile.junit={}", report.display()));
    let outcome = run_step("browser tests", &mut vitest);
    let text = fs::read_to_string(&report).unwrap_or_default();
    let totals = junit(&text).unwrap_or_default();
    outcome.with_context(|| format!("browser tests: {totals}"))?;
    ensure!(totals.run > 0, "no browser test ran: that proves nothing");
    Ok(totals)
}

/// Walks all roles and leaves pictures of every screen in `folder`.
pub(crate) fn screenshots(folder: &Path) -> anyhow::Result<()> {
    tools::browser()?;
    let ui = ui::built()?;
    let programs = programs()?;
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut vitest = vitest(&ui, &programs);
    vitest.env("AMBANG_SCREENSHOTS", folder).arg("gallery");
    run_step("screenshots", &mut vitest)?;
    let taken = fs::read_dir(folder)?.count();
    ensure!(taken > 0, "no picture was taken");
    println!("{taken} pictures in {}", folder.display());
    Ok(())
}

/// The browser under test: the one that is named, or Debian's.
pub(crate) fn chromium() -> PathBuf {
    env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from)
}
