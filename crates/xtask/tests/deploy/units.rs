//! systemd understands the units, and calls what they leave open small.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{ask, file_name, files, read, said};

/// What systemd says is exposed, at most: the server listens to a room, the backup to nobody.
const EXPOSED_MAX: [(&str, f64); 2] = [("ambang.service", 1.7), ("ambang-backup.service", 0.6)];

/// The units as they would lie in a machine on which their programs are installed.
fn installed(folder: &Path) -> Vec<PathBuf> {
    let units = [files("systemd", "service"), files("systemd", "timer")].concat();
    let place = |unit: &PathBuf| {
        let text = fs::read_to_string(unit).unwrap();
        let lines = text.lines().map(|line| match line.split_once('=') {
            Some(("ExecStart", _)) => "ExecStart=/bin/true",
            _ => line,
        });
        let copy = folder.join(file_name(unit));
        fs::write(&copy, lines.collect::<Vec<_>>().join("\n")).unwrap();
        copy
    };
    units.iter().map(place).collect()
}

fn verify(units: &[PathBuf]) -> (bool, String) {
    let mut verify = Command::new("systemd-analyze");
    // Documentation lies where a package puts it, so it is not looked for.
    let output = ask(verify.args(["verify", "--man=no"]).args(units), "systemd");
    (output.status.success(), said(&output))
}

#[test]
fn systemd_verifies_every_unit() {
    let folder = tempfile::tempdir().unwrap();
    let units = installed(folder.path());
    assert_eq!(units.len(), 4, "{units:?}");
    let (fine, told) = verify(&units);
    assert!(fine && told.is_empty(), "{told}");
}

#[test]
fn a_key_that_systemd_does_not_know_would_be_found() {
    let folder = tempfile::tempdir().unwrap();
    let units = installed(folder.path());
    let text = fs::read_to_string(&units[0]).unwrap();
    fs::write(&units[0], text.replace("UMask=", "UMsk=")).unwrap();
    assert!(verify(&units).1.contains("UMsk"));
}

#[test]
fn examples_of_drop_ins_are_verified_too() {
    for example in files("systemd/ambang.service.d", "example") {
        let folder = tempfile::tempdir().unwrap();
        let units = installed(folder.path());
        let drop_ins = folder.path().join("ambang.service.d");
        fs::create_dir(&drop_ins).unwrap();
        let name = file_name(&example).replace(".example", "");
        fs::copy(&example, drop_ins.join(name)).unwrap();
        let (fine, told) = verify(&units);
        assert!(fine && told.is_empty(), "{}: {told}", example.display());
    }
}

#[test]
fn the_exposure_stays_small() {
    let folder = tempfile::tempdir().unwrap();
    for unit in installed(folder.path()) {
        let name = file_name(&unit);
        let Some((_, at_most)) = EXPOSED_MAX.iter().find(|(known, _)| *known == name) else {
            continue;
        };
        let mut security = Command::new("systemd-analyze");
        security.args(["security", "--offline=true", "--no-pager"]);
        let told = said(&ask(security.arg(&unit), "systemd"));
        let level = told.split_once(&format!("exposure level for {name}: "));
        let level: f64 = level
            .and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok())
            .unwrap_or_else(|| panic!("{told}"));
        assert!(level <= *at_most, "{name}: {level}\n{told}");
    }
}

/// What the promises of the server need: it is started again, and may finish what it has begun.
#[test]
fn a_crash_is_mended_and_an_end_is_waited_for() {
    let unit = read("systemd/ambang.service");
    for line in [
        "Restart=always",
        "StartLimitIntervalSec=0",
        "LimitCORE=0",
        "UMask=0077",
        "StateDirectoryMode=0700",
    ] {
        assert!(unit.lines().any(|found| found == line), "{line}");
    }
    let seconds = unit.lines().find_map(|line| {
        let value = line.strip_prefix("TimeoutStopSec=")?;
        value.strip_suffix('s')?.parse::<u32>().ok()
    });
    // 10 s for requests and 20 s for the recorder, as `ambang serve` has them, and some for the disk.
    assert!(seconds.is_some_and(|seconds| seconds >= 40), "{seconds:?}");
}

#[test]
fn users_and_folders_are_what_the_units_name() {
    let unit = read("systemd/ambang.service");
    let users = read("systemd/ambang.sysusers");
    assert!(unit.contains("\nUser=ambang\n") && users.contains("\nu ambang "));
    let folders = read("systemd/ambang.tmpfiles");
    for folder in ["/etc/ambang/tls", "/var/lib/ambang", "/var/backups/ambang"] {
        let line = folders
            .lines()
            .find(|line| line.contains(&format!(" {folder} ")));
        let line = line.unwrap_or_else(|| panic!("{folder}"));
        assert!(line.contains(" 0700 "), "others may look into {folder}");
    }
}

#[test]
fn the_log_is_bounded() {
    let text = read("systemd/ambang.journald.conf");
    for key in ["SystemMaxUse=", "SystemKeepFree="] {
        assert!(text.lines().any(|line| line.starts_with(key)), "{key}");
    }
}
