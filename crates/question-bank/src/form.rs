//! A form before its lock: which items, in which sub-tests.

use std::collections::BTreeSet;

use lexicon::SubTest;
use serde::{Deserialize, Serialize};

use crate::{Item, ItemCode, ItemFault};

/// Most items of a form.
pub const ITEMS_MAX: usize = 1_000;
/// Most sub-tests of a form.
pub const SECTIONS_MAX: usize = 16;

/// A set of items, by sub-test in the order in which papers show the sub-tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The sub-tests.
    pub sections: Vec<FormSection>,
}

/// The items of one sub-test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSection {
    /// The sub-test.
    pub sub_test: SubTest,
    /// Its items.
    pub items: Vec<FormItem>,
}

/// An item's place in a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormItem {
    /// The item.
    pub item: Item,
    /// What stands in this place in the variant for blind candidates, where the item is pictured.
    pub blind: Option<Item>,
}

/// Why a form cannot be locked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormFault {
    /// No section, or a section without items.
    #[error("a form has at least one sub-test and each at least one item")]
    Empty,
    /// More than [`ITEMS_MAX`] items or [`SECTIONS_MAX`] sub-tests.
    #[error("a form has at most 1000 items and 16 sub-tests")]
    TooLarge,
    /// The same sub-test twice.
    #[error("the sub-test {0} stands twice in the form")]
    SubTestTwice(SubTest),
    /// The same code twice, replacements included.
    #[error("the item {0} stands twice in the form")]
    ItemTwice(ItemCode),
    /// An item of another sub-test than its section's.
    #[error("the item {0} belongs to another sub-test")]
    WrongSubTest(ItemCode),
    /// The item itself cannot be asked.
    #[error("the item {code}: {fault}")]
    Item {
        /// Which item.
        code: ItemCode,
        /// What is wrong with it.
        fault: ItemFault,
    },
    /// Some pictured items have a replacement and this one has none.
    #[error("the pictured item {0} has no replacement, though others have one")]
    NoReplacement(ItemCode),
    /// A replacement for an item without pictures.
    #[error("the item {0} is not pictured and needs no replacement")]
    NeedlessReplacement(ItemCode),
    /// The replacement has pictures too, or other highest points than the item it stands for.
    #[error("the item {0} cannot stand for a pictured item: it is pictured or earns other points")]
    UnfitReplacement(ItemCode),
}

impl Form {
    /// Every fault of the form; none means it can be locked.
    #[must_use]
    pub fn faults(&self) -> Vec<FormFault> {
        let mut faults = self.size_faults();
        let mut codes = BTreeSet::new();
        let mut sub_tests = BTreeSet::new();
        for section in &self.sections {
            if !sub_tests.insert(&section.sub_test) {
                faults.push(FormFault::SubTestTwice(section.sub_test.clone()));
            }
            for item in section.items.iter().flat_map(FormItem::both) {
                if !codes.insert(&item.code) {
                    faults.push(FormFault::ItemTwice(item.code.clone()));
                }
                faults.extend(item_faults(item, &section.sub_test));
            }
        }
        faults.extend(self.replacement_faults());
        faults
    }

    fn size_faults(&self) -> Vec<FormFault> {
        let items: usize = self
            .sections
            .iter()
            .map(|section| section.items.len())
            .sum();
        let mut faults = Vec::new();
        if self.sections.is_empty() || self.sections.iter().any(|section| section.items.is_empty())
        {
            faults.push(FormFault::Empty);
        }
        if items > ITEMS_MAX || self.sections.len() > SECTIONS_MAX {
            faults.push(FormFault::TooLarge);
        }
        faults
    }

    fn places(&self) -> impl Iterator<Item = &FormItem> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    fn replacement_faults(&self) -> Vec<FormFault> {
        let has_variant = self.places().any(|place| place.blind.is_some());
        let mut faults = Vec::new();
        for place in self.places() {
            let item = &place.item;
            match (item.content.is_pictured(), &place.blind) {
                (true, None) if has_variant => {
                    faults.push(FormFault::NoReplacement(item.code.clone()));
                }
                (false, Some(_)) => {
                    faults.push(FormFault::NeedlessReplacement(item.code.clone()));
                }
                (true, Some(stand_in)) if !can_replace(stand_in, item) => {
                    faults.push(FormFault::UnfitReplacement(stand_in.code.clone()));
                }
                _ => {}
            }
        }
        faults
    }
}

/// Whether `stand_in` can take the place of `item` on a blind candidate's paper: nothing to see,
/// and as much to earn, so that both variants have the same maximum.
pub(crate) fn can_replace(stand_in: &Item, item: &Item) -> bool {
    !stand_in.content.is_pictured() && stand_in.content.points_max() == item.content.points_max()
}

impl FormItem {
    fn both(&self) -> impl Iterator<Item = &Item> {
        core::iter::once(&self.item).chain(&self.blind)
    }
}

fn item_faults(item: &Item, sub_test: &SubTest) -> Vec<FormFault> {
    let of_item = |fault| FormFault::Item {
        code: item.code.clone(),
        fault,
    };
    let mut faults: Vec<FormFault> = item.content.faults().into_iter().map(of_item).collect();
    if item.content.sub_test != *sub_test {
        faults.push(FormFault::WrongSubTest(item.code.clone()));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{form, item, picture};

    fn code(text: &str) -> ItemCode {
        text.parse().unwrap()
    }

    #[test]
    fn the_sample_form_has_no_fault() {
        assert_eq!(form().faults(), []);
    }

    #[test]
    fn an_item_stands_once_replacements_included() {
        let mut form = form();
        form.sections[1].items[1].blind = Some(item("TIU-1", "tiu", "umum"));
        assert_eq!(form.faults(), [FormFault::ItemTwice(code("TIU-1"))]);
    }

    #[test]
    fn an_item_stands_in_its_own_sub_test() {
        let mut form = form();
        form.sections[0].items[0].item.content.sub_test = "tkp".parse().unwrap();
        assert_eq!(form.faults(), [FormFault::WrongSubTest(code("TWK-1"))]);
    }

    #[test]
    fn replacements_are_for_all_pictured_items_or_for_none() {
        let mut form = form();
        form.sections[1].items[1].blind = None;
        assert_eq!(form.faults(), []);
        form.sections[1].items[0].item.content.picture = Some(picture(8));
        form.sections[1].items[0].blind = Some(item("TIU-8", "tiu", "umum"));
        assert_eq!(form.faults(), [FormFault::NoReplacement(code("TIU-2"))]);
    }

    #[test]
    fn a_replacement_has_nothing_to_see_and_as_much_to_earn() {
        let mut form = form();
        let place = &mut form.sections[1].items[1];
        place.blind.as_mut().unwrap().content.picture = Some(picture(9));
        assert_eq!(form.faults(), [FormFault::UnfitReplacement(code("TIU-9"))]);
        let place = &mut form.sections[1].items[1];
        let mut other = item("TIU-9", "tiu", "umum");
        other.content.options[0].points = lexicon::Points(4);
        place.blind = Some(other);
        assert_eq!(form.faults(), [FormFault::UnfitReplacement(code("TIU-9"))]);
        form.sections[0].items[0].blind = Some(item("TWK-9", "twk", "umum"));
        assert!(
            form.faults()
                .contains(&FormFault::NeedlessReplacement(code("TWK-1")))
        );
    }

    #[test]
    fn an_empty_form_is_refused() {
        assert_eq!(Form { sections: vec![] }.faults(), [FormFault::Empty]);
        let mut form = form();
        form.sections[0].items.clear();
        assert_eq!(form.faults(), [FormFault::Empty]);
    }
}
