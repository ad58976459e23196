//! The pictures of the figural items of the demo bank, drawn by rule.
//!
//! A figural item is a rule (a turn, a mirror image, a count, a fill) and four pictures that break it. Each is built
//! here from the same few glyphs, so that the right answer follows from the construction and not from a drawing.
//! Integers only: the same bytes on every machine. `cargo run -p ambang --example demo_figures` writes the files;
//! a test compares them with what is committed.

mod analogy;
mod glyph;
mod odd;
mod serial;
mod svg;

use std::collections::BTreeMap;

/// One figural item: the picture of the stem, where it has one, and its five option pictures.
pub(crate) struct Puzzle {
    /// The item's code in `items.csv`, for instance `TIU-FSE-001`.
    pub(crate) code: &'static str,
    /// What the candidate has to continue or complete; the odd-one-out items have none.
    pub(crate) stem: Option<String>,
    /// The pictures A to E.
    pub(crate) options: [String; 5],
    /// Index of the right picture, 0 for A.
    pub(crate) key: usize,
}

impl Puzzle {
    /// Puts the `right` picture at `key` (0 to 4) among the `wrong` ones, which keep their order.
    fn new(
        code: &'static str,
        stem: Option<String>,
        key: usize,
        right: &str,
        wrong: [&str; 4],
    ) -> Self {
        let mut wrong = wrong.into_iter();
        let options = std::array::from_fn(|index| {
            let body = if index == key {
                right
            } else {
                wrong.next().unwrap_or(right)
            };
            svg::single(body)
        });
        Self {
            code,
            stem,
            options,
            key,
        }
    }

    /// The name of the stem's file.
    pub(crate) fn stem_file(&self) -> Option<String> {
        self.stem
            .as_ref()
            .map(|_| format!("{}-stem.svg", self.code.to_lowercase()))
    }

    /// The name of the file of option `index`, 0 for A.
    pub(crate) fn option_file(&self, index: usize) -> String {
        let letter = ["a", "b", "c", "d", "e"][index];
        format!("{}-{letter}.svg", self.code.to_lowercase())
    }
}

/// Every figural item of the demo bank, grouped by topic.
pub(crate) fn puzzles() -> Vec<Puzzle> {
    let mut all = analogy::puzzles();
    all.extend(serial::puzzles());
    all.extend(odd::puzzles());
    all
}

/// File name to content, for the folder `demo/pictures`.
pub(crate) fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for puzzle in puzzles() {
        if let (Some(name), Some(stem)) = (puzzle.stem_file(), puzzle.stem.clone()) {
            files.insert(name, stem);
        }
        for (index, option) in puzzle.options.iter().enumerate() {
            files.insert(puzzle.option_file(index), option.clone());
        }
    }
    files
}

#[cfg(test)]
mod tests;
