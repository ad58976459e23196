use lexicon::Digest;
use proptest::prelude::*;

use super::*;
use crate::{Item, MediaType, export};

const HEADER: &str =
    "code,sub_test,topic,stem,option_a,option_b,option_c,points_a,points_b,points_c";

fn pictures() -> BTreeMap<String, PictureFile> {
    let file = |number: u8| PictureFile {
        digest: Digest([number; 32]),
        media: MediaType::Svg,
    };
    BTreeMap::from([("a.svg".to_owned(), file(1)), ("b.svg".to_owned(), file(2))])
}

fn read(text: &str) -> Result<Vec<ImportedItem>, Vec<String>> {
    import("items.csv", text.as_bytes(), &pictures())
        .map_err(|faults| faults.kept().iter().map(ToString::to_string).collect())
}

#[test]
fn right_or_wrong_and_graded_items_are_one_thing() {
    let items = read(
        "code;sub_test;topic;stem;option_a;option_b;option_c;option_d;option_e;\
         points_a;points_b;points_c;points_d;points_e\n\
         TIU-1;TIU;Numerik/Deret;\"2, 4, 8, ...\n\n$2^n$?\";16;12;;;;5;0;;;\n\
         TKP-1;tkp;pelayanan publik;Anda ...;a;b;c;d;e;1;2;3;4;5\n",
    )
    .unwrap();
    let points = |item: &ImportedItem| -> Vec<i32> {
        item.content
            .options
            .iter()
            .map(|option| option.points.0)
            .collect()
    };
    assert_eq!(points(&items[0]), [5, 0]);
    assert_eq!(points(&items[1]), [1, 2, 3, 4, 5]);
    assert_eq!((items[0].line, items[1].line), (2, 5));
    assert_eq!(items[0].content.topic.as_str(), "numerik/deret");
    assert_eq!(items[0].content.sub_test.as_str(), "tiu");
    assert_eq!(items[0].content.stem.0.len(), 2);
}

#[test]
fn pictures_are_named_by_file() {
    let items = read(
        "code,sub_test,topic,stem,picture,alt,option_a,option_b,picture_a,picture_b,alt_a,points_a,points_b\n\
         F1,tiu,figural,,a.svg,Segitiga,,,a.svg,b.svg,Lingkaran,5,0\n",
    )
    .unwrap();
    let content = &items[0].content;
    let picture = content.picture.as_ref().unwrap();
    assert_eq!(
        (picture.digest, picture.alt.as_str()),
        (Digest([1; 32]), "Segitiga")
    );
    assert_eq!(
        content.options[0].picture.as_ref().unwrap().alt,
        "Lingkaran"
    );
    assert_eq!(content.options[1].points, Points(0));
}

#[test]
fn every_fault_is_told_with_its_place() {
    let faults = read(&format!(
        "{HEADER}\n\
         T 1,twk,,*Apa,Ya,Tidak,,5,x,\n\
         T2,twk,negara,Apa?,Ya,Ya,,0,0,\n\
         T3,twk,negara,,Ya,,Bukan,5,0,\n\
         T2,t w k,negara,$\\foo$,Ya,Tidak,,5,101,\n"
    ))
    .unwrap_err();
    let expected = [
        "items.csv, line 2, column code: a code is 1 to 32 letters, digits, dots, underscores and hyphens, beginning with a letter or digit",
        "items.csv, line 2, column topic: a topic is 1 to 64 characters, its levels divided by `/`, none of them empty, beginning with a letter or digit",
        "items.csv, line 2, column stem: a * opens emphasis that never closes; for the star itself write \\*",
        "items.csv, line 2, column points_b: \"x\" is not a whole number from 0 to 100",
        "items.csv, line 3, column option_b: the option is the same as an option before it",
        "items.csv, line 3, column points_a: no option earns any points",
        "items.csv, line 4, column points_c: the option has no points; write 0 where it earns none",
        "items.csv, line 5, column sub_test: a name is 1 to 32 lower-case letters, digits and inner hyphens",
        "items.csv, line 5, column stem: $\\foo$: the formula is not understood: Unknown command \"\\foo\"",
        "items.csv, line 5, column code: the code stands on line 3 too",
    ];
    assert_eq!(faults, expected);
}

#[test]
fn the_item_as_a_whole_is_checked() {
    let faults = read(&format!(
        "{HEADER}\nT3,twk,negara,,Ya,,Bukan,5,0,0\nT4,twk,negara,Apa?,Ya,,,5,,\nT5,twk,negara,Apa?,Ya,Tidak,,5,101,\n"
    ))
    .unwrap_err();
    let expected = [
        "items.csv, line 2, column stem: the question is empty",
        "items.csv, line 2, column option_b: the option is empty",
        "items.csv, line 3, column option_b: an item has 2 to 5 options, this one has 1",
        "items.csv, line 4, column points_b: points are whole numbers from 0 to 100",
    ];
    assert_eq!(faults, expected);
}

