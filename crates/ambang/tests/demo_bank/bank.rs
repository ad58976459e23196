//! Reads the demo bank as anyone would, by its header.

use std::path::PathBuf;

/// The columns of `items.csv`, in their order.
const HEADER: &str = "code,sub_test,topic,stem,picture,option_a,option_b,option_c,option_d,option_e,\
picture_a,picture_b,picture_c,picture_d,picture_e,points_a,points_b,points_c,points_d,points_e";

pub(crate) struct Item {
    pub(crate) code: String,
    pub(crate) sub_test: String,
    pub(crate) topic: String,
    pub(crate) stem: String,
    pub(crate) picture: String,
    pub(crate) options: [String; 5],
    pub(crate) pictures: [String; 5],
    pub(crate) points: [u8; 5],
}

impl Item {
    /// Index of the option with the most points.
    pub(crate) fn best(&self) -> usize {
        self.points.iter().position(|&points| points == 5).unwrap()
    }

    /// The stem and those options that have a text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.stem).chain(self.options.iter().filter(|text| !text.is_empty()))
    }
}

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("demo")
}

pub(crate) fn items() -> Vec<Item> {
    let mut reader = csv::Reader::from_path(folder().join("items.csv")).unwrap();
    let header: Vec<&str> = reader.headers().unwrap().iter().collect();
    assert_eq!(header.join(","), HEADER);
    reader
        .records()
        .map(|record| item(&record.unwrap()))
        .collect()
}

fn item(record: &csv::StringRecord) -> Item {
    let text = |column: usize| record[column].to_owned();
    Item {
        code: text(0),
        sub_test: text(1),
        topic: text(2),
        stem: text(3),
        picture: text(4),
        options: std::array::from_fn(|index| text(5 + index)),
        pictures: std::array::from_fn(|index| text(10 + index)),
        points: std::array::from_fn(|index| record[15 + index].parse().unwrap()),
    }
}
