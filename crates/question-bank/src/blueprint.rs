//! What a form is made of: how many items of which sub-test and topics.

use std::collections::BTreeSet;

use lexicon::SubTest;
use serde::{Deserialize, Serialize};

use crate::{ITEMS_MAX, SECTIONS_MAX, Topic};

/// The plan of a form. Sections stand in the order in which papers show the sub-tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blueprint {
    /// The sub-tests.
    pub sections: Vec<BlueprintSection>,
}

/// The plan of one sub-test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlueprintSection {
    /// The sub-test.
    pub sub_test: SubTest,
    /// How many items of which topics.
    pub cells: Vec<BlueprintCell>,
}

/// A number of items of some topics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlueprintCell {
    /// The topics, with all that is below them. None: whatever the other cells leave.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// How many items, at least 1.
    pub items: u16,
}

/// Why a blueprint cannot be drawn from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlueprintFault {
    /// No section, or a section without cells.
    #[error("a blueprint has at least one sub-test and each at least one row")]
    Empty,
    /// More than [`ITEMS_MAX`] items or [`SECTIONS_MAX`] sub-tests.
    #[error("a form has at most 1000 items and 16 sub-tests")]
    TooLarge,
    /// The same sub-test twice.
    #[error("the sub-test {0} stands twice in the blueprint")]
    SubTestTwice(SubTest),
    /// A row that asks for no item.
    #[error("a row of {0} asks for no item")]
    NoItems(SubTest),
    /// Two rows of a sub-test ask for the same topic.
    #[error("two rows of {sub_test} ask for the topic {topic}")]
    TopicTwice {
        /// Where.
        sub_test: SubTest,
        /// The narrower of the two topics.
        topic: Topic,
    },
    /// Two rows of a sub-test ask for what the others leave.
    #[error("two rows of {0} name no topic")]
    RestTwice(SubTest),
}

impl Blueprint {
    /// A plan by sub-tests alone, whatever the topics.
    #[must_use]
    pub fn of_sub_tests(counts: impl IntoIterator<Item = (SubTest, u16)>) -> Self {
        let sections = counts
            .into_iter()
            .map(|(sub_test, items)| BlueprintSection {
                sub_test,
                cells: vec![BlueprintCell {
                    topics: Vec::new(),
                    items,
                }],
            });
        Self {
            sections: sections.collect(),
        }
    }

    /// How many items the form will have.
    #[must_use]
    pub fn items(&self) -> u32 {
        let cells = self.sections.iter().flat_map(|section| &section.cells);
        cells.map(|cell| u32::from(cell.items)).sum()
    }

    /// Every fault of the plan itself; none means it can be drawn from.
    #[must_use]
    pub fn faults(&self) -> Vec<BlueprintFault> {
        let mut faults = Vec::new();
        if self.sections.is_empty() || self.sections.iter().any(|section| section.cells.is_empty())
        {
            faults.push(BlueprintFault::Empty);
        }
        if self.sections.len() > SECTIONS_MAX || self.items() as usize > ITEMS_MAX {
            faults.push(BlueprintFault::TooLarge);
        }
        let mut seen = BTreeSet::new();
        for section in &self.sections {
            if !seen.insert(&section.sub_test) {
                faults.push(BlueprintFault::SubTestTwice(section.sub_test.clone()));
            }
            faults.extend(section.faults());
        }
        faults
    }
}

impl BlueprintSection {
    fn faults(&self) -> Vec<BlueprintFault> {
        let sub_test = || self.sub_test.clone();
        let mut faults = Vec::new();
        if self.cells.iter().any(|cell| cell.items == 0) {
            faults.push(BlueprintFault::NoItems(sub_test()));
        }
        if self
            .cells
            .iter()
            .filter(|cell| cell.topics.is_empty())
            .count()
            > 1
        {
            faults.push(BlueprintFault::RestTwice(sub_test()));
        }
        let topics: Vec<&Topic> = self.cells.iter().flat_map(|cell| &cell.topics).collect();
        for (index, topic) in topics.iter().enumerate() {
            let narrower = topics.iter().enumerate().find(|(other, below)| {
                topic.covers(below) && (*below != topic || *other > index) && *other != index
            });
            if let Some((_, below)) = narrower {
                let topic = (*below).clone();
                faults.push(BlueprintFault::TopicTwice {
                    sub_test: sub_test(),
                    topic,
                });
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(cells: &[(&[&str], u16)]) -> Blueprint {
        let cells = cells.iter().map(|(topics, items)| BlueprintCell {
            topics: topics.iter().map(|topic| topic.parse().unwrap()).collect(),
            items: *items,
        });
        let sub_test = "tiu".parse().unwrap();
        Blueprint {
            sections: vec![BlueprintSection {
                sub_test,
                cells: cells.collect(),
            }],
        }
    }

    fn tiu() -> SubTest {
        "tiu".parse().unwrap()
    }

    fn twice(topic: &str) -> BlueprintFault {
        BlueprintFault::TopicTwice {
            sub_test: tiu(),
            topic: topic.parse().unwrap(),
        }
    }

    #[test]
    fn topics_and_a_rest_are_a_plan() {
        let plan = section(&[
            (&["figural"], 10),
            (&["verbal", "numerik/deret"], 20),
            (&[], 5),
        ]);
        assert_eq!(plan.faults(), []);
        assert_eq!(plan.items(), 35);
    }

    #[test]
    fn overlapping_rows_are_refused() {
        let plan = section(&[(&["figural"], 10), (&["figural/serial"], 5)]);
        assert_eq!(plan.faults(), [twice("figural/serial")]);
        let plan = section(&[(&["figural"], 10), (&["figural"], 5)]);
        assert_eq!(plan.faults(), [twice("figural")]);
        let plan = section(&[(&[], 10), (&[], 5)]);
        assert_eq!(plan.faults(), [BlueprintFault::RestTwice(tiu())]);
    }

    #[test]
    fn empty_and_oversized_plans_are_refused() {
        assert_eq!(
            Blueprint { sections: vec![] }.faults(),
            [BlueprintFault::Empty]
        );
        assert_eq!(
            section(&[(&[], 0)]).faults(),
            [BlueprintFault::NoItems(tiu())]
        );
        assert_eq!(
            section(&[(&[], 1_001)]).faults(),
            [BlueprintFault::TooLarge]
        );
        let twice = Blueprint::of_sub_tests([(tiu(), 1), (tiu(), 1)]);
        assert_eq!(twice.faults(), [BlueprintFault::SubTestTwice(tiu())]);
    }
}
