//! `cargo xtask test`: every test of the workspace, and proof that some ran.

use std::fs;

use anyhow::{Context as _, ensure};

use crate::step::{cargo, root, run as run_step, timed};
use crate::totals::{Totals, doc_tests, junit};
use crate::{browser, manifests, tools, ui};

/// Arguments of the command.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Leave out the browser and tests in modules named `slow`, and try fewer random cases
    #[arg(long)]
    quick: bool,
    /// Run the browser tests alone
    #[arg(long, conflicts_with = "quick")]
    browser: bool,
}

/// Brings the tools, runs unit, integration, documentation and browser tests, prints the totals.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    // Before anything is compiled: the programs embed the pages.
    let pages = ui::built()?;
    if args.browser {
        println!("test totals: browser tests {}", browser::test(&pages)?);
        return Ok(());
    }
    tools::nextest()?;
    let faketime = tools::clock_and_trace()?;
    tools::deployment()?;
    manifests::check()?;
    let profile = if args.quick { "quick" } else { "default" };
    let report = root()
        .join("target/nextest")
        .join(profile)
        .join("junit.xml");
    // A report of an earlier run must not pass for this one's.
    if report.exists() {
        fs::remove_file(&report).with_context(|| report.display().to_string())?;
    }
    let mut nextest = cargo();
    nextest.args(["nextest", "run", "--workspace", "--profile", profile]);
    if let Some(library) = faketime {
        nextest.env("AMBANG_LIBFAKETIME", library);
    }
    if args.quick {
        nextest.env("PROPTEST_CASES", "32");
    }
    let outcome = run_step("tests", &mut nextest);
    // Without a report nothing was built, or nothing ran.
    let text = fs::read_to_string(&report).unwrap_or_default();
    let tests = junit(&text).unwrap_or_default();
    outcome.with_context(|| format!("tests: {tests}"))?;
    ensure!(tests.run > 0, "no test ran: that proves nothing");

    let docs = timed("documentation tests", documentation)?;
    ui::test(&pages)?;
    let browser = if args.quick {
        "browser tests left out".to_owned()
    } else {
        format!("browser tests {}", browser::test(&pages)?)
    };
    println!("test totals: tests {tests}; documentation tests {docs}; {browser}");
    Ok(())
}

/// nextest leaves documentation tests to cargo.
fn documentation() -> anyhow::Result<Totals> {
    let output = cargo()
        .args(["test", "--workspace", "--doc"])
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cargo test --doc")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let totals = doc_tests(&text);
    if !output.status.success() {
        eprint!("{text}");
    }
    ensure!(
        output.status.success(),
        "documentation tests: {}",
        output.status
    );
    Ok(totals)
}
