//! Virtual candidates know every item of the demo bank as the server shows it.

use std::collections::BTreeMap;

use loadtests::{BankSource, Key};
use question_bank::{ImportedItem, PictureFile, import};
use serde_json::{Value, json};

use crate::demo::material;

/// Ids that tell which item and which option of it they name.
fn shown(at: u64, item: &ImportedItem) -> Value {
    let options = (0_u64..).zip(&item.content.options).map(|(n, option)| {
        json!({
            "id": format!("{:016x}", at * 16 + n), "text": option.text, "picture": option.picture,
        })
    });
    // Backwards: a key that went by position would be found out.
    let options: Vec<Value> = options.collect::<Vec<_>>().into_iter().rev().collect();
    json!({
        "id": format!("{at:016x}"), "stem": item.content.stem, "picture": item.content.picture,
        "options": options,
    })
}

#[test]
fn the_key_knows_every_item_by_what_it_shows() {
    let pictures = material::pictures();
    let source = BankSource {
        items: material::ITEMS,
        pictures: &pictures,
    };
    let key = Key::read(&source).unwrap();
    let files: BTreeMap<String, PictureFile> = pictures
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), PictureFile::check(bytes).unwrap()))
        .collect();
    let items = import("items.csv", material::ITEMS, &files).unwrap();
    assert_eq!(key.len(), items.len());
    let views: Vec<Value> = (1..)
        .zip(&items)
        .map(|(at, item)| shown(at, item))
        .collect();
    let paper = json!({ "sections": [{ "sub_test": "tiu", "items": views }] });
    let graded = key.grade(&paper).unwrap();
    assert_eq!(graded.len(), items.len());
    for (graded, item) in graded.iter().zip(&items) {
        for option in &graded.options {
            let at = usize::try_from(option.option % 16).unwrap();
            let points = item.content.options[at].points.0;
            assert_eq!(option.points, points, "{:?} option {at}", item.code);
        }
    }
}
