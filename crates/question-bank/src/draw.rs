//! Drawing a form from the bank by a blueprint.

use std::collections::{BTreeMap, BTreeSet};

use lexicon::SubTest;

use crate::chance::{Chance, Purpose};
use crate::form::can_replace;
use crate::{
    Blueprint, BlueprintCell, BlueprintFault, BlueprintSection, Form, FormItem, FormSection, Item,
    ItemCode, Seed, Topic,
};

/// Why no form was drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// The blueprint has faults.
    #[error("the blueprint has {} faults", .0.len())]
    Blueprint(Vec<BlueprintFault>),
    /// The bank holds a code twice: it must be given one version of each item.
    #[error("the item {0} stands twice in the bank")]
    ItemTwice(ItemCode),
    /// The bank has too few items.
    #[error("the bank has too few items for {} rows of the blueprint", .0.len())]
    Shortages(Vec<Shortage>),
}

/// A row of the blueprint, or the replacements of a sub-test, for which the bank has too little.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sub_test} needs {wanted} items, the bank has {found}")]
pub struct Shortage {
    /// The sub-test.
    pub sub_test: SubTest,
    /// The topics of the row; none where any would do.
    pub topics: Vec<Topic>,
    /// How many items are needed.
    pub wanted: u32,
    /// How many there are.
    pub found: u32,
}

impl Blueprint {
    /// Draws a form from the bank: each set of fitting items is equally likely, and the same bank
    /// (in whatever order) and seed give the same form. The items of a section stand by their code.
    ///
    /// # Errors
    /// [`DrawError`]; with every row for which the bank has too few items.
    pub fn draw(&self, bank: &[Item], seed: &Seed) -> Result<Form, DrawError> {
        let faults = self.faults();
        if !faults.is_empty() {
            return Err(DrawError::Blueprint(faults));
        }
        let bank = by_code(bank)?;
        let mut chance = Chance::new(seed, Purpose::Form);
        let mut shortages = Vec::new();
        let sections = self.sections.iter().map(|section| FormSection {
            sub_test: section.sub_test.clone(),
            items: draw_section(section, &bank, &mut chance, &mut shortages)
                .into_iter()
                .map(|item| FormItem {
                    item: item.clone(),
                    blind: None,
                })
                .collect(),
        });
        let form = Form {
            sections: sections.collect(),
        };
        if shortages.is_empty() {
            Ok(form)
        } else {
            Err(DrawError::Shortages(shortages))
        }
    }
}

impl Form {
    /// Names a replacement for every pictured item, for blind candidates: of the same sub-test,
    /// without pictures, worth as much, not in the form. Earlier replacements are drawn anew.
    ///
    /// # Errors
    /// [`DrawError::Shortages`] with every sub-test for which the bank has too few such items, and
    /// [`DrawError::ItemTwice`].
    pub fn with_replacements(mut self, bank: &[Item], seed: &Seed) -> Result<Self, DrawError> {
        let bank = by_code(bank)?;
        let mut chance = Chance::new(seed, Purpose::Replacements);
        let mut shortages = Vec::new();
        for section in &mut self.sections {
            shortages.extend(replace_in(section, &bank, &mut chance));
        }
        if shortages.is_empty() {
            Ok(self)
        } else {
            Err(DrawError::Shortages(shortages))
        }
    }
}

type Bank<'a> = BTreeMap<&'a ItemCode, &'a Item>;

/// In the order of the codes, so that the order of the bank's rows means nothing.
fn by_code(bank: &[Item]) -> Result<Bank<'_>, DrawError> {
    let mut sorted = BTreeMap::new();
    for item in bank {
        if sorted.insert(&item.code, item).is_some() {
            return Err(DrawError::ItemTwice(item.code.clone()));
        }
    }
    Ok(sorted)
}

