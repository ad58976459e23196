//! The demo bank is real: enough items for several forms, one right answer each, nothing left over.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "demo_bank/bank.rs"]
mod bank;
#[path = "demo_bank/selection.rs"]
mod selection;

use std::collections::{BTreeMap, BTreeSet};

use bank::{Item, items};

/// Items per topic that the bank must at least hold, so that forms of 30 TWK, 35 TIU and 45 TKP can differ.
const LEAST_PER_TOPIC: [(&str, &str, usize); 21] = [
    ("TWK", "nasionalisme", 10),
    ("TWK", "integritas", 10),
    ("TWK", "bela-negara", 10),
    ("TWK", "pilar-negara", 10),
    ("TWK", "bahasa-indonesia", 10),
    ("TIU", "verbal-analogi", 7),
    ("TIU", "verbal-silogisme", 7),
    ("TIU", "verbal-analitis", 7),
    ("TIU", "numerik-berhitung", 8),
    ("TIU", "numerik-deret", 8),
    ("TIU", "numerik-perbandingan", 6),
    ("TIU", "numerik-cerita", 8),
    ("TIU", "figural-analogi", 5),
    ("TIU", "figural-ketidaksamaan", 5),
    ("TIU", "figural-serial", 5),
    ("TKP", "pelayanan-publik", 12),
    ("TKP", "jejaring-kerja", 12),
    ("TKP", "sosial-budaya", 12),
    ("TKP", "tik", 12),
    ("TKP", "profesionalisme", 12),
    ("TKP", "anti-radikalisme", 12),
];

#[test]
fn every_topic_holds_enough_items_and_there_is_no_other_topic() {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for item in items() {
        *counts.entry((item.sub_test, item.topic)).or_default() += 1;
    }
    assert_eq!(counts.len(), LEAST_PER_TOPIC.len(), "{counts:?}");
    for (sub_test, topic, least) in LEAST_PER_TOPIC {
        let count = counts
            .get(&(sub_test.to_owned(), topic.to_owned()))
            .copied()
            .unwrap_or_default();
        assert!(count >= least, "{sub_test} {topic}: {count} of {least}");
    }
    assert!(counts.values().sum::<usize>() >= 165);
}

#[test]
fn points_follow_the_rule_of_the_sub_test() {
    for item in items() {
        let mut points = item.points;
        points.sort_unstable();
        let rule = if item.sub_test == "TKP" {
            [1, 2, 3, 4, 5]
        } else {
            [0, 0, 0, 0, 5]
        };
        assert_eq!(points, rule, "{}", item.code);
    }
}

#[test]
fn codes_and_stems_are_unique() {
    let items = items();
    let codes: BTreeSet<&String> = items.iter().map(|item| &item.code).collect();
    assert_eq!(codes.len(), items.len());
    let mut stems = BTreeSet::new();
    for item in &items {
        // The short instructions of series and comparisons recur; what is asked must not.
        assert!(stems.insert(item.stem.to_lowercase()), "{}", item.code);
        assert!(item.code.starts_with(&item.sub_test), "{}", item.code);
    }
}

#[test]
fn options_differ_within_an_item() {
    for item in items() {
        let texts: BTreeSet<&String> = item
            .options
            .iter()
            .filter(|text| !text.is_empty())
            .collect();
        let pictures: BTreeSet<&String> = item
            .pictures
            .iter()
            .filter(|name| !name.is_empty())
            .collect();
        assert_eq!(texts.len() + pictures.len(), 5, "{}", item.code);
        assert!(texts.is_empty() || pictures.is_empty(), "{}", item.code);
    }
}

/// A letter that is right too often rewards guessing.
#[test]
fn keys_are_spread_over_the_letters() {
    for sub_test in ["TWK", "TIU", "TKP"] {
        let items: Vec<Item> = of(sub_test);
        for letter in 0..5 {
            let count = items.iter().filter(|item| item.best() == letter).count();
            assert!(count * 10 >= items.len(), "{sub_test} {letter}: {count}");
            assert!(
                count * 10 <= items.len() * 3,
                "{sub_test} {letter}: {count}"
            );
        }
    }
}

/// Whoever always takes the longest option must not pass by it.
#[test]
fn the_best_option_is_not_given_away_by_its_length() {
    for sub_test in ["TWK", "TIU", "TKP"] {
        let items: Vec<Item> = of(sub_test)
            .into_iter()
            .filter(|item| !item.options[0].is_empty())
            .collect();
        let length = |text: &String| text.chars().count();
        let longest = items
            .iter()
            .filter(|item| {
                let best = length(&item.options[item.best()]);
                item.options.iter().all(|option| length(option) <= best)
            })
            .count();
        assert!(longest * 100 <= items.len() * 45, "{sub_test}: {longest}");
    }
}

#[test]
fn texts_are_sentences_and_not_placeholders() {
    for item in items() {
        let least = if item.sub_test == "TKP" { 90 } else { 40 };
        assert!(item.stem.chars().count() >= least, "{}", item.code);
        for text in item.texts() {
            assert_eq!(text, text.trim(), "{}", item.code);
            let lower = text.to_lowercase();
            for placeholder in [
                "question",
                "soal ",
                "lorem",
                "todo",
                "opsi ",
                "contoh soal",
                "xxx",
            ] {
                let counted = lower
                    .strip_prefix(placeholder)
                    .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
                assert!(!counted && lower != placeholder.trim(), "{}", item.code);
            }
        }
        if item.sub_test == "TKP" {
            for option in &item.options {
                assert!(option.chars().count() >= 15, "{}: {option}", item.code);
            }
        }
    }
}

/// Unpaired marks would show as stray signs, or swallow the rest of the text.
#[test]
fn marks_of_emphasis_and_formulas_come_in_pairs() {
    let mut with_formula = 0;
    for item in items() {
        for text in item.texts() {
            for paragraph in text.split("\n\n") {
                assert_eq!(paragraph.matches('$').count() % 2, 0, "{}", item.code);
                assert_eq!(paragraph.matches('*').count() % 2, 0, "{}", item.code);
                assert_eq!(
                    paragraph.matches('{').count(),
                    paragraph.matches('}').count(),
                    "{}",
                    item.code
                );
            }
        }
        with_formula += usize::from(item.texts().any(|text| text.contains('$')));
    }
    assert!(with_formula >= 11, "{with_formula}");
}

#[test]
fn every_picture_exists_and_is_used_once() {
    let mut named = BTreeSet::new();
    for item in items() {
        for name in item
            .pictures
            .iter()
            .chain([&item.picture])
            .filter(|name| !name.is_empty())
        {
            assert!(named.insert(name.clone()), "{}: {name} again", item.code);
        }
        assert_eq!(
            item.topic.starts_with("figural"),
            !item.pictures[0].is_empty()
        );
    }
    let on_disk: BTreeSet<String> = std::fs::read_dir(bank::folder().join("pictures"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(named, on_disk);
}

fn of(sub_test: &str) -> Vec<Item> {
    items()
        .into_iter()
        .filter(|item| item.sub_test == sub_test)
        .collect()
}
