//! A paper: a locked form in the order that one seed gives.

use serde::{Deserialize, Serialize};

use crate::chance::{Chance, Purpose};
use crate::{LockedForm, NoBlindVariant, Seed, Variant};

/// The order of one candidate's paper. Sub-tests keep the form's order, items are shuffled within
/// their sub-test, options within their item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// One for each sub-test of the form, in its order.
    pub sections: Vec<PaperSection>,
}

/// The items of one sub-test in paper order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperSection {
    /// The items.
    pub items: Vec<PaperItem>,
}

/// One item of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperItem {
    /// The item's index in the canonical order of the whole form, as in the points table.
    pub item: u16,
    /// The indexes of its options in paper order.
    pub options: Vec<u8>,
}

impl LockedForm {
    /// The paper of a seed, the same for ever. Draws are made section by section: first the order
    /// of its items, then, item by item in that order, the order of the options.
    ///
    /// # Errors
    /// [`NoBlindVariant`].
    pub fn paper(&self, variant: Variant, seed: &Seed) -> Result<Paper, NoBlindVariant> {
        let shape: Vec<Vec<u8>> = self
            .items(variant)?
            .iter()
            .map(|items| items.iter().map(|item| count(item.options.len())).collect())
            .collect();
        Ok(shuffle(&shape, seed))
    }
}

/// An item has at most five options: the lock sees to it.
fn count(options: usize) -> u8 {
    u8::try_from(options).unwrap_or(u8::MAX)
}

/// Shuffles a form of this shape: for each section, the number of options of each item.
fn shuffle(shape: &[Vec<u8>], seed: &Seed) -> Paper {
    let mut chance = Chance::new(seed, Purpose::Paper);
    let mut indexes = 0u16..;
    let mut sections = Vec::with_capacity(shape.len());
    for options in shape {
        let mut items: Vec<(u16, u8)> = indexes.by_ref().zip(options.iter().copied()).collect();
        chance.shuffle(&mut items);
        let items = items.into_iter().map(|(item, options)| {
            let mut order: Vec<u8> = (0..options).collect();
            chance.shuffle(&mut order);
            PaperItem {
                item,
                options: order,
            }
        });
        sections.push(PaperSection {
            items: items.collect(),
        });
    }
    Paper { sections }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{form, locked};
    use proptest::prelude::*;
    use sha2::Digest as _;

    fn written(paper: &Paper) -> String {
        let item = |item: &PaperItem| {
            let letters: String = item.options.iter().map(|o| char::from(b'A' + o)).collect();
            format!("{}{letters}", item.item)
        };
        let section =
            |section: &PaperSection| section.items.iter().map(item).collect::<Vec<_>>().join(" ");
        paper
            .sections
            .iter()
            .map(section)
            .collect::<Vec<_>>()
            .join(" | ")
    }

    // The values were also found by a second, independent implementation of the rule.
    #[test]
    fn golden_small_papers() {
        let shape = [vec![5; 4], vec![5, 4, 2]];
        let counting: [u8; 32] = core::array::from_fn(|index| index as u8);
        for (seed, expected) in [
            ([0; 32], "0ACDBE 1ECABD 2ACDBE 3ACBDE | 6AB 4CEDAB 5BCAD"),
            ([0xff; 32], "3ACBED 0EBDCA 2ADBCE 1ADEBC | 6BA 5DBCA 4CEABD"),
            (counting, "2DAEBC 0ABECD 1ECDAB 3ABCDE | 6AB 5BACD 4DBCEA"),
        ] {
            assert_eq!(written(&shuffle(&shape, &Seed(seed))), expected);
        }
    }

    #[test]
    fn golden_full_paper() {
        let shape = [vec![5; 30], vec![5; 35], vec![5; 45]];
        let paper = written(&shuffle(&shape, &Seed([0x2a; 32])));
        let hash = lexicon::Digest(sha2::Sha256::digest(paper.as_bytes()).into());
        assert_eq!(
            hash.to_string(),
            "fb71734636efa88e1418baeecf6ad5bc2da0d8022cd7ad3eedce42e2f94a751e",
            "{paper}"
        );
    }

    #[test]
    fn a_form_gives_the_paper_of_its_shape() {
        let form = locked(&form());
        let seed = Seed([0; 32]);
        let expected = shuffle(&[vec![5; 4], vec![5; 3]], &seed);
        assert_eq!(form.paper(Variant::Standard, &seed), Ok(expected.clone()));
        assert_eq!(form.paper(Variant::Blind, &seed), Ok(expected));
    }

    #[test]
    fn every_place_is_equally_likely_for_every_item() {
        let shape = [vec![5; 10]];
        let mut seen = [[0i64; 10]; 10];
        let mut first_option = [0i64; 5];
        for round in 0u32..5_000 {
            let mut seed = [0; 32];
            seed[..4].copy_from_slice(&round.to_le_bytes());
            let paper = shuffle(&shape, &Seed(seed));
            for (place, item) in paper.sections[0].items.iter().enumerate() {
                seen[place][usize::from(item.item)] += 1;
                first_option[usize::from(item.options[0])] += 1;
            }
        }
        // 500 expected, standard deviation 21; 10,000 expected, standard deviation 89.
        assert!(
            seen.iter().flatten().all(|n| (400..600).contains(n)),
            "{seen:?}"
        );
        assert!(
            first_option.iter().all(|n| (9_600..10_400).contains(n)),
            "{first_option:?}"
        );
    }

    proptest! {
        #[test]
        fn a_paper_holds_every_item_and_option_once(
            shape in prop::collection::vec(prop::collection::vec(2u8..=5, 1..40), 1..5),
            seed: [u8; 32],
        ) {
            let paper = shuffle(&shape, &Seed(seed));
            let mut index = 0u16;
            for (options, section) in shape.iter().zip(&paper.sections) {
                let mut items = section.items.clone();
                items.sort_by_key(|item| item.item);
                prop_assert_eq!(items.len(), options.len());
                for (count, item) in options.iter().zip(items) {
                    let mut order = item.options.clone();
                    order.sort_unstable();
                    prop_assert_eq!(item.item, index);
                    prop_assert_eq!(order, (0..*count).collect::<Vec<_>>());
                    index += 1;
                }
            }
        }
    }
}
