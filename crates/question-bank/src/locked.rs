//! A form after its lock: content, key and ids, fixed.

use lexicon::{FormItemId, OptionId, Points, SubTest};
use serde::{Deserialize, Serialize};

use crate::{ItemCode, Picture, RichText, Topic};

/// The format of the canonical bytes that this build writes and reads.
pub(crate) const FORMAT: u32 = 1;

/// A locked form. Its canonical bytes are its JSON by RFC 8785, in the field names below; they hold
/// the key, so they never leave the server before the audit.
///
/// The order of sections, items and options here is the *canonical order*: indexes count in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedForm {
    pub(crate) format: u32,
    /// The sub-tests in the order in which papers show them.
    pub sections: Vec<LockedSection>,
}

/// The locked items of one sub-test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedSection {
    /// The sub-test.
    pub sub_test: SubTest,
    /// Its items.
    pub items: Vec<LockedItem>,
}

/// A locked item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedItem {
    /// Random; the only name of the item outside the server.
    pub id: FormItemId,
    /// The item's code in the bank.
    pub code: ItemCode,
    /// The item's version in the bank.
    pub version: u32,
    /// What it is about.
    pub topic: Topic,
    /// The question.
    pub stem: RichText,
    /// A picture below the question.
    pub picture: Option<Picture>,
    /// The answers.
    pub options: Vec<LockedOption>,
    /// What stands in this place in the variant for blind candidates.
    pub blind: Option<Box<LockedItem>>,
}

/// A locked answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedOption {
    /// Random; what an answer event names.
    pub id: OptionId,
    /// What it says.
    pub text: RichText,
    /// A picture below the text, or instead of it.
    pub picture: Option<Picture>,
    /// What it is worth.
    pub points: Points,
}

/// Which of a form's two papers a candidate gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    /// Every item as it is.
    Standard,
    /// Pictured items replaced. The same as [`Variant::Standard`] where the form has none.
    Blind,
}

/// The form has pictured items and no replacements for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the form has pictured items and no replacements for blind candidates")]
pub struct NoBlindVariant;

impl LockedForm {
    /// The items of a variant in canonical order, by section. Both variants have the same number of
    /// items in each section, so an item's index names the same place in both.
    ///
    /// # Errors
    /// [`NoBlindVariant`].
    pub fn items(&self, variant: Variant) -> Result<Vec<Vec<&LockedItem>>, NoBlindVariant> {
        match variant {
            Variant::Standard => Ok(self
                .sections
                .iter()
                .map(|section| section.items.iter().collect())
                .collect()),
            Variant::Blind => self.sections.iter().map(blind_items).collect(),
        }
    }

    /// Whether the form has this variant.
    #[must_use]
    pub fn offers(&self, variant: Variant) -> bool {
        self.items(variant).is_ok()
    }
}

fn blind_items(section: &LockedSection) -> Result<Vec<&LockedItem>, NoBlindVariant> {
    section
        .items
        .iter()
        .map(|item| match (&item.blind, item.is_pictured()) {
            (Some(stand_in), _) => Ok(stand_in.as_ref()),
            (None, false) => Ok(item),
            (None, true) => Err(NoBlindVariant),
        })
        .collect()
}

impl LockedItem {
    /// Every picture of the item, in reading order.
    #[must_use]
    pub fn pictures(&self) -> Vec<&Picture> {
        let mut found = self.stem.pictures();
        found.extend(&self.picture);
        for option in &self.options {
            found.extend(option.text.pictures());
            found.extend(&option.picture);
        }
        found
    }

    fn is_pictured(&self) -> bool {
        !self.pictures().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{form, locked};

    #[test]
    fn the_blind_variant_replaces_pictured_items_in_their_place() {
        let locked = locked(&form());
        let codes = |variant| -> Vec<String> {
            let items = locked.items(variant).unwrap();
            items[1].iter().map(|item| item.code.to_string()).collect()
        };
        assert_eq!(codes(Variant::Standard), ["TIU-1", "TIU-2", "TIU-3"]);
        assert_eq!(codes(Variant::Blind), ["TIU-1", "TIU-9", "TIU-3"]);
    }

    #[test]
    fn without_replacements_there_is_no_blind_variant() {
        let mut form = form();
        form.sections[1].items[1].blind = None;
        let locked = locked(&form);
        assert!(locked.offers(Variant::Standard));
        assert!(!locked.offers(Variant::Blind));
    }
}
