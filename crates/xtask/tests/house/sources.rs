//! Rules of single files: size, crate documentation, reasons, no paths of somebody's machine.

use std::path::{Path, PathBuf};

use crate::workspace::{files_below, members, name, read, root};

const LINES_MAX: usize = 499;

/// Longer files that are waiting to be split, with their length. The list may only shrink.
const LONG_FILES: [(&str, usize); 0] = [];

fn sources() -> Vec<PathBuf> {
    let folders = members().into_iter().map(|member| member.join("src"));
    let files = folders.flat_map(|folder| files_below(&folder));
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect()
}

/// What is wrong with the length of a file, given the list of the long ones.
fn length_fault(file: &str, lines: usize, long: &[(&str, usize)]) -> Option<String> {
    let listed = long.iter().find(|(name, _)| *name == file);
    match listed {
        None if lines > LINES_MAX => Some(format!("{file} has {lines} lines: split it")),
        Some((_, at_most)) if lines > *at_most => Some(format!("{file} grew to {lines} lines")),
        Some((_, at_most)) if lines < *at_most => {
            Some(format!("{file} shrank to {lines} lines: so must its entry"))
        }
        _ => None,
    }
}

#[test]
fn files_are_short() {
    let sources = sources();
    let faults: Vec<String> = sources
        .iter()
        .filter_map(|path| length_fault(&name(path), read(path).lines().count(), &LONG_FILES))
        .collect();
    assert_eq!(faults, Vec::<String>::new());
    for (listed, _) in LONG_FILES {
        let known = sources.iter().any(|path| name(path) == listed);
        assert!(known, "{listed} is gone: so must its entry");
    }
}

#[test]
fn a_long_or_growing_file_is_seen() {
    let long = [("a.rs", 600)];
    assert!(length_fault("b.rs", 500, &long).is_some());
    assert!(length_fault("b.rs", 499, &long).is_none());
    assert!(length_fault("a.rs", 601, &long).is_some());
    assert!(length_fault("a.rs", 599, &long).is_some());
    assert!(length_fault("a.rs", 600, &long).is_none());
}

#[test]
fn every_crate_says_what_it_is_for() {
    for member in members() {
        let roots: Vec<PathBuf> = ["src/lib.rs", "src/main.rs"]
            .iter()
            .map(|file| member.join(file))
            .filter(|file| file.is_file())
            .collect();
        assert!(!roots.is_empty(), "{} has no root", name(&member));
        for file in roots {
            let documented = read(&file).starts_with("//! ");
            assert!(documented, "{} does not begin with //!", name(&file));
        }
    }
}

/// Places that lift the ban on clocks and randomness without saying why.
fn bare_exceptions(text: &str) -> usize {
    let attributes = text.split("#[").chain(text.split("#![")).skip(1);
    let heads = attributes.filter_map(|rest| rest.split_once(")]").map(|(head, _)| head));
    heads
        .filter(|head| head.starts_with("allow(") || head.starts_with("expect("))
        .filter(|head| head.contains("disallowed_methods") && !head.contains("reason = \""))
        .count()
}

#[test]
fn an_exception_for_a_clock_gives_its_reason() {
    for path in members().iter().flat_map(|member| files_below(member)) {
        if path.extension().is_some_and(|ending| ending == "rs") {
            assert_eq!(bare_exceptions(&read(&path)), 0, "{}", name(&path));
        }
    }
    let lint = "clippy::disallowed_methods";
    assert_eq!(bare_exceptions(&format!("#[allow({lint})] fn a() {{}}")), 1);
    let reasoned = format!("#[expect({lint}, reason = \"shown only\")] fn a() {{}}");
    assert_eq!(bare_exceptions(&reasoned), 0);
}

/// The beginnings of home folders, put together so that this file names none.
fn home_folders() -> Vec<String> {
    let mut homes = vec![["C:", "Users", ""].join("\\")];
    homes.extend(["home", "Users", "root"].map(|top| format!("/{top}/")));
    homes
}

/// A home folder named in the text as an absolute path.
fn named_home(text: &str) -> Option<String> {
    let absolute = |home: &String| {
        text.match_indices(home.as_str()).any(|(at, _)| {
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            // In `https://host/home/` or `./home/` the path goes on to the left.
            !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '}' | '~'))
        })
    };
    home_folders().into_iter().find(absolute)
}

fn is_text(path: &Path) -> bool {
    let endings = [
        "rs", "toml", "md", "sql", "sh", "json", "csv", "ts", "svelte", "html", "css", "yml",
        "yaml", "lock", "run", "",
    ];
    let ending = path.extension().unwrap_or_default();
    endings.iter().any(|known| ending == *known)
}

#[test]
fn no_file_names_a_home_folder() {
    let mut seen = 0;
    for path in files_below(&root()) {
        let Some(text) = is_text(&path)
            .then(|| std::fs::read_to_string(&path).ok())
            .flatten()
        else {
            continue;
        };
        seen += 1;
        assert_eq!(named_home(&text), None, "{}", name(&path));
    }
    assert!(seen > 50, "only {seen} files were read");
    let home = format!("/{}/somebody/x", "home");
    assert!(named_home(&format!("see {home}")).is_some());
    assert!(named_home(&format!("https://example.org{home}")).is_none());
}
