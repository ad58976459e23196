//! The program plays whole sittings on servers of its own, and finds nothing lost.

#![expect(
    clippy::unwrap_used,
    reason = "the helpers of a test fail by panicking, as the tests do"
)]

/// Real time passes: a sitting's clock is never scaled.
mod slow {
    use std::process::{Command, Output};

    fn rehearse(arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ambang"));
        command.arg("rehearse").args(arguments).output().unwrap()
    }

    fn told(output: &Output) -> String {
        let (out, err) = (&output.stdout, &output.stderr);
        let [out, err] = [out, err].map(|bytes| String::from_utf8_lossy(bytes));
        format!("{out}{err}")
    }

    /// The number in front of a line of the report.
    fn count(report: &str, line: &str) -> u64 {
        let found = report.lines().find_map(|text| text.strip_suffix(line));
        found.unwrap().trim().parse().unwrap()
    }

    #[test]
    fn a_small_room_from_import_to_signed_list() {
        let output = rehearse(&["--candidates", "16", "--speed", "400"]);
        let report = told(&output);
        assert!(output.status.success(), "{report}");
        assert!(count(&report, "  accepted") > 500, "{report}");
        assert!(
            count(&report, "  finished with a receipt") >= 12,
            "{report}"
        );
        assert!(!report.contains("BROKEN"), "{report}");
    }

    /// The demo's sub-tests in two timed blocks, as PPPK has them: whoever is done with the first, or whose time
    /// is, goes on to the second.
    #[test]
    fn a_small_room_in_two_blocks() {
        let one = "[[blocks]]\nminutes = 100\nblind_minutes = 130\n";
        let two = "[[blocks]]\nsub_tests = [\"twk\", \"tiu\"]\nminutes = 70\nblind_minutes = 90\n\n\
                   [[blocks]]\nsub_tests = [\"tkp\"]\nminutes = 30\nblind_minutes = 40\n";
        let policy = scoring::preset_text("cpns-2024").unwrap();
        assert!(policy.contains(one));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("two-blocks.toml");
        std::fs::write(&file, policy.replace(one, two)).unwrap();
        let arguments = [
            "--candidates",
            "24",
            "--speed",
            "200",
            "--kill",
            "3",
            "--policy",
        ];
        let output = rehearse(&[&arguments[..], &[file.to_str().unwrap()]].concat());
        let report = told(&output);
        assert!(output.status.success(), "{report}");
        let finished = count(&report, "  finished with a receipt");
        assert!(finished >= 18, "{report}");
        let went_on = count(&report, "  went on to the next timed block");
        assert_eq!(went_on, finished, "{report}");
        assert!(!report.contains("BROKEN"), "{report}");
    }

    #[test]
    fn twenty_crashes_lose_nothing_and_cost_nobody_time() {
        let arguments = ["--candidates", "40", "--speed", "100", "--kill", "20"];
        let output = rehearse(&arguments);
        let report = told(&output);
        assert!(output.status.success(), "{report}");
        assert_eq!(
            count(&report, "  of 20 crashes of the server (SIGKILL)"),
            20
        );
        assert!(
            count(&report, "  duplicate") > 0,
            "no lost reply was sent again"
        );
    }
}
