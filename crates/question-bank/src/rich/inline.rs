//! The inside of a paragraph.

use super::parse::FindPicture;
use super::{Inline, RichFault};
use crate::Formula;

const SHOWN_MAX: usize = 40;

/// Reads the text of one paragraph or list item. Faults are added; what they concern is left out.
pub(super) fn parse(
    text: &str,
    find_picture: FindPicture<'_>,
    faults: &mut Vec<RichFault>,
) -> Vec<Inline> {
    let mut parser = Parser {
        source: text.chars().collect(),
        at: 0,
        open: Vec::new(),
        children: Vec::new(),
        text: String::new(),
        find_picture,
        faults,
    };
    parser.run();
    parser.children
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Emphasis {
    Bold,
    Italic,
}

impl Emphasis {
    const fn sign(self) -> &'static str {
        match self {
            Self::Bold => "**",
            Self::Italic => "*",
        }
    }
}

struct Parser<'a> {
    source: Vec<char>,
    at: usize,
    /// The emphases open here, outermost first, each with what came before it.
    open: Vec<(Emphasis, Vec<Inline>)>,
    children: Vec<Inline>,
    text: String,
    find_picture: FindPicture<'a>,
    faults: &'a mut Vec<RichFault>,
}

impl Parser<'_> {
    fn run(&mut self) {
        while let Some(c) = self.peek(0) {
            match c {
                '\\' if self.peek(1).is_some_and(is_escapable) => {
                    self.text.extend(self.peek(1));
                    self.at += 2;
                }
                '\n' => {
                    self.push(Inline::Break);
                    self.at += 1;
                }
                '$' => self.formula(),
                '!' if self.peek(1) == Some('[') => self.picture(),
                '*' => self.star(),
                _ => {
                    self.text.push(c);
                    self.at += 1;
                }
            }
        }
        self.flush();
        while let Some((emphasis, before)) = self.open.pop() {
            self.faults
                .push(RichFault::UnclosedEmphasis(emphasis.sign()));
            self.children = before;
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.source.get(self.at + ahead).copied()
    }

    fn before(&self) -> Option<char> {
        self.at
            .checked_sub(1)
            .and_then(|at| self.source.get(at))
            .copied()
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = core::mem::take(&mut self.text);
            self.children.push(Inline::Text { text });
        }
    }

    fn push(&mut self, inline: Inline) {
        self.flush();
        self.children.push(inline);
    }

    fn formula(&mut self) {
        let display = self.peek(1) == Some('$');
        let start = self.at + if display { 2 } else { 1 };
        let Some(end) = self.formula_end(start, display) else {
            self.faults.push(RichFault::UnclosedFormula);
            self.at = start;
            return;
        };
        let tex: String = self
            .source
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .collect();
        match Formula::from_tex(&tex, display) {
            Ok(formula) => self.push(Inline::Formula(formula)),
            Err(error) => {
                let tex = tex.chars().take(SHOWN_MAX).collect();
                self.faults.push(RichFault::Formula { tex, error });
            }
        }
        self.at = end + if display { 2 } else { 1 };
    }

    /// Where the closing sign stands. An inline formula neither begins nor ends with a space, and
    /// no digit follows it: so that "US$5 dan US$10" is not one.
    fn formula_end(&self, start: usize, display: bool) -> Option<usize> {
        let at = |index: usize| self.source.get(index).copied();
        if !display && at(start).is_none_or(char::is_whitespace) {
            return None;
        }
        let mut index = start;
        while let Some(c) = at(index) {
            let next = at(index + 1);
            match c {
                '\\' => index += 1,
                '$' if display && next == Some('$') => return Some(index),
                '$' if !display => {
                    let spaced = index == start || at(index - 1).is_some_and(char::is_whitespace);
                    let digit = next.is_some_and(|c| c.is_ascii_digit());
                    if !spaced && !digit {
                        return Some(index);
                    }
                }
                _ => {}
            }
            index += 1;
        }
        None
    }

    /// `![alt](file)`; anything else that begins like it is text.
    fn picture(&mut self) {
        let found = self
            .delimited(self.at + 2, ']')
            .filter(|(_, end)| self.source.get(end + 1) == Some(&'('))
            .and_then(|(alt, end)| {
                self.delimited(end + 2, ')')
                    .map(|(name, end)| (alt, name, end))
            });
        let Some((alt, name, end)) = found else {
            self.text.push('!');
            self.at += 1;
            return;
        };
        match (self.find_picture)(name.trim(), alt.trim()) {
            Some(picture) => self.push(Inline::Picture(picture)),
            None => {
                let name = name.trim().chars().take(SHOWN_MAX).collect();
                self.faults.push(RichFault::UnknownPicture(name));
            }
        }
        self.at = end + 1;
    }

    /// The text up to the first `close`, with escapes resolved, and where it stands.
    fn delimited(&self, start: usize, close: char) -> Option<(String, usize)> {
        let mut text = String::new();
        let mut index = start;
        loop {
            let c = *self.source.get(index)?;
            let next = self.source.get(index + 1).copied();
            match (c, next) {
                ('\\', Some(next)) if is_escapable(next) => {
                    text.push(next);
                    index += 1;
                }
                ('\n', _) => return None,
                _ if c == close => return Some((text, index)),
                _ => text.push(c),
            }
            index += 1;
        }
    }

    /// A star opens where no letter is before and no space behind it, and closes where no space is
    /// before and no letter behind it; else it is a star: `2*3`, `2 * 3`.
    fn star(&mut self) {
        let run = self
            .source
            .iter()
            .skip(self.at)
            .take_while(|c| **c == '*')
            .count();
        let innermost = self.open.last().map(|(emphasis, _)| *emphasis);
        let closes = match innermost {
            Some(Emphasis::Italic) => run != 2,
            Some(Emphasis::Bold) => run >= 2,
            None => false,
        };
        if let Some(emphasis) = innermost.filter(|emphasis| closes && self.may_close(*emphasis)) {
            self.close(emphasis);
            return;
        }
        let emphasis = if run >= 2 {
            Emphasis::Bold
        } else {
            Emphasis::Italic
        };
        let is_open = self.open.iter().any(|(other, _)| *other == emphasis);
        if !is_open && self.may_open(emphasis) {
            self.flush();
            self.open
                .push((emphasis, core::mem::take(&mut self.children)));
        } else {
            self.text.push_str(emphasis.sign());
        }
        self.at += emphasis.sign().len();
    }

    fn may_open(&self, emphasis: Emphasis) -> bool {
        self.before().is_none_or(|c| !c.is_alphanumeric())
            && self
                .peek(emphasis.sign().len())
                .is_some_and(|c| !c.is_whitespace())
    }

    fn may_close(&self, emphasis: Emphasis) -> bool {
        let holds_something = !self.children.is_empty() || !self.text.is_empty();
        holds_something
            && self.before().is_some_and(|c| !c.is_whitespace())
            && self
                .peek(emphasis.sign().len())
                .is_none_or(|c| !c.is_alphanumeric())
    }

    fn close(&mut self, emphasis: Emphasis) {
        self.flush();
        self.at += emphasis.sign().len();
        if let Some((_, before)) = self.open.pop() {
            let children = core::mem::replace(&mut self.children, before);
            self.children.push(match emphasis {
                Emphasis::Bold => Inline::Bold { children },
                Emphasis::Italic => Inline::Italic { children },
            });
        }
    }
}

pub(super) fn is_escapable(c: char) -> bool {
    c.is_ascii_punctuation() || c == '•'
}
