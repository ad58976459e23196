//! What an item asks and what each answer is worth.

use lexicon::{Digest, Points, SubTest};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{Picture, RichText, Topic};

/// Fewest options of an item.
pub const OPTIONS_MIN: usize = 2;
/// Most options of an item (A to E).
pub const OPTIONS_MAX: usize = 5;
/// Most points of one option.
pub const POINTS_MAX: Points = Points(100);

const DOMAIN: &[u8] = b"ambang item 1\0";

/// An item without its name. Right or wrong (5/0) and graded (1 to 5) are one thing: every option
/// carries points. An item left blank earns none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemContent {
    /// The sub-test it belongs to.
    pub sub_test: SubTest,
    /// What it is about.
    pub topic: Topic,
    /// The question.
    pub stem: RichText,
    /// A picture below the question.
    pub picture: Option<Picture>,
    /// The answers in the author's order (A, B, …), which no candidate sees.
    pub options: Vec<ItemOption>,
}

/// One answer of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemOption {
    /// What it says; may be empty where a picture stands instead.
    pub text: RichText,
    /// A picture below the text, or instead of it.
    pub picture: Option<Picture>,
    /// What it is worth, 0 to [`POINTS_MAX`].
    pub points: Points,
}

/// Why a content cannot be asked. Options are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemFault {
    /// Neither a stem nor a picture.
    #[error("the question is empty")]
    EmptyStem,
    /// Fewer than [`OPTIONS_MIN`] or more than [`OPTIONS_MAX`] options.
    #[error("an item has 2 to 5 options, this one has {0}")]
    OptionCount(usize),
    /// An option with neither text nor picture.
    #[error("the option is empty")]
    EmptyOption(usize),
    /// Two options that a candidate could not tell apart.
    #[error("the option is the same as an option before it")]
    SameOption(usize),
    /// Points below 0 or above [`POINTS_MAX`].
    #[error("points are whole numbers from 0 to 100")]
    PointsOutOfRange(usize),
    /// No option earns anything: the key is missing.
    #[error("no option earns any points")]
    NoKey,
}

impl ItemContent {
    /// Every fault of the content; none means it can be asked.
    #[must_use]
    pub fn faults(&self) -> Vec<ItemFault> {
        let mut faults = Vec::new();
        if self.stem.is_empty() && self.picture.is_none() {
            faults.push(ItemFault::EmptyStem);
        }
        if !(OPTIONS_MIN..=OPTIONS_MAX).contains(&self.options.len()) {
            faults.push(ItemFault::OptionCount(self.options.len()));
        }
        for (index, option) in self.options.iter().enumerate() {
            faults.extend(self.option_fault(index, option));
        }
        if !self.options.iter().any(|option| option.points > Points(0)) {
            faults.push(ItemFault::NoKey);
        }
        faults
    }

    fn option_fault(&self, index: usize, option: &ItemOption) -> Option<ItemFault> {
        let looks_like =
            |other: &ItemOption| other.text == option.text && other.picture == option.picture;
        if option.text.is_empty() && option.picture.is_none() {
            Some(ItemFault::EmptyOption(index))
        } else if self.options.iter().take(index).any(looks_like) {
            Some(ItemFault::SameOption(index))
        } else if !(Points(0)..=POINTS_MAX).contains(&option.points) {
            Some(ItemFault::PointsOutOfRange(index))
        } else {
            None
        }
    }

    /// The most that an answer can earn.
    #[must_use]
    pub fn points_max(&self) -> Points {
        self.options
            .iter()
            .map(|option| option.points)
            .max()
            .unwrap_or_default()
    }

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

    /// Whether the item must be seen to be answered: it holds a picture.
    #[must_use]
    pub fn is_pictured(&self) -> bool {
        !self.pictures().is_empty()
    }

    /// SHA-256 over a domain and the canonical JSON (RFC 8785) of the content: equal exactly where
    /// the contents are equal.
    ///
    /// # Errors
    /// The JSON writer's own, which no content is known to cause.
    pub fn digest(&self) -> Result<Digest, serde_json::Error> {
        let bytes = serde_json_canonicalizer::to_vec(self)?;
        let hash = Sha256::new()
            .chain_update(DOMAIN)
            .chain_update(bytes)
            .finalize();
        Ok(Digest(hash.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{content, option, picture};

    #[test]
    fn a_whole_item_has_no_fault() {
        assert_eq!(content("twk", "integritas").faults(), []);
    }

    #[test]
    fn each_fault_is_found() {
        let mut bad = content("twk", "integritas");
        bad.stem = RichText::default();
        bad.options = vec![
            option("Benar", 0),
            option("Benar", 0),
            option("", 0),
            option("Salah", -1),
            option("Lain", 0),
            option("Keenam", 0),
        ];
        assert_eq!(
            bad.faults(),
            [
                ItemFault::EmptyStem,
                ItemFault::OptionCount(6),
                ItemFault::SameOption(1),
                ItemFault::EmptyOption(2),
                ItemFault::PointsOutOfRange(3),
                ItemFault::NoKey,
            ]
        );
    }

    #[test]
    fn a_picture_may_stand_for_text() {
        let mut figural = content("tiu", "figural/serial");
        assert!(!figural.is_pictured());
        figural.stem = RichText::default();
        figural.picture = Some(picture(1));
        figural.options[0].text = RichText::default();
        figural.options[0].picture = Some(picture(2));
        assert_eq!(figural.faults(), []);
        assert!(figural.is_pictured());
        assert_eq!(figural.pictures(), [&picture(1), &picture(2)]);
    }

    #[test]
    fn the_digest_follows_the_key() {
        let first = content("twk", "integritas");
        let mut second = first.clone();
        assert_eq!(first.digest().unwrap(), second.digest().unwrap());
        second.options[0].points = Points(4);
        assert_ne!(first.digest().unwrap(), second.digest().unwrap());
    }
}
