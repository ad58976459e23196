//! `ambang compute skd`, run as an office runs it: each folder of `tests/compute_skd` is a case with
//! its two tables, the further arguments, and what must be printed.

#![expect(
    clippy::unwrap_used,
    reason = "the helpers of a test fail by panicking, as the tests do"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn case_dir(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/compute_skd")
        .join(case)
}

fn run(case: &str, arguments: &[&str]) -> Output {
    run_in(&case_dir(case), arguments)
}

fn run_in(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ambang"))
        .current_dir(dir)
        .args(["compute", "skd"])
        .args(["--formations", "formations.csv", "--scores", "scores.csv"])
        .args(arguments)
        .output()
        .unwrap()
}

fn expected(case: &str, file: &str) -> String {
    fs::read_to_string(case_dir(case).join(file)).unwrap()
}

/// The list is the golden file, and nothing is said beside it.
#[track_caller]
fn prints(case: &str, arguments: &[&str], file: &str) {
    let output = run(case, arguments);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        expected(case, file)
    );
    assert!(output.status.success());
}

/// The faults are the golden file, no list is printed, and the exit status says so.
#[track_caller]
fn refuses(case: &str, arguments: &[&str], file: &str) {
    let output = run(case, arguments);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        expected(case, file)
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_official_field_of_2020_in_steps_of_the_exam() {
    prints("official", &["--policy", "cpns-2019"], "list.csv");
}

#[test]
fn another_multiple_moves_the_cut() {
    prints(
        "official",
        &["--policy", "cpns-2019", "--cut", "2"],
        "list-cut-2.csv",
    );
}

#[test]
fn the_same_list_as_json() {
    prints(
        "official",
        &["--policy", "cpns-2019", "--format", "json"],
        "list.json",
    );
}

#[test]
fn each_category_and_group_has_its_own_grade() {
    prints("grades", &["--policy", "cpns-2021"], "list.csv");
}

#[test]
fn who_has_a_status_holds_no_place_and_comes_last() {
    prints("statuses", &["--policy", "cpns-2024"], "list.csv");
}

#[test]
fn equals_share_a_rank_and_the_border() {
    prints("ties", &["--policy", "cpns-2024"], "list.csv");
}

#[test]
fn a_table_from_an_indonesian_spreadsheet_is_read() {
    prints("spreadsheet", &["--policy", "cpns-2024"], "list.csv");
}

#[test]
fn formations_without_candidates_print_the_header_alone() {
    prints("nobody", &["--policy", "cpns-2024"], "list.csv");
    prints(
        "nobody",
        &["--policy", "cpns-2024", "--format", "json"],
        "list.json",
    );
}

#[test]
fn a_policy_without_a_cut_asks_for_one() {
    refuses(
        "school",
        &["--policy", "sekolah-kedinasan-2022"],
        "no-cut.txt",
    );
    prints(
        "school",
        &["--policy", "sekolah-kedinasan-2022", "--cut", "2"],
        "list.csv",
    );
}

#[test]
fn a_policy_file_stands_in_for_a_preset() {
    prints("own-policy", &["--policy", "policy.toml"], "list.csv");
    refuses("own-policy", &["--policy", "broken.toml"], "broken.txt");
    refuses("own-policy", &["--policy", "cpns-1999"], "unknown.txt");
}

#[test]
fn every_fault_of_both_tables_is_named() {
    refuses("faults", &["--policy", "cpns-2024"], "faults.txt");
}

#[test]
fn headers_are_judged_in_both_tables() {
    refuses("headers", &["--policy", "cpns-2024"], "faults.txt");
}

#[test]
fn lines_are_those_of_the_file_also_after_cells_of_several_lines() {
    refuses("multi-line", &["--policy", "cpns-2024"], "faults.txt");
}

#[test]
fn a_table_wrong_in_every_row_is_told_in_every_line() {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(
        case_dir("nobody").join("formations.csv"),
        dir.path().join("formations.csv"),
    )
    .unwrap();
    let header = expected("nobody", "scores.csv");
    let rows = (0..1_500).map(|number| format!("{number:017},A,1,0,0,\n"));
    let scores = header + &rows.collect::<String>();
    fs::write(dir.path().join("scores.csv"), scores).unwrap();
    let output = run_in(dir.path(), &["--policy", "cpns-2024"]);
    let faults = String::from_utf8(output.stderr).unwrap();
    assert_eq!(faults.lines().count(), 1_500);
    let last = faults.lines().last().unwrap();
    assert!(last.starts_with("scores.csv, line 1501, "), "{last}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_wrong_argument_and_a_missing_file_are_refused() {
    for arguments in [["--cut", "0"], ["--cut", "x"], ["--format", "xml"]] {
        let output = run(
            "nobody",
            &[&["--policy", "cpns-2024"], &arguments[..]].concat(),
        );
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let empty = tempfile::tempdir().unwrap();
    let output = run_in(empty.path(), &["--policy", "cpns-2024"]);
    let reason = String::from_utf8(output.stderr).unwrap();
    assert!(
        reason.starts_with("cannot read formations.csv: "),
        "{reason}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn no_cell_of_the_list_is_a_formula() {
    let dir = tempfile::tempdir().unwrap();
    let formations = expected("nobody", "formations.csv");
    let header = formations.lines().next().unwrap();
    let columns: Vec<&str> = header.split(',').collect();
    let row: Vec<&str> = columns
        .iter()
        .map(|column| match *column {
            "code" => "=HYPERLINK(0)",
            "category" => "umum",
            "quota" => "1",
            "position_group" => "",
            _ => "x",
        })
        .collect();
    let formations = format!("sep=,\n{header}\n{}\n", row.join(","));
    fs::write(dir.path().join("formations.csv"), formations).unwrap();
    let scores = "sep=;\nparticipant_no;formation;twk;tiu;tkp;status\n\
                  90000000000000001;=HYPERLINK(0);65;80;166;\n";
    fs::write(dir.path().join("scores.csv"), scores).unwrap();
    let output = run_in(dir.path(), &["--policy", "cpns-2024"]);
    let list = String::from_utf8(output.stdout).unwrap();
    let line = list.lines().nth(1).unwrap();
    assert!(
        line.starts_with("'=HYPERLINK(0),1,90000000000000001,65,80,166,311,P/L"),
        "{list}"
    );
}

#[test]
fn short_rows_and_rounded_numbers_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let formations = expected("nobody", "formations.csv");
    let code = formations
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap();
    fs::write(dir.path().join("formations.csv"), &formations).unwrap();
    let mut scores = "participant_no,formation,twk,tiu,tkp,status\n".to_owned();
    for number in 1..=6 {
        scores += &format!("2440071011{number:05}00,{code},65,80,166,\n");
    }
    scores += &format!("90000000000000001,{code},65\n\"1,23E+16\",{code},65,80,166,\n");
    fs::write(dir.path().join("scores.csv"), scores).unwrap();
    let output = run_in(dir.path(), &["--policy", "cpns-2024"]);
    let told = String::from_utf8(output.stderr).unwrap();
    for part in [
        "line 8, column tiu: the score is missing",
        "(the row ends after 3 of 6 cells)",
        "line 9, column participant_no: a spreadsheet has rounded the number",
        "6 of 7 participant numbers end in 00",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}
