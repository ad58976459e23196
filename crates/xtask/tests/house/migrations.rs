//! Migrations have the same numbers and names for every engine.

use std::collections::BTreeMap;
use std::fs;

use crate::workspace::root;

/// What is wrong with the file names, per engine.
fn faults(engines: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut faults = Vec::new();
    let first = engines.values().next();
    for (engine, files) in engines {
        if Some(files) != first {
            faults.push(format!("{engine} has other migrations: {files:?}"));
        }
        for (file, number) in files.iter().zip(1..) {
            let expected = format!("{number:04}_");
            if !file.starts_with(&expected) || !file.ends_with(".sql") {
                faults.push(format!("{engine}/{file}: {expected}name.sql expected"));
            }
        }
    }
    faults
}

/// Engines of the workspace with their migrations in order; an engine that is not there yet is not asked for.
fn engines() -> BTreeMap<String, Vec<String>> {
    let folder = root().join("migrations");
    let engines = fs::read_dir(folder).into_iter().flatten().flatten();
    engines
        .filter(|entry| entry.path().is_dir())
        .map(|engine| {
            let files = fs::read_dir(engine.path()).unwrap();
            let mut names: Vec<String> = files
                .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
                .filter(|name| name != "README.md")
                .collect();
            names.sort();
            (engine.file_name().to_string_lossy().into_owned(), names)
        })
        .collect()
}

#[test]
fn all_engines_have_the_same_migrations() {
    assert_eq!(faults(&engines()), Vec::<String>::new());
}

#[test]
fn gaps_and_differences_are_seen() {
    let of = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let engine = |name: &str, names: &[&str]| (name.to_owned(), of(names));
    let good = ["0001_start.sql", "0002_more.sql"];
    assert!(faults(&[engine("postgres", &good), engine("sqlite", &good)].into()).is_empty());
    let other = ["0001_start.sql", "0002_less.sql"];
    assert_eq!(
        faults(&[engine("postgres", &good), engine("sqlite", &other)].into()).len(),
        1
    );
    let gap = ["0001_start.sql", "0003_more.sql"];
    assert_eq!(faults(&[engine("sqlite", &gap)].into()).len(), 1);
}
