//! Invented material: a bank of seven items, one with pictures; one formation; five candidates.

use core::fmt::Write as _;

use reqwest::multipart::{Form, Part};

/// Items per sub-test of the forms that are drawn from the bank.
pub(crate) const SELECTION_FORM_COUNTS: [(&str, u16); 3] = [("twk", 3), ("tiu", 2), ("tkp", 2)];

/// The candidates of a test.
pub(crate) const NUMBERS: [&str; 5] = [
    "90000000000000001",
    "90000000000000002",
    "90000000000000003",
    "90000000000000004",
    "90000000000000005",
];

pub(crate) fn formations_csv() -> String {
    "code,category,position_group,quota,position,qualification,location\n\
     F-1,umum,,2,Penata Komputer,S-1 Informatika,Kantor Pusat\n"
        .to_owned()
}

pub(crate) fn candidates_csv() -> String {
    let mut csv = String::from("participant_no;name;formation;blind\n");
    for (no, name) in NUMBERS.iter().zip(["Ani", "Budi", "Citra", "Dewi", "Eko"]) {
        let _ = writeln!(csv, "{no};{name} Contoh;F-1;");
    }
    csv
}

fn items_csv() -> String {
    let mut csv = String::from(
        "code,sub_test,topic,stem,picture,option_a,option_b,option_c,option_d,option_e,\
         points_a,points_b,points_c,points_d,points_e\n",
    );
    for (sub_test, count) in SELECTION_FORM_COUNTS {
        for number in 1..=count {
            let picture = if (sub_test, number) == ("tiu", 1) {
                "figure.svg"
            } else {
                ""
            };
            let points = if sub_test == "tkp" {
                "1,2,3,4,5"
            } else {
                "0,0,5,0,0"
            };
            let _ = writeln!(
                csv,
                "{sub_test}-{number},{sub_test},topik,Soal {sub_test} nomor {number}?,{picture},\
                 jawaban satu,jawaban dua,jawaban tiga,jawaban empat,jawaban lima,{points}"
            );
        }
    }
    csv
}

const COLUMNS_OF_ONE: &str =
    "code,sub_test,topic,stem,picture,option_a,option_b,points_a,points_b\n";

fn picture(colour: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\" width=\"20\" \
         height=\"20\"><rect width=\"10\" height=\"10\" fill=\"{colour}\"/></svg>"
    )
}

fn bundle(items: String, picture: String) -> Form {
    let part = |bytes: String, name: &'static str| Part::bytes(bytes.into_bytes()).file_name(name);
    Form::new()
        .part("items", part(items, "items.csv"))
        .part("picture", part(picture, "figure.svg"))
}

/// The bank with its picture.
pub(crate) fn items_form() -> Form {
    bundle(items_csv(), picture("black"))
}

/// One more item for a bank whose form is locked already, and the bytes of its picture.
pub(crate) fn later_item_form() -> (Form, String) {
    let item = "tiu-9,tiu,topik,Soal yang datang kemudian?,figure.svg,ya,tidak,5,0\n";
    let picture = picture("red");
    (
        bundle(format!("{COLUMNS_OF_ONE}{item}"), picture.clone()),
        picture,
    )
}
