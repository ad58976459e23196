//! The runbook says what people see: in the words that are on their screens.

use std::fs;
use std::path::{Path, PathBuf};

use crate::place::{read, repository};

/// Words in quotation marks that no screen shows.
const ELSEWHERE: [&str; 5] = [
    "as of",
    "restore on AC",
    "to adapt",
    "to be safe",
    "Disk dead",
];

/// The English texts of all pages.
fn texts() -> String {
    let mut found = String::new();
    let mut open = vec![repository().join("crates/web/ui/src")];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
            entries.partition(|path| path.is_dir());
        open.extend(folders);
        let english = |path: &&PathBuf| path.file_name().is_some_and(|name| name == "en.ts");
        for file in files.iter().filter(english) {
            found.push_str(&fs::read_to_string(file).unwrap());
        }
    }
    found
}

/// What stands in quotation marks, outside of code.
fn quoted(page: &str) -> Vec<String> {
    let prose = page.split("```").step_by(2).map(|block| {
        let spans: Vec<&str> = block.split('`').step_by(2).collect();
        spans.join(" ")
    });
    let prose = prose.collect::<Vec<String>>().join(" ");
    prose
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The parts of a quotation that no value interrupts.
fn parts(quotation: &str) -> Vec<String> {
    let parts = quotation
        .split('…')
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts
        .filter(|part| part.chars().any(char::is_alphabetic))
        .collect()
}

#[test]
fn quoted_words_are_on_the_screens() {
    let texts = texts();
    assert!(
        texts.len() > 10_000,
        "{} {}",
        texts.len(),
        Path::new("en.ts").display()
    );
    let quotations = quoted(&read("RUNBOOK.md"));
    assert!(quotations.len() > 15, "{quotations:?}");
    let mut missing = Vec::new();
    for quotation in quotations
        .iter()
        .filter(|it| !ELSEWHERE.contains(&it.as_str()))
    {
        for part in parts(quotation) {
            let part = part.trim_end_matches(['.', ',', ':']).to_owned();
            if !texts.contains(&part) {
                missing.push(part);
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn quotations_are_found() {
    let page = "Say \"Hello … there\" or `\"not this\"`\n```\n\"nor this\"\n```\nand \"that\".";
    assert_eq!(quoted(page), ["Hello … there", "that"]);
    assert_eq!(parts("Hello … there"), ["Hello", "there"]);
}
