//! `cargo xtask lint`: everything that can be said without running the server.

use crate::step::{cargo, run as run_step};

/// Title and arguments to cargo, the quick ones first.
const CHECKS: [(&str, &[&str]); 4] = [
    ("format", &["fmt", "--all", "--check"]),
    (
        "house rules: edges, sizes, documents",
        &["test", "--quiet", "--package", "xtask", "--test", "house"],
    ),
    (
        "clippy",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ],
    ),
    ("rustdoc", &["doc", "--workspace", "--no-deps"]),
];

/// Runs the checks and stops at the first that fails.
pub(crate) fn run() -> anyhow::Result<()> {
    for (title, args) in CHECKS {
        let mut command = cargo();
        command.args(args).env("RUSTDOCFLAGS", "-D warnings");
        run_step(title, &mut command)?;
    }
    Ok(())
}
