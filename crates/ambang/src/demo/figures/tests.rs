use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{files, puzzles};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("demo/pictures")
}

/// `cargo run -p ambang --example demo_figures` mends it after a change of a drawing.
#[test]
fn the_committed_pictures_are_the_drawn_ones() {
    let drawn = files();
    let committed: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(committed, drawn.keys().cloned().collect());
    for (name, content) in drawn {
        let on_disk = std::fs::read_to_string(folder().join(&name)).unwrap();
        assert!(on_disk == content, "{name} differs from its drawing");
    }
}

#[test]
fn no_two_options_of_a_puzzle_look_the_same() {
    for puzzle in puzzles() {
        let distinct: BTreeSet<&String> = puzzle.options.iter().collect();
        assert_eq!(distinct.len(), 5, "{}", puzzle.code);
    }
}

#[test]
fn the_pictures_hold_no_text_script_or_reference() {
    for (name, content) in files() {
        for forbidden in ["<text", "<script", "<image", "href", "url(", "style", " on"] {
            assert!(!content.contains(forbidden), "{name}: {forbidden}");
        }
        assert!(content.contains("viewBox="), "{name}");
        assert!(content.len() < 4096, "{name}");
    }
}

#[test]
fn the_key_of_the_bank_is_the_picture_that_follows_the_rule() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("demo/items.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for puzzle in puzzles() {
        let record = records
            .iter()
            .find(|record| &record[column("code")] == puzzle.code)
            .unwrap_or_else(|| panic!("{} is missing", puzzle.code));
        assert_eq!(
            record[column("picture")],
            puzzle.stem_file().unwrap_or_default()
        );
        for (index, letter) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            assert_eq!(
                record[column(&format!("picture_{letter}"))],
                puzzle.option_file(index)
            );
            let points = if index == puzzle.key { "5" } else { "0" };
            assert_eq!(&record[column(&format!("points_{letter}"))], points);
        }
    }
}
