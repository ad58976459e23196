//! Items for the tests of this crate.

use lexicon::{Digest, Points};

use crate::{
    Block, Form, FormItem, FormSection, Inline, Item, ItemContent, ItemOption, LockedForm,
    MediaType, Picture, RichText, Seed, lock,
};

pub(crate) fn plain(text: &str) -> RichText {
    if text.is_empty() {
        return RichText::default();
    }
    let children = vec![Inline::Text {
        text: text.to_owned(),
    }];
    RichText(vec![Block::Paragraph { children }])
}

pub(crate) fn option(text: &str, points: i32) -> ItemOption {
    ItemOption {
        text: plain(text),
        picture: None,
        points: Points(points),
    }
}

pub(crate) fn picture(number: u8) -> Picture {
    Picture {
        digest: Digest([number; 32]),
        media: MediaType::Svg,
        alt: format!("gambar {number}"),
    }
}

pub(crate) fn content(sub_test: &str, topic: &str) -> ItemContent {
    ItemContent {
        sub_test: sub_test.parse().unwrap(),
        topic: topic.parse().unwrap(),
        stem: plain("Ibu kota provinsi Jawa Barat adalah …"),
        picture: None,
        options: ["Bandung", "Bogor", "Cirebon", "Depok", "Sukabumi"]
            .iter()
            .enumerate()
            .map(|(index, name)| option(name, if index == 0 { 5 } else { 0 }))
            .collect(),
    }
}

pub(crate) fn item(code: &str, sub_test: &str, topic: &str) -> Item {
    let mut content = content(sub_test, topic);
    content.stem = plain(&format!("Soal {code}: ibu kota Jawa Barat?"));
    Item {
        code: code.parse().unwrap(),
        version: 1,
        content,
    }
}

/// Two sub-tests: `twk` of 4 items, `tiu` of 3, whose second is pictured and has a replacement.
pub(crate) fn form() -> Form {
    let plain_item = |code: &str, sub_test: &str| FormItem {
        item: item(code, sub_test, "umum"),
        blind: None,
    };
    let mut pictured = plain_item("TIU-2", "tiu");
    pictured.item.content.picture = Some(picture(7));
    pictured.blind = Some(item("TIU-9", "tiu", "umum"));
    Form {
        sections: vec![
            FormSection {
                sub_test: "twk".parse().unwrap(),
                items: (1..=4)
                    .map(|n| plain_item(&format!("TWK-{n}"), "twk"))
                    .collect(),
            },
            FormSection {
                sub_test: "tiu".parse().unwrap(),
                items: vec![
                    plain_item("TIU-1", "tiu"),
                    pictured,
                    plain_item("TIU-3", "tiu"),
                ],
            },
        ],
    }
}

pub(crate) fn locked(form: &Form) -> LockedForm {
    lock(form, [3; 32], &Seed([4; 32])).unwrap().form
}
