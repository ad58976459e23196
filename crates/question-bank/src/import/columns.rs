//! The columns of an item file.

use tabular::Column;

use crate::OPTIONS_MAX;

pub(crate) const COLUMNS: &[Column] = &[
    Column::required("code"),
    Column::required("sub_test"),
    Column::required("topic"),
    Column::required("stem"),
    Column::optional("picture"),
    Column::optional("alt"),
    Column::required("option_a"),
    Column::required("option_b"),
    Column::optional("option_c"),
    Column::optional("option_d"),
    Column::optional("option_e"),
    Column::optional("picture_a"),
    Column::optional("picture_b"),
    Column::optional("picture_c"),
    Column::optional("picture_d"),
    Column::optional("picture_e"),
    Column::optional("alt_a"),
    Column::optional("alt_b"),
    Column::optional("alt_c"),
    Column::optional("alt_d"),
    Column::optional("alt_e"),
    Column::required("points_a"),
    Column::required("points_b"),
    Column::optional("points_c"),
    Column::optional("points_d"),
    Column::optional("points_e"),
];

pub(crate) const CODE: usize = 0;
pub(crate) const SUB_TEST: usize = 1;
pub(crate) const TOPIC: usize = 2;
pub(crate) const STEM: usize = 3;
pub(crate) const PICTURE: usize = 4;
pub(crate) const ALT: usize = 5;

/// The columns of an option, which is counted from 0.
pub(crate) const fn text_of(option: usize) -> usize {
    6 + option
}

pub(crate) const fn picture_of(option: usize) -> usize {
    text_of(OPTIONS_MAX) + option
}

pub(crate) const fn alt_of(option: usize) -> usize {
    picture_of(OPTIONS_MAX) + option
}

pub(crate) const fn points_of(option: usize) -> usize {
    alt_of(OPTIONS_MAX) + option
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_and_names_agree() {
        let name = |index: usize| COLUMNS[index].name();
        let fixed = [CODE, SUB_TEST, TOPIC, STEM, PICTURE, ALT].map(name);
        assert_eq!(
            fixed,
            ["code", "sub_test", "topic", "stem", "picture", "alt"]
        );
        assert_eq!(
            [text_of(0), picture_of(4)].map(name),
            ["option_a", "picture_e"]
        );
        assert_eq!([alt_of(1), points_of(4)].map(name), ["alt_b", "points_e"]);
        assert_eq!(COLUMNS.len(), points_of(5));
    }
}
