//! What a candidate receives of a paper. No type here has room for a point or a key.

use lexicon::{FormItemId, OptionId, SubTest};
use serde::{Deserialize, Serialize};

use crate::{LockedForm, LockedItem, NoBlindVariant, Paper, PaperItem, Picture, RichText, Variant};

/// A paper as the candidate's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperView {
    /// The sub-tests in order.
    pub sections: Vec<SectionView>,
}

/// A sub-test of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionView {
    /// The sub-test.
    pub sub_test: SubTest,
    /// Its items in paper order.
    pub items: Vec<ItemView>,
}

/// An item of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemView {
    /// What an answer event names.
    pub id: FormItemId,
    /// The question.
    pub stem: RichText,
    /// A picture below the question.
    pub picture: Option<Picture>,
    /// The answers in paper order: the first is A to this candidate.
    pub options: Vec<OptionView>,
}

/// An answer of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionView {
    /// What an answer event names.
    pub id: OptionId,
    /// What it says.
    pub text: RichText,
    /// A picture below the text, or instead of it.
    pub picture: Option<Picture>,
}

impl LockedForm {
    /// The candidate's view of a paper of this form and variant. Indexes that the form does not
    /// have are left out: a paper comes from [`LockedForm::paper`] of the same form and variant.
    ///
    /// # Errors
    /// [`NoBlindVariant`].
    pub fn view(&self, variant: Variant, paper: &Paper) -> Result<PaperView, NoBlindVariant> {
        let items: Vec<&LockedItem> = self.items(variant)?.into_iter().flatten().collect();
        let sections = self
            .sections
            .iter()
            .zip(&paper.sections)
            .map(|(section, order)| {
                let views = order.items.iter().filter_map(|place| {
                    items
                        .get(usize::from(place.item))
                        .map(|item| item_view(item, place))
                });
                SectionView {
                    sub_test: section.sub_test.clone(),
                    items: views.collect(),
                }
            });
        Ok(PaperView {
            sections: sections.collect(),
        })
    }
}

fn item_view(item: &LockedItem, place: &PaperItem) -> ItemView {
    let options = place.options.iter().filter_map(|&index| {
        item.options
            .get(usize::from(index))
            .map(|option| OptionView {
                id: option.id,
                text: option.text.clone(),
                picture: option.picture.clone(),
            })
    });
    ItemView {
        id: item.id,
        stem: item.stem.clone(),
        picture: item.picture.clone(),
        options: options.collect(),
    }
}

impl PaperView {
    /// Every picture of the paper, in reading order: what the candidate may fetch.
    #[must_use]
    pub fn pictures(&self) -> Vec<&Picture> {
        let mut found = Vec::new();
        for item in self.sections.iter().flat_map(|section| &section.items) {
            found.extend(item.stem.pictures());
            found.extend(&item.picture);
            for option in &item.options {
                found.extend(option.text.pictures());
                found.extend(&option.picture);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Seed;
    use crate::samples::{form, locked, picture};
    use serde_json::Value;

    fn view(seed: u8, variant: Variant) -> PaperView {
        let form = locked(&form());
        let paper = form.paper(variant, &Seed([seed; 32])).unwrap();
        form.view(variant, &paper).unwrap()
    }

    fn walk(value: &Value, names: &mut BTreeSet<String>, leaves: &mut Vec<Value>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, field)| {
                names.insert(name.clone());
                walk(field, names, leaves);
            }),
            Value::Array(values) => values.iter().for_each(|value| walk(value, names, leaves)),
            leaf => leaves.push(leaf.clone()),
        }
    }

    #[test]
    fn a_view_has_no_key_and_no_trace_of_the_bank() {
        let mut names = BTreeSet::new();
        let mut leaves = Vec::new();
        let view = view(1, Variant::Standard);
        walk(
            &serde_json::to_value(&view).unwrap(),
            &mut names,
            &mut leaves,
        );
        let allowed = [
            "alt", "children", "digest", "id", "items", "kind", "media", "options", "picture",
            "sections", "stem", "sub_test", "text",
        ];
        assert_eq!(
            names.iter().map(String::as_str).collect::<Vec<_>>(),
            allowed
        );
        assert!(
            !leaves.iter().any(Value::is_number),
            "a number could be points or a position"
        );
        let locked = locked(&form());
        let bank: BTreeSet<String> = locked
            .sections
            .iter()
            .flat_map(|section| &section.items)
            .flat_map(|item| [item.code.to_string(), item.topic.to_string()])
            .collect();
        assert!(bank.contains("TWK-1") && bank.contains("umum"));
        for leaf in leaves.iter().filter_map(Value::as_str) {
            assert!(!bank.contains(leaf), "{leaf}");
        }
    }

    #[test]
    fn a_view_follows_the_paper_and_not_the_form() {
        let form = locked(&form());
        let seed = Seed([1; 32]);
        let paper = form.paper(Variant::Standard, &seed).unwrap();
        let view = form.view(Variant::Standard, &paper).unwrap();
        let table = form.points_table(Variant::Standard).unwrap();
        let shown = view.sections.iter().flat_map(|section| &section.items);
        let placed = paper.sections.iter().flat_map(|section| &section.items);
        for (item, place) in shown.zip(placed) {
            let row = &table.rows[usize::from(place.item)];
            assert_eq!(item.id, row.item);
            for (option, index) in item.options.iter().zip(&place.options) {
                assert_eq!(option.id, row.options[usize::from(*index)].0);
            }
        }
    }

    #[test]
    fn the_right_answer_is_at_no_fixed_place() {
        let form = locked(&form());
        let table = form.points_table(Variant::Standard).unwrap();
        let key = table.rows[0].options[0].0;
        let mut places = BTreeSet::new();
        for seed in 0..40 {
            let paper = form.paper(Variant::Standard, &Seed([seed; 32])).unwrap();
            let view = form.view(Variant::Standard, &paper).unwrap();
            let mut items = view.sections.iter().flat_map(|section| &section.items);
            let item = items.find(|item| item.id == table.rows[0].item).unwrap();
            places.insert(item.options.iter().position(|option| option.id == key));
        }
        assert_eq!(places.len(), 5);
    }

    #[test]
    fn a_blind_candidate_gets_nothing_to_see() {
        assert_eq!(view(1, Variant::Standard).pictures(), [&picture(7)]);
        assert!(view(1, Variant::Blind).pictures().is_empty());
        let count = |view: &PaperView| view.sections.iter().map(|s| s.items.len()).sum::<usize>();
        assert_eq!(count(&view(1, Variant::Blind)), 7);
    }
}
