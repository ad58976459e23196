//! The Kubernetes manifests against the schemas of Kubernetes itself, which a Python package carries.

use std::fs;
use std::path::PathBuf;

use anyhow::ensure;

use crate::step::{command, root, run as run_step, target_dir};
use crate::tools;

/// The package and its version; with it come the schemas of every version that is still in use.
const SCHEMAS: &str = "kubernetes-validate==1.37.0";
/// The oldest and the newest version of Kubernetes that the manifests are for.
const VERSIONS: [&str; 2] = ["1.30", "1.37"];

/// Checks every manifest: no field is missing, misspelt or of another type.
pub(crate) fn check() -> anyhow::Result<()> {
    let program = program()?;
    let folder = root().join("deploy").join("kubernetes");
    let mut manifests = Vec::new();
    for folder in [folder.join("template"), folder] {
        let entries = fs::read_dir(folder)?;
        let paths = entries.map(|entry| entry.map(|entry| entry.path()));
        let paths = paths.collect::<Result<Vec<PathBuf>, _>>()?.into_iter();
        manifests.extend(paths.filter(|path| path.extension().is_some_and(|it| it == "yaml")));
    }
    ensure!(
        !manifests.is_empty(),
        "there are no manifests: that proves nothing"
    );
    for version in VERSIONS {
        let mut validate = command(&program);
        validate.args(["--strict", "--quiet", "--no-warn", "-k", version]);
        run_step(
            &format!("manifests of Kubernetes {version}"),
            validate.args(&manifests),
        )?;
    }
    Ok(())
}

/// The validator, in an environment of its own below the target folder.
fn program() -> anyhow::Result<PathBuf> {
    // A new version of the package is a new environment.
    let environment = target_dir()?.join(SCHEMAS.replace("==", "-"));
    let program = environment.join("bin").join("kubernetes-validate");
    if !program.is_file() {
        tools::python_package(&environment, SCHEMAS)?;
    }
    ensure!(program.is_file(), "{SCHEMAS} installed, yet not found");
    Ok(program)
}
