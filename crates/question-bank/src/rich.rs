//! Rich text as a typed tree: what a stem or an option says. Never HTML.

mod fault;
mod inline;
mod parse;
mod write;

use serde::{Deserialize, Serialize};

use crate::Picture;

pub use fault::RichFault;
pub(crate) use parse::is_invisible;

/// Paragraphs and lists in reading order. Its JSON form is what a candidate's page renders.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RichText(pub Vec<Block>);

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its text.
        children: Vec<Inline>,
    },
    /// A list of at least two items.
    List {
        /// The number of the first item; none in a list with bullets.
        start: Option<u32>,
        /// The text of each item.
        items: Vec<Vec<Inline>>,
    },
}

/// A run of text. Bold and italic may hold each other, never themselves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Inline {
    /// Plain characters, at least one; no control characters.
    Text {
        /// The characters.
        text: String,
    },
    /// The line ends here.
    Break,
    /// Bold text.
    Bold {
        /// What is bold.
        children: Vec<Inline>,
    },
    /// Italic text.
    Italic {
        /// What is italic.
        children: Vec<Inline>,
    },
    /// A formula.
    Formula(Formula),
    /// A picture within the text.
    Picture(Picture),
}

/// A formula: the author's TeX with what was made of it at import. All of it is content: a locked
/// form shows the same MathML for ever, whatever a later converter would make.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// The TeX source between the dollar signs.
    pub tex: String,
    /// Whether it stands on a line of its own.
    pub display: bool,
    /// One `<math>` element in its namespace: elements and attributes of MathML Core from a fixed
    /// list, no styles, no links, no scripts.
    pub mathml: String,
    /// The formula in words.
    pub spoken: Spoken,
}

/// A formula in words, for candidates who listen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

impl RichText {
    /// Whether there is nothing to read or see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pictures within the text, in reading order.
    #[must_use]
    pub fn pictures(&self) -> Vec<&Picture> {
        let mut found = Vec::new();
        for block in &self.0 {
            match block {
                Block::Paragraph { children } => collect_pictures(children, &mut found),
                Block::List { items, .. } => {
                    items
                        .iter()
                        .for_each(|item| collect_pictures(item, &mut found));
                }
            }
        }
        found
    }
}

fn collect_pictures<'a>(children: &'a [Inline], found: &mut Vec<&'a Picture>) {
    for child in children {
        match child {
            Inline::Picture(picture) => found.push(picture),
            Inline::Bold { children } | Inline::Italic { children } => {
                collect_pictures(children, found);
            }
            Inline::Text { .. } | Inline::Break | Inline::Formula(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
