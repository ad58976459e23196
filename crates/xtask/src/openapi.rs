//! `cargo xtask openapi`: the committed description of the API and the browser's types, written anew.

use crate::step::{cargo, command, run as run_step};
use crate::ui;

/// Runs the test that compares the copy, told to write it; then the UI's generator, where npm is.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut test = cargo();
    test.args(["test", "--package", "api", "--test", "it", "committed_copy"]);
    run_step("API description", test.env("AMBANG_UPDATE", "1"))?;
    let Some(ui) = ui::ready()? else {
        return Ok(());
    };
    run_step(
        "UI types",
        command("npm").args(["run", "types"]).current_dir(ui),
    )
}
