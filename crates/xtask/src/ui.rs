//! Tests of the browser UI, wherever it has any.

use crate::step::{command, root, run};

/// Runs the UI's own tests with npm. A workspace without a UI has none to run.
pub(crate) fn test() -> anyhow::Result<()> {
    let ui = root().join("crates").join("web").join("ui");
    if !ui.join("package.json").is_file() {
        return Ok(());
    }
    run("UI dependencies", command("npm").arg("ci").current_dir(&ui))?;
    run("UI tests", command("npm").arg("test").current_dir(&ui))
}
