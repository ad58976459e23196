//! The ban on clocks and randomness is in force.

use std::fs;
use std::process::Command;

use toml::Table;

use crate::workspace::{read, root};

const BANNED: [&str; 7] = [
    "std::time::SystemTime::now",
    "std::time::Instant::now",
    "tokio::time::Instant::now",
    "uuid::Uuid::now_v7",
    "uuid::Uuid::new_v4",
    "rand::rng",
    "rand::random",
];

#[test]
fn clocks_and_randomness_are_listed_with_reasons() {
    let table: Table = read(&root().join("clippy.toml")).parse().unwrap();
    let listed = table["disallowed-methods"].as_array().unwrap();
    for path in BANNED {
        let entry = listed
            .iter()
            .find(|entry| entry.get("path").and_then(|p| p.as_str()) == Some(path));
        let reason = entry.and_then(|entry| entry.get("reason")?.as_str());
        assert!(reason.is_some_and(|text| !text.is_empty()), "{path}");
    }
}

/// What clippy says of a small file under the workspace's configuration.
fn clippy_says(source: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sample.rs");
    fs::write(&file, source).unwrap();
    let output = Command::new("clippy-driver")
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "lib",
            "--emit",
            "metadata",
        ])
        .arg("--out-dir")
        .arg(folder.path())
        .arg(&file)
        .env("CLIPPY_CONF_DIR", root())
        .output()
        .expect("clippy-driver, which comes with the toolchain");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// For the standard library's methods; those of other crates stand in the same list.
#[test]
fn a_call_to_a_clock_is_caught() {
    let caught = |said: &str| said.contains("use of a disallowed method");
    for clock in ["SystemTime", "Instant"] {
        let said = clippy_says(&format!(
            "pub fn f() -> std::time::{clock} {{ std::time::{clock}::now() }}"
        ));
        assert!(caught(&said), "{clock}: {said}");
        assert!(said.contains("exam::Clock"), "{said}");
    }
    let said = clippy_says("pub fn f(now: std::time::Instant) -> std::time::Instant { now }");
    assert!(!caught(&said), "{said}");
}
