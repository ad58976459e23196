use super::*;
use serde_json::json;

const ITEMS: &str =
    "code,sub_test,topic,stem,picture,option_a,option_b,picture_a,picture_b,points_a,points_b
A-1,TIU,x,Nilai **dari** $\\frac{3}{4}$ …,,1,2,,,5,0
A-2,TIU,x,Nilai dari 7,,1,2,,,0,5
A-3,TIU,x,Pilih gambar,,,,a.svg,b.svg,0,5
";

fn source() -> BankSource<'static> {
    BankSource {
        items: ITEMS.as_bytes(),
        pictures: &[("a.svg", b"one"), ("b.svg", b"two")],
    }
}

fn item(id: &str, stem: Value, options: Value) -> Value {
    json!({"sections": [{"sub_test": "tiu", "items": [
        {"id": id, "stem": stem, "picture": null, "options": options}
    ]}]})
}

fn said(text: &str) -> Value {
    json!([{"kind": "paragraph", "children": [{"kind": "text", "text": text}]}])
}

#[test]
fn options_are_told_by_what_they_say_and_items_by_their_stem() {
    let key = Key::read(&source()).unwrap();
    assert_eq!(key.len(), 3);
    let stem = json!([{"kind": "paragraph", "children": [
        {"kind": "text", "text": "Nilai "},
        {"kind": "bold", "children": [{"kind": "text", "text": "dari"}]},
        {"kind": "text", "text": " "},
        {"kind": "formula", "tex": "\\frac{3}{4}", "display": false, "mathml": "<math/>"},
        {"kind": "text", "text": " …"}
    ]}]);
    let options = json!([
        {"id": "000000000000000b", "text": said("2"), "picture": null},
        {"id": "000000000000000a", "text": said("1"), "picture": null}
    ]);
    let graded = key
        .grade(&item("0000000000000001", stem, options.clone()))
        .unwrap();
    let points: Vec<(u64, i32)> = graded[0]
        .options
        .iter()
        .map(|graded| (graded.option, graded.points))
        .collect();
    assert_eq!(points, vec![(11, 0), (10, 5)]);
    let foreign = item("0000000000000001", said("Nilai dari 8"), options);
    assert!(
        key.grade(&foreign)
            .unwrap_err()
            .contains("not of this bank")
    );
}

#[test]
fn figures_are_told_by_their_pictures() {
    let key = Key::read(&source()).unwrap();
    let picture = |id: &str, bytes: &[u8]| json!({"id": id, "text": [], "picture": {"digest": hex_digest(bytes)}});
    let options = json!([
        picture("0000000000000001", b"two"),
        picture("0000000000000002", b"one")
    ]);
    let graded = key
        .grade(&item("0000000000000003", said("Pilih gambar"), options))
        .unwrap();
    assert_eq!(
        graded[0].options[0],
        Graded {
            option: 1,
            points: 5
        }
    );
}

#[test]
fn a_missing_picture_is_named() {
    let source = BankSource {
        pictures: &[],
        ..source()
    };
    assert_eq!(Key::read(&source).unwrap_err(), "A-3: no picture a.svg");
}