/// Rows that name topics draw first, the row that names none from what is left: as no two rows
/// share a topic, a row comes out short only where the bank is.
fn draw_section<'a>(
    section: &BlueprintSection,
    bank: &Bank<'a>,
    chance: &mut Chance,
    shortages: &mut Vec<Shortage>,
) -> Vec<&'a Item> {
    let mut left: Vec<&Item> = bank
        .values()
        .copied()
        .filter(|item| item.content.sub_test == section.sub_test)
        .collect();
    let mut drawn = Vec::new();
    let (rest, named): (Vec<_>, Vec<_>) = section
        .cells
        .iter()
        .partition(|cell| cell.topics.is_empty());
    for cell in named.into_iter().chain(rest) {
        let (mut fitting, others): (Vec<_>, Vec<_>) = left
            .into_iter()
            .partition(|item| cell.takes(&item.content.topic));
        chance.shuffle(&mut fitting);
        let spare = fitting.split_off(fitting.len().min(usize::from(cell.items)));
        shortages.extend(shortage(section, cell, fitting.len()));
        drawn.extend(fitting);
        left = others;
        left.extend(spare);
        left.sort_by_key(|item| &item.code);
    }
    drawn.sort_by_key(|item| &item.code);
    drawn
}

fn shortage(section: &BlueprintSection, cell: &BlueprintCell, drawn: usize) -> Option<Shortage> {
    (drawn < usize::from(cell.items)).then(|| Shortage {
        sub_test: section.sub_test.clone(),
        topics: cell.topics.clone(),
        wanted: u32::from(cell.items),
        found: u32::try_from(drawn).unwrap_or(u32::MAX),
    })
}

impl BlueprintCell {
    fn takes(&self, topic: &Topic) -> bool {
        self.topics.is_empty() || self.topics.iter().any(|wanted| wanted.covers(topic))
    }
}

