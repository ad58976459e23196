//! The form that everybody sits. What an answer is worth is a formula, so that the checkers need no table
//! of the code under test.

use lexicon::{FormItemId, OptionId, Points};
use session::{ItemPoints, PointsTable};

pub(crate) const ITEMS: u64 = 9;
const FIRST_OF_LAST_SUB_TEST: u64 = 6;

/// What option `option` of item `item` is worth.
pub(crate) const fn worth(item: u64, option: u64) -> i32 {
    ((item * 7 + option * 3) % 6) as i32
}

pub(crate) const fn sub_test(item: u64) -> usize {
    if item < FIRST_OF_LAST_SUB_TEST { 0 } else { 1 }
}

/// The block of an item, in a form of one block or of two.
pub(crate) const fn block(item: u64, blocks: usize) -> u8 {
    if blocks > 1 { sub_test(item) as u8 } else { 0 }
}

pub(crate) const fn item_id(item: u64) -> FormItemId {
    FormItemId(item + 100)
}

pub(crate) const fn option_id(item: u64, option: u64) -> OptionId {
    OptionId((item + 100) * 16 + option)
}

/// Which item and option an event names, if they are on the form.
pub(crate) const fn item_of(id: FormItemId) -> u64 {
    id.0 - 100
}

pub(crate) const fn option_of(id: OptionId) -> u64 {
    id.0 % 16
}

pub(crate) fn table(blocks: usize) -> PointsTable {
    let last = u8::from(blocks > 1);
    let sub_tests = vec![
        ("teknis".parse().unwrap(), 0),
        ("wawancara".parse().unwrap(), last),
    ];
    let items = (0..ITEMS)
        .map(|item| ItemPoints {
            id: item_id(item),
            sub_test: sub_test(item) as u8,
            options: (0..5)
                .map(|option| (option_id(item, option), Points(worth(item, option))))
                .collect(),
        })
        .collect();
    PointsTable::new(sub_tests, items).unwrap()
}
