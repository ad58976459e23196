//! The formations of the demo and the words its candidates' names are made of.

use std::collections::BTreeSet;

use crate::bank::folder;

#[test]
fn formations_cover_four_categories_with_small_quotas() {
    let mut reader = csv::Reader::from_path(folder().join("formations.csv")).unwrap();
    let header: Vec<&str> = reader.headers().unwrap().iter().collect();
    assert_eq!(
        header.join(","),
        "code,agency,position,qualification,location,category,position_group,quota"
    );
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(records.len() >= 12);
    let distinct = |column: usize| -> BTreeSet<&str> {
        records.iter().map(|record| &record[column]).collect()
    };
    assert_eq!(distinct(0).len(), records.len());
    assert_eq!(distinct(1).len(), 1);
    assert!(distinct(2).len() >= 8);
    assert_eq!(
        distinct(5),
        BTreeSet::from(["cumlaude", "disabilitas", "papua", "umum"])
    );
    assert_eq!(distinct(6), BTreeSet::from([""]));
    for record in &records {
        assert!((1..=4).contains(&record[7].parse::<u32>().unwrap()));
    }
}

#[test]
fn names_are_many_sorted_and_unique() {
    for file in ["names_first.txt", "names_last.txt"] {
        let text = std::fs::read_to_string(folder().join(file)).unwrap();
        let names: Vec<&str> = text.lines().collect();
        assert!(names.len() >= 80, "{file}");
        assert!(names.is_sorted_by(|one, next| one < next), "{file}");
        assert!(
            names
                .iter()
                .all(|name| name.len() >= 2 && name.chars().all(char::is_alphabetic)),
            "{file}"
        );
    }
}