fn replace_in(section: &mut FormSection, bank: &Bank<'_>, chance: &mut Chance) -> Option<Shortage> {
    let taken: BTreeSet<ItemCode> = section
        .items
        .iter()
        .map(|place| place.item.code.clone())
        .collect();
    let mut spare: Vec<&Item> = bank
        .values()
        .copied()
        .filter(|item| item.content.sub_test == section.sub_test && !taken.contains(&item.code))
        .collect();
    chance.shuffle(&mut spare);
    let (mut wanted, mut found) = (0, 0);
    for place in &mut section.items {
        place.blind = None;
        if place.item.content.is_pictured() {
            wanted += 1;
            let fitting = spare.iter().position(|item| can_replace(item, &place.item));
            place.blind = fitting.map(|index| spare.swap_remove(index).clone());
            found += u32::from(place.blind.is_some());
        }
    }
    let sub_test = section.sub_test.clone();
    (found < wanted).then_some(Shortage {
        sub_test,
        topics: Vec::new(),
        wanted,
        found,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{item, picture};

    fn sub_test(name: &str) -> SubTest {
        name.parse().unwrap()
    }

    /// 165 items: 45 TWK, 52 TIU (10 of them figural, with pictures), 68 TKP.
    fn bank() -> Vec<Item> {
        let mut bank = Vec::new();
        for n in 0..45 {
            let topic = if n % 2 == 0 {
                "integritas"
            } else {
                "bela negara"
            };
            bank.push(item(&format!("TWK-{n:03}"), "twk", topic));
        }
        for n in 0..52 {
            let topic = if n < 10 { "figural/serial" } else { "verbal" };
            let mut item = item(&format!("TIU-{n:03}"), "tiu", topic);
            item.content.picture = (n < 10).then(|| picture(n));
            bank.push(item);
        }
        bank.extend((0..68).map(|n| item(&format!("TKP-{n:03}"), "tkp", "pelayanan publik")));
        bank
    }

    fn skd() -> Blueprint {
        Blueprint::of_sub_tests([
            (sub_test("twk"), 30),
            (sub_test("tiu"), 35),
            (sub_test("tkp"), 45),
        ])
    }

    fn codes(form: &Form) -> Vec<Vec<String>> {
        let of = |section: &FormSection| {
            section
                .items
                .iter()
                .map(|place| place.item.code.to_string())
                .collect()
        };
        form.sections.iter().map(of).collect()
    }

    #[test]
    fn a_bank_of_165_yields_many_forms_of_110() {
        let bank = bank();
        let forms: BTreeSet<Vec<Vec<String>>> = (0..8)
            .map(|seed| {
                let form = skd().draw(&bank, &Seed([seed; 32])).unwrap();
                assert_eq!(form.faults(), []);
                codes(&form)
            })
            .collect();
        assert_eq!(forms.len(), 8);
        for form in forms {
            assert_eq!(form.iter().map(Vec::len).collect::<Vec<_>>(), [30, 35, 45]);
        }
    }

    #[test]
    fn the_order_of_the_bank_means_nothing() {
        let mut turned = bank();
        turned.reverse();
        let seed = Seed([5; 32]);
        assert_eq!(skd().draw(&turned, &seed), skd().draw(&bank(), &seed));
    }

    #[test]
    fn rows_by_topic_get_their_number() {
        let mut plan = skd();
        plan.sections[1].cells = vec![
            BlueprintCell {
                topics: vec![],
                items: 30,
            },
            BlueprintCell {
                topics: vec!["figural".parse().unwrap()],
                items: 5,
            },
        ];
        let form = plan.draw(&bank(), &Seed([1; 32])).unwrap();
        let items = &form.sections[1].items;
        let figural: Topic = "figural".parse().unwrap();
        let count = items
            .iter()
            .filter(|place| figural.covers(&place.item.content.topic))
            .count();
        assert_eq!(items.len(), 35);
        assert!(
            count >= 5,
            "the rest may hold figural items too, but never fewer than asked"
        );
    }

    #[test]
    fn every_shortage_is_told() {
        let mut plan = skd();
        plan.sections[0].cells[0].items = 46;
        plan.sections[1].cells[0] = BlueprintCell {
            topics: vec!["figural".parse().unwrap()],
            items: 11,
        };
        let Err(DrawError::Shortages(shortages)) = plan.draw(&bank(), &Seed([1; 32])) else {
            panic!("drawn from a bank that is too small");
        };
        let told: Vec<String> = shortages.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "twk needs 46 items, the bank has 45",
                "tiu needs 11 items, the bank has 10"
            ]
        );
    }

    #[test]
    fn a_bank_with_a_code_twice_is_refused() {
        let mut bank = bank();
        bank.push(bank[0].clone());
        let code = bank[0].code.clone();
        assert_eq!(
            skd().draw(&bank, &Seed([1; 32])),
            Err(DrawError::ItemTwice(code))
        );
    }

    #[test]
    fn replacements_fit_and_are_used_once() {
        let bank = bank();
        let form = skd().draw(&bank, &Seed([1; 32])).unwrap();
        let form = form.with_replacements(&bank, &Seed([2; 32])).unwrap();
        assert_eq!(form.faults(), []);
        let places = form.sections.iter().flat_map(|section| &section.items);
        let (pictured, plain): (Vec<_>, Vec<_>) =
            places.partition(|place| place.item.content.is_pictured());
        assert!(!pictured.is_empty());
        assert!(pictured.iter().all(|place| place.blind.is_some()));
        assert!(plain.iter().all(|place| place.blind.is_none()));
    }

    #[test]
    fn too_few_replacements_are_told() {
        let bank: Vec<Item> = bank()
            .into_iter()
            .filter(|item| item.code.as_str() < "TIU-036" || !item.code.as_str().starts_with("TIU"))
            .collect();
        let form = skd().draw(&bank, &Seed([1; 32])).unwrap();
        let refused = form.with_replacements(&bank, &Seed([2; 32]));
        assert!(matches!(refused, Err(DrawError::Shortages(rows)) if rows.len() == 1));
    }
}
