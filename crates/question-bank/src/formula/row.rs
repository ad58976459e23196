//! A row of a formula: what a sign means here depends on its neighbours.

use super::FormulaError;
use super::mathml::Element;
use super::speech::Speaker;
use super::symbols::{self, Role};

impl Speaker {
    pub(super) fn row(&mut self, children: &[Element]) -> Result<(), FormulaError> {
        let phrases = self.phrases();
        if let [open, table, _close] = children
            && table.tag == "mtable"
        {
            let name = match open.text.as_str() {
                "(" | "[" => phrases.matrix,
                "|" => phrases.determinant,
                "{" => phrases.system,
                _ => phrases.array,
            };
            return self.table(name, &table.children);
        }
        let bars = Bars::of(children);
        let mut after_thing = false;
        for (at, child) in children.iter().enumerate() {
            if in_dots(children, at) {
                if at == 0 || !in_dots(children, at - 1) {
                    self.say(phrases.dots);
                }
            } else if child.is("mo", "−") || child.is("mo", "-") {
                self.say(if after_thing {
                    phrases.minus
                } else {
                    phrases.negative
                });
            } else if let Some(opens) = bars.opens(at) {
                self.say(if opens {
                    phrases.absolute
                } else {
                    phrases.end_absolute
                });
            } else {
                self.element(child)?;
            }
            if child.tag != "mspace" {
                after_thing = bars
                    .opens(at)
                    .map_or_else(|| is_thing(child), |opens| !opens);
            }
        }
        Ok(())
    }
}

fn is_thing(element: &Element) -> bool {
    match symbols::find(&element.text) {
        Some(symbol) => symbol.role == Role::Thing,
        None => element.tag != "mo" || element.text.chars().all(char::is_alphanumeric),
    }
}

/// Three full stops in a row are an ellipsis.
fn in_dots(children: &[Element], at: usize) -> bool {
    let is_stop = |at: usize| children.get(at).is_some_and(|child| child.is("mo", "."));
    let first = at.saturating_sub(2);
    (first..=at).any(|start| (start..start + 3).all(is_stop))
}

/// The bars of absolute values: where their number in a row is even, they open and close in turn.
struct Bars(Vec<usize>);

impl Bars {
    fn of(children: &[Element]) -> Self {
        let bars: Vec<usize> = children
            .iter()
            .enumerate()
            .filter(|(_, child)| child.is("mo", "|"))
            .map(|(at, _)| at)
            .collect();
        if bars.len().is_multiple_of(2) {
            Self(bars)
        } else {
            Self(Vec::new())
        }
    }

    fn opens(&self, at: usize) -> Option<bool> {
        self.0
            .iter()
            .position(|bar| *bar == at)
            .map(|count| count % 2 == 0)
    }
}
