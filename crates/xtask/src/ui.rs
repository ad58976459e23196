//! The browser UI, wherever it is and npm is there to build it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::SystemTime;

use anyhow::Context as _;

use crate::step::{command, root, run};

/// The lock file that `node_modules` was made from, kept in it.
const INSTALLED: &str = ".ambang-installed-lock.json";

fn folder() -> Option<PathBuf> {
    let ui = root().join("crates").join("web").join("ui");
    ui.join("package.json").is_file().then_some(ui)
}

/// Runs the UI's own tests and holds the built pages to their size.
pub(crate) fn test(ui: &Path) -> anyhow::Result<()> {
    run("UI tests", command("npm").arg("test").current_dir(ui))?;
    let mut size = command("npm");
    run(
        "size of the pages",
        size.args(["run", "size"]).current_dir(ui),
    )
}

/// The UI's folder, its dependencies installed and its pages built; an error where that is not possible.
pub(crate) fn built() -> anyhow::Result<PathBuf> {
    let ui = ready()?.context("npm is missing: the pages cannot be built and tested; install Node.js 20 or newer with npm")?;
    build_in(&ui)?;
    Ok(ui)
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
    build_in(&ui)
}

/// Builds the pages, unless they are newer than all that they are made of: programs that embed them would be
/// compiled anew.
fn build_in(ui: &Path) -> anyhow::Result<()> {
    let built = modified(&ui.join("dist/sw.js.br"));
    if built.is_some() && newest(ui)? < built {
        return Ok(());
    }
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

/// When anything below the folder was changed last, but for what npm puts there, the tests, and the
/// documentation.
fn newest(folder: &Path) -> anyhow::Result<Option<SystemTime>> {
    let mut newest = None;
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let skipped = ["node_modules", "dist", "e2e", "pictures", "README.md"];
        if skipped.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        newest = newest.max(modified(&path));
        if path.is_dir() {
            newest = newest.max(self::newest(&path)?);
        }
    }
    Ok(newest)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|file| file.modified()).ok()
}

fn has_npm() -> bool {
    let mut npm = command("npm");
    npm.arg("--version").stdout(Stdio::null());
    npm.stderr(Stdio::null());
    npm.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_anywhere_but_in_what_was_built_is_newer() {
        let ui = tempfile::tempdir().unwrap();
        let at = |path: &str, seconds: u64| {
            let path = ui.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let file = fs::File::create(&path).unwrap();
            let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            file.set_modified(time).unwrap();
            time
        };
        let far = 4_000_000_000;
        at("dist/sw.js", far + 100);
        at("node_modules/a/index.js", far + 100);
        let page = at("src/a/page.ts", far);
        assert_eq!(newest(ui.path()).unwrap(), Some(page));
    }
}