#[test]
fn pictures_that_are_missing_or_only_described_are_faults() {
    let faults = read(
        "code,sub_test,topic,stem,picture,alt,option_a,option_b,alt_b,points_a,points_b\n\
         F1,tiu,figural,![x](d.svg),c.svg,,Ya,Tidak,Lingkaran,5,0\n",
    )
    .unwrap_err();
    let expected = [
        "items.csv, line 2, column stem: there is no picture named \"d.svg\"",
        "items.csv, line 2, column picture: there is no picture named \"c.svg\"",
        "items.csv, line 2, column alt_b: the text describes a picture that is not named",
    ];
    assert_eq!(faults, expected);
}

#[test]
fn a_file_without_items_is_a_fault() {
    assert_eq!(
        read(&format!("{HEADER}\n")),
        Err(vec!["items.csv: the file has no items".into()])
    );
    assert!(read("code,stem\n").unwrap_err().len() > 1);
}

#[test]
fn rules_from_outside_are_held_against_every_row_that_can_be_read() {
    let text = format!(
        "{HEADER}\n\
         T1,twk,negara,*Apa,Ya,Tidak,,4,0,\n\
         T2,tpu,negara,Apa?,Ya,Tidak,,5,x,\n\
         T3,twk,negara,Apa?,Ya,Tidak,,0,0,\n\
         T4,t w k,negara,Apa?,Ya,Tidak,,4,0,\n"
    );
    let fits = |sub_test: &SubTest, points: Option<&[Points]>| {
        let misfit = |cell, reason: &str| Misfit {
            cell,
            reason: reason.to_owned(),
        };
        let unknown = sub_test.as_str() != "twk";
        let five = points.is_none_or(|points| points.contains(&Points(5)));
        let unknown = unknown.then(|| misfit(MisfitCell::SubTest, "unknown"));
        let five = (!five).then(|| misfit(MisfitCell::Points(1), "no five"));
        unknown.into_iter().chain(five).collect()
    };
    let faults = import_fitting("items.csv", text.as_bytes(), &pictures(), &fits).unwrap_err();
    let places: Vec<(u64, &str)> = faults
        .kept()
        .iter()
        .map(|fault| (fault.line, &*fault.column))
        .collect();
    let expected = [
        (2, "stem"),
        (2, "points_b"),
        (3, "points_b"),
        (3, "sub_test"),
        // That no option earns anything is enough to say of the points.
        (4, "points_a"),
        (5, "sub_test"),
    ];
    assert_eq!(places, expected);
}

const STEMS: &[&str] = &[
    "Apa?",
    "=1+1",
    "**Kecuali** *ini*",
    "$\\frac{1}{2}$ + 2",
    "a; \"b\", c",
    "- satu\n- dua",
    "1. a\n2. b\n\nAkhir",
    "![gambar](a.svg)",
    "Rp5.000 \\$",
    "baris\nbaru",
    "'x",
    "- 5",
];

fn any_row() -> impl Strategy<Value = (usize, Vec<(usize, u8)>, bool, bool)> {
    let options = prop::collection::vec((0..STEMS.len(), 0u8..=5), 2..=5);
    (0..STEMS.len(), options, any::<bool>(), any::<bool>())
}

fn any_table() -> impl Strategy<Value = String> {
    prop::collection::vec(any_row(), 1..6).prop_map(|rows| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .write_record(COLUMNS.iter().map(tabular::Column::name))
            .unwrap();
        for (number, (stem, options, pictured, option_pictured)) in rows.into_iter().enumerate() {
            let mut cells = vec![String::new(); COLUMNS.len()];
            cells[CODE] = format!("K-{number}");
            cells[columns::SUB_TEST] = "tiu".to_owned();
            cells[columns::TOPIC] = "Verbal / Analogi".to_owned();
            cells[columns::STEM] = STEMS[stem].to_owned();
            if pictured {
                cells[columns::PICTURE] = "b.svg".to_owned();
                cells[columns::ALT] = "Gambar, \"dua\"".to_owned();
            }
            for (index, (text, points)) in options.into_iter().enumerate() {
                cells[columns::text_of(index)] = format!("{} {index}", STEMS[text]);
                cells[columns::points_of(index)] = points.max(u8::from(index == 0)).to_string();
                if option_pictured {
                    cells[columns::picture_of(index)] = "a.svg".to_owned();
                }
            }
            writer.write_record(&cells).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    })
}

proptest! {
    #[test]
    fn exported_items_import_to_themselves(table in any_table()) {
        let items: Vec<Item> = read(&table)
            .map_err(|faults| TestCaseError::fail(faults.join("; ")))?
            .into_iter()
            .map(|imported| Item { code: imported.code, version: 1, content: imported.content })
            .collect();
        let written = export(&items).unwrap();
        let again: Vec<Item> = import("again.csv", &written.csv, &written.pictures)
            .map_err(|faults| TestCaseError::fail(faults.to_string()))?
            .into_iter()
            .map(|imported| Item { code: imported.code, version: 1, content: imported.content })
            .collect();
        prop_assert_eq!(&items, &again);
        prop_assert_eq!(export(&again).unwrap(), written);
    }

    #[test]
    fn no_bytes_make_the_import_panic(bytes: Vec<u8>, headed: bool) {
        let head = if headed { format!("{HEADER}\n") } else { String::new() };
        let _ = import("x.csv", &[head.as_bytes(), &bytes].concat(), &pictures());
    }
}
