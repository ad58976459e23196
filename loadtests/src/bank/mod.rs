//! The key of a bank's source: how a virtual candidate knows what is right.
//!
//! A paper names neither items nor options of the bank; they are recognised by what they say and show.

mod essence;

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use essence::{of_markup, of_view};

/// The source of a bank: the items as CSV, and the pictures it names.
#[derive(Clone, Copy, Debug)]
pub struct BankSource<'a> {
    /// The CSV file.
    pub items: &'a [u8],
    /// Pictures by file name.
    pub pictures: &'a [(&'a str, &'a [u8])],
}

/// What an option says and shows.
type Essence = String;

#[derive(Clone, Debug)]
struct Known {
    stem: Essence,
    points: BTreeMap<Essence, i32>,
}

/// The key, by what the options of an item say.
#[derive(Clone, Debug, Default)]
pub struct Key {
    items: BTreeMap<Vec<Essence>, Vec<Known>>,
}

/// An option as a candidate sees it, with what the key says it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The id that an answer names.
    pub option: u64,
    /// Its points.
    pub points: i32,
}

/// An item of a paper with the candidate's knowledge of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradedItem {
    /// The id that an event names.
    pub item: u64,
    /// Slug of its sub-test.
    pub sub_test: String,
    /// Its options in the paper's order.
    pub options: Vec<Graded>,
}

impl Key {
    /// Reads the key from a bank's source.
    ///
    /// # Errors
    /// When the CSV lacks a column, names a picture that is not there, or has points that are no number.
    pub fn read(source: &BankSource<'_>) -> Result<Self, String> {
        let pictures: BTreeMap<&str, String> = source
            .pictures
            .iter()
            .map(|(name, bytes)| (*name, hex_digest(bytes)))
            .collect();
        let mut reader = csv::Reader::from_reader(source.items);
        let header = reader.headers().map_err(|e| e.to_string())?.clone();
        let mut key = Self::default();
        for record in reader.records() {
            let record = record.map_err(|e| e.to_string())?;
            let field = |name: &str| {
                let at = header.iter().position(|column| column == name);
                at.and_then(|at| record.get(at)).unwrap_or_default()
            };
            let known = read_item(&field, &pictures)
                .map_err(|reason| format!("{}: {reason}", field("code")))?;
            let options: Vec<Essence> = known.points.keys().cloned().collect();
            key.items.entry(options).or_default().push(known);
        }
        Ok(key)
    }

    /// How many items the key knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.values().map(Vec::len).sum()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Grades a paper as the candidate's page receives it.
    ///
    /// # Errors
    /// Names the first item that is not of this bank: then it is another bank's paper.
    pub fn grade(&self, paper: &Value) -> Result<Vec<GradedItem>, String> {
        let mut graded = Vec::new();
        for section in list(paper, "sections") {
            let sub_test = text(section, "sub_test");
            for item in list(section, "items") {
                graded.push(self.grade_item(item, sub_test)?);
            }
        }
        Ok(graded)
    }

    fn grade_item(&self, item: &Value, sub_test: &str) -> Result<GradedItem, String> {
        let options = list(item, "options");
        let essences: Vec<Essence> = options.iter().map(|option| seen(option, "text")).collect();
        let mut sorted = essences.clone();
        sorted.sort();
        let stem = seen(item, "stem");
        let known = self
            .items
            .get(&sorted)
            .and_then(|items| match items.as_slice() {
                [only] => Some(only),
                several => several.iter().find(|known| known.stem == stem),
            })
            .ok_or_else(|| format!("item {} is not of this bank: {stem}", text(item, "id")))?;
        let options = options.iter().zip(&essences).map(|(option, essence)| {
            Ok(Graded {
                option: opaque(option)?,
                points: known.points.get(essence).copied().unwrap_or_default(),
            })
        });
        Ok(GradedItem {
            item: opaque(item)?,
            sub_test: sub_test.to_owned(),
            options: options.collect::<Result<_, String>>()?,
        })
    }
}

fn read_item<'a>(
    field: &impl Fn(&str) -> &'a str,
    pictures: &BTreeMap<&str, String>,
) -> Result<Known, String> {
    let shown = |text: &str, picture: &str| {
        let digest = match picture {
            "" => "",
            name => pictures.get(name).ok_or(format!("no picture {name}"))?,
        };
        Ok::<Essence, String>(format!("{}|{digest}", of_markup(text)))
    };
    let mut points = BTreeMap::new();
    for letter in ["a", "b", "c", "d", "e"] {
        let (text, picture) = (
            field(&format!("option_{letter}")),
            field(&format!("picture_{letter}")),
        );
        if text.is_empty() && picture.is_empty() {
            continue;
        }
        let worth = field(&format!("points_{letter}"));
        let worth = worth
            .parse()
            .map_err(|_| format!("points {worth:?} are no number"))?;
        points.insert(shown(text, picture)?, worth);
    }
    let stem = shown(field("stem"), field("picture"))?;
    Ok(Known { stem, points })
}

fn hex_digest(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn seen(thing: &Value, name: &str) -> Essence {
    let words = thing.get(name).map(of_view).unwrap_or_default();
    let digest = thing.pointer("/picture/digest").and_then(Value::as_str);
    format!("{words}|{}", digest.unwrap_or_default())
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn opaque(value: &Value) -> Result<u64, String> {
    let id = text(value, "id");
    u64::from_str_radix(id, 16).map_err(|_| format!("{id:?} is no opaque id"))
}

#[cfg(test)]
mod tests;
