//! The scripts are POSIX sh, and shellcheck finds nothing in them.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::place::{ask, deploy, file_name, files, said};

/// Scripts that people and programs run, and those that a container runs.
fn scripts() -> Vec<std::path::PathBuf> {
    let folders = ["backup", "compose", "compose/postgres"];
    folders
        .iter()
        .flat_map(|folder| files(folder, "sh"))
        .collect()
}

#[test]
fn shellcheck_is_silent() {
    let scripts = scripts();
    assert!(scripts.len() >= 8, "{scripts:?}");
    let mut shellcheck = Command::new("shellcheck");
    let output = ask(shellcheck.arg("--shell=sh").args(&scripts), "shellcheck");
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn a_fault_would_be_found() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("bad.sh");
    std::fs::write(&script, "#!/bin/sh\nrm -r $1\n").unwrap();
    let mut shellcheck = Command::new("shellcheck");
    let output = ask(shellcheck.arg("--shell=sh").arg(&script), "shellcheck");
    assert!(!output.status.success());
}

#[test]
fn they_can_be_run_and_stop_at_the_first_fault() {
    for script in scripts() {
        let name = file_name(&script);
        let mode = script.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o111, 0o111, "{name} cannot be run");
        let text = std::fs::read_to_string(&script).unwrap();
        assert!(text.starts_with("#!/bin/sh\n"), "{name}");
        assert!(text.contains("\nset -eu\n"), "{name}");
        assert!(
            text.contains("\numask 077\n"),
            "{name}: others could read answers"
        );
        if name == "make-standby-role.sh" {
            continue;
        }
        // Without arguments it says how it is used, and does nothing.
        let output = Command::new(&script)
            .current_dir(deploy())
            .output()
            .unwrap();
        assert!(!output.status.success(), "{name}");
        assert!(
            said(&output).contains("usage: "),
            "{name}: {}",
            said(&output)
        );
    }
}
