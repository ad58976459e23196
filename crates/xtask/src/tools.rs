//! Programs that the tests need: found, installed where that is allowed, or named.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::bail;

use crate::browser;
use crate::step::{cargo, command, run};

const NO_INSTALL: &str = "AMBANG_NO_INSTALL";

/// Whether this program may install anything.
fn may_install() -> bool {
    env::var_os(NO_INSTALL).is_none_or(|value| value != "1")
}

/// Makes sure of cargo-nextest.
pub(crate) fn nextest() -> anyhow::Result<()> {
    if succeeds(cargo().args(["nextest", "--version"])) {
        return Ok(());
    }
    if !may_install() {
        bail!("cargo-nextest is missing: run `cargo install cargo-nextest --locked`");
    }
    let mut install = cargo();
    install.args(["install", "cargo-nextest", "--locked"]);
    run("install cargo-nextest", &mut install)
}

/// Makes sure of libfaketime and strace, by which tests turn clocks and watch the disk. Gives the path of
/// the library; none on systems other than Linux, where these tests do not run.
pub(crate) fn clock_and_trace() -> anyhow::Result<Option<PathBuf>> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    let missing = missing_packages();
    if !missing.is_empty() {
        install_packages(&missing)?;
    }
    match faketime_library() {
        Some(library) if missing_packages().is_empty() => Ok(Some(library)),
        _ => bail!("{} installed, yet not found", missing.join(" and ")),
    }
}

/// Makes sure of the programs that judge the files of `deploy`, and of the servers that tests start for themselves.
/// They are Linux's.
pub(crate) fn deployment() -> anyhow::Result<()> {
    let missing = || -> Vec<&'static str> {
        let asked = [
            ("haproxy", "-v", "haproxy"),
            ("openssl", "version", "openssl"),
            ("redis-server", "--version", "redis-server"),
            ("shellcheck", "--version", "shellcheck"),
            ("systemd-analyze", "--version", "systemd"),
        ];
        let lacking = asked
            .into_iter()
            .filter(|(program, question, _)| !succeeds(command(program).arg(question)));
        let postgres = (!postgres_installed()).then_some("postgresql");
        lacking
            .map(|(_, _, package)| package)
            .chain(postgres)
            .collect()
    };
    let lacking = missing();
    if !cfg!(target_os = "linux") || lacking.is_empty() {
        return Ok(());
    }
    install_packages(&lacking)?;
    let still = missing();
    if still.is_empty() {
        return Ok(());
    }
    bail!("{} installed, yet not found", still.join(" and "))
}

/// Makes a Python environment of its own with one package.
pub(crate) fn python_package(environment: &Path, package: &str) -> anyhow::Result<()> {
    if !may_install() {
        bail!(
            "{package} is missing: `python3 -m venv {0} && {0}/bin/pip install {package}`",
            environment.display()
        );
    }
    if !succeeds(command("python3").args(["-c", "import ensurepip, venv"])) {
        install_packages(&["python3-venv"])?;
    }
    let mut make = command("python3");
    run(
        "Python environment",
        make.args(["-m", "venv", "--clear"]).arg(environment),
    )?;
    let mut install = command(environment.join("bin/pip"));
    install.args(["install", "--quiet", "--disable-pip-version-check", package]);
    run(&format!("install {package}"), &mut install)
}

/// Any version, where Debian puts it; the drill says which is too old.
fn postgres_installed() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    versions
        .flatten()
        .any(|entry| entry.path().join("bin/initdb").is_file())
}

/// Makes sure of a browser, and of the tool by which it learns to trust a site CA.
pub(crate) fn browser() -> anyhow::Result<()> {
    let missing = || -> Vec<&'static str> {
        let browser = (!browser::chromium().is_file()).then_some("chromium");
        // It has no version to ask for, and ends with an error on any question: but it starts.
        let asked = command("certutil")
            .arg("-H")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let trust = asked.is_err().then_some("libnss3-tools");
        browser.into_iter().chain(trust).collect()
    };
    let lacking = missing();
    if lacking.is_empty() {
        return Ok(());
    }
    install_packages(&lacking)?;
    let still = missing();
    if still.is_empty() {
        return Ok(());
    }
    bail!(
        "{} installed, yet not found (CHROMIUM names a browser elsewhere)",
        still.join(" and ")
    )
}

/// Debian's names of the packages that are not there.
fn missing_packages() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if faketime_library().is_none() {
        missing.push("libfaketime");
    }
    if !succeeds(command("strace").arg("-V")) {
        missing.push("strace");
    }
    missing
}

fn install_packages(packages: &[&str]) -> anyhow::Result<()> {
    let names = packages.join(" ");
    if !may_install() {
        bail!("missing: {names}; install them, on Debian with `apt-get install {names}`");
    }
    if !Path::new("/etc/debian_version").exists() || !is_root() {
        bail!(
            "missing: {names}; only root on Debian has them installed here, so install them first \
             (Debian, Ubuntu: `sudo apt-get install {names}`; others have packages of like names)"
        );
    }
    run("apt-get update", apt().arg("update"))?;
    let mut install = apt();
    install.args(["install", "--yes", "--no-install-recommends"]);
    run(&format!("install {names}"), install.args(packages))
}

fn apt() -> Command {
    let mut apt = command("apt-get");
    apt.arg("--quiet").env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn is_root() -> bool {
    command("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The variant for programs with threads, in the places where distributions put it.
fn faketime_library() -> Option<PathBuf> {
    let mut dirs = vec![
        PathBuf::from("/usr/lib/faketime"),
        PathBuf::from("/usr/lib64/faketime"),
        PathBuf::from("/usr/local/lib/faketime"),
    ];
    let multiarch = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    dirs.extend(multiarch.map(|entry| entry.path().join("faketime")));
    dirs.into_iter()
        .map(|dir| dir.join("libfaketimeMT.so.1"))
        .find(|library| library.is_file())
}

fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
