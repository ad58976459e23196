//! Reading a formula aloud: a walk over its MathML.

use super::FormulaError;
use super::grammar::{ENGLISH, INDONESIAN, Phrases};
use super::mathml::Element;
use super::symbols::{self, Symbol};

/// In which language to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Indonesian,
    English,
}

/// The words of a formula.
pub(super) fn speak(root: &Element, language: Language) -> Result<String, FormulaError> {
    let mut speaker = Speaker {
        language,
        words: Vec::new(),
    };
    speaker.row(&root.children)?;
    Ok(speaker.words.join(" "))
}

pub(super) struct Speaker {
    language: Language,
    words: Vec<String>,
}

/// What cannot be said.
type Said = Result<(), FormulaError>;

impl Speaker {
    pub(super) fn phrases(&self) -> &'static Phrases {
        match self.language {
            Language::Indonesian => &INDONESIAN,
            Language::English => &ENGLISH,
        }
    }

    pub(super) fn say(&mut self, words: &str) {
        let words = words.trim();
        if !words.is_empty() {
            self.words.push(words.to_owned());
        }
    }

    pub(super) fn say_symbol(&mut self, symbol: &Symbol) {
        self.say(match self.language {
            Language::Indonesian => symbol.indonesian,
            Language::English => symbol.english,
        });
    }

    pub(super) fn element(&mut self, element: &Element) -> Said {
        let children = element.children.as_slice();
        if has_gap(element) {
            return Err(FormulaError::Unspeakable("an empty part".to_owned()));
        }
        match (element.tag, children) {
            ("mi" | "mn" | "mo" | "mtext" | "mspace", _) => self.leaf(element),
            ("mrow" | "mstyle" | "mtd" | "math", _) => self.row(children),
            ("mfrac", [above, below]) => self.fraction(element, above, below),
            ("msqrt", _) => self.root(children),
            ("mroot", [inner, order]) => self.root_of_order(inner, order),
            ("msup", [base, power]) => {
                self.element(base)?;
                self.power(power)
            }
            ("msub", [base, index]) => self.with_index(base, index),
            ("msubsup", [base, index, power]) if !is_large(base) => {
                self.with_index(base, index)?;
                self.power(power)
            }
            ("munderover" | "msubsup", [base, from, to]) => self.range(base, Some(from), Some(to)),
            ("munder", [base, from]) if is_large(base) => self.range(base, Some(from), None),
            ("mover", [base, to]) if is_large(base) => self.range(base, None, Some(to)),
            ("mover" | "munder", [base, mark]) => self.marked(element.tag, base, mark),
            ("mtable", rows) => self.table(self.phrases().array, rows),
            _ => Err(FormulaError::Unspeakable(format!("\"{}\"", element.tag))),
        }
    }

    fn leaf(&mut self, leaf: &Element) -> Said {
        match leaf.text.as_str() {
            // Invisible: function application, times, separator, plus.
            "\u{2061}" | "\u{2062}" | "\u{2063}" | "\u{2064}" => Ok(()),
            text if leaf.tag == "mtext" || leaf.tag == "mspace" => {
                self.say(text);
                Ok(())
            }
            text if leaf.tag == "mn" => {
                let digits: String = text.chars().map(plain).collect();
                self.say(&digits);
                Ok(())
            }
            text => self.name(text),
        }
    }

    /// A sign with words of its own, or letters, which are their own words.
    fn name(&mut self, text: &str) -> Said {
        let plain: String = text.chars().map(plain).collect();
        if let Some(symbol) = symbols::find(&plain) {
            self.say_symbol(symbol);
        } else if plain.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
            self.say(&plain);
        } else {
            return Err(FormulaError::Unspeakable(format!("\"{text}\"")));
        }
        Ok(())
    }

    fn fraction(&mut self, fraction: &Element, above: &Element, below: &Element) -> Said {
        let phrases = self.phrases();
        let stacked = fraction.attribute("linethickness") == Some("0");
        if stacked || (is_simple(above) && is_simple(below)) {
            self.element(above)?;
            self.say(if stacked {
                phrases.binomial
            } else {
                phrases.over
            });
            return self.element(below);
        }
        self.say(phrases.fraction);
        self.element(above)?;
        self.say(phrases.denominator);
        self.element(below)?;
        self.say(phrases.end_fraction);
        Ok(())
    }

    fn root(&mut self, inner: &[Element]) -> Said {
        let phrases = self.phrases();
        self.say(phrases.root);
        self.row(inner)?;
        if !matches!(inner, [only] if is_simple(only)) {
            self.say(phrases.end_root);
        }
        Ok(())
    }

    fn root_of_order(&mut self, inner: &Element, order: &Element) -> Said {
        let phrases = self.phrases();
        self.say(phrases.root_of_order);
        self.element(order)?;
        self.say(phrases.of);
        self.element(inner)?;
        if !is_simple(inner) {
            self.say(phrases.end_root);
        }
        Ok(())
    }

    fn power(&mut self, power: &Element) -> Said {
        let phrases = self.phrases();
        let fixed = match power.text.as_str() {
            "2" => phrases.squared,
            "3" => phrases.cubed,
            "′" => phrases.prime,
            "″" => phrases.double_prime,
            "‴" => phrases.triple_prime,
            "∘" | "°" => phrases.degrees,
            _ => "",
        };
        if !fixed.is_empty() {
            self.say(fixed);
            return Ok(());
        }
        self.enclosed(phrases.power, power, phrases.end_power)
    }

    fn with_index(&mut self, base: &Element, index: &Element) -> Said {
        let phrases = self.phrases();
        if base.is("mo", "log") {
            self.element(base)?;
            self.say(phrases.base);
            self.element(index)?;
            self.say(phrases.of);
            return Ok(());
        }
        if is_large(base) {
            return self.range(base, Some(index), None);
        }
        self.element(base)?;
        self.enclosed(phrases.index, index, phrases.end_index)
    }

    /// Says where the inner part ends, unless it is a single thing.
    fn enclosed(&mut self, before: &str, inner: &Element, after: &str) -> Said {
        self.say(before);
        self.element(inner)?;
        if !is_simple(inner) {
            self.say(after);
        }
        Ok(())
    }

    /// Sum, product, integral, limit: over what, and of what follows.
    fn range(&mut self, base: &Element, from: Option<&Element>, to: Option<&Element>) -> Said {
        let phrases = self.phrases();
        if !is_large(base) {
            return Err(FormulaError::Unspeakable(format!(
                "limits at \"{}\"",
                base.text
            )));
        }
        self.element(base)?;
        if let Some(from) = from {
            self.say(if to.is_some() {
                phrases.from
            } else {
                phrases.for_
            });
            self.element(from)?;
        }
        if let Some(to) = to {
            self.say(phrases.to);
            self.element(to)?;
        }
        self.say(phrases.of);
        Ok(())
    }

    fn marked(&mut self, tag: &str, base: &Element, mark: &Element) -> Said {
        let phrases = self.phrases();
        let (before, after) = match (tag, mark.text.as_str()) {
            ("mover", "\u{332}" | "\u{304}" | "\u{305}" | "¯" | "‾") => ("", phrases.bar),
            ("munder", "\u{332}" | "_" | "‾") => ("", phrases.underline),
            ("mover", "→" | "\u{20d7}") => (phrases.vector, ""),
            ("mover", "ˆ" | "^" | "\u{302}") => ("", phrases.hat),
            ("mover", "˜" | "~" | "\u{303}") => ("", phrases.tilde),
            ("mover", "˙" | "\u{307}") => ("", phrases.dot),
            _ => {
                return Err(FormulaError::Unspeakable(format!(
                    "the mark \"{}\"",
                    mark.text
                )));
            }
        };
        self.say(before);
        self.element(base)?;
        self.say(after);
        Ok(())
    }

    pub(super) fn table(&mut self, name: &str, rows: &[Element]) -> Said {
        let phrases = self.phrases();
        // What stands behind the last row is its lower line.
        let rows = match rows {
            [whole @ .., last] if is_line(last) => whole,
            whole => whole,
        };
        let columns = rows.iter().map(|row| row.children.len()).max().unwrap_or(0);
        let size = format!(
            "{} {} {columns} {}",
            rows.len(),
            phrases.rows,
            phrases.columns
        );
        self.say(&format!("{name} {size};"));
        for (number, row) in (1u32..).zip(rows) {
            self.say(&format!("{}{number}:", phrases.row));
            for (place, cell) in row.children.iter().enumerate() {
                self.cell(cell)?;
                let last = place + 1 == row.children.len();
                self.punctuate(if last { ";" } else { "," });
            }
        }
        self.say(&format!("{} {name}", phrases.end_table));
        Ok(())
    }

    fn cell(&mut self, cell: &Element) -> Said {
        let before = self.words.len();
        self.row(&cell.children)?;
        if self.words.len() == before {
            self.say(self.phrases().empty);
        }
        Ok(())
    }

    fn punctuate(&mut self, mark: &str) {
        if let Some(word) = self.words.last_mut() {
            word.push_str(mark);
        }
    }
}

/// A fraction, root, power or index with nothing in it. A power or index may stand before its
/// base: `{}^{n}C`.
fn has_gap(element: &Element) -> bool {
    let parts = match element.tag {
        "mfrac" | "mroot" => element.children.as_slice(),
        "msqrt" if element.children.is_empty() => return true,
        "msup" | "msub" | "msubsup" => element.children.get(1..).unwrap_or_default(),
        _ => return false,
    };
    parts.iter().any(Element::is_empty_group)
}

fn is_line(row: &Element) -> bool {
    matches!(row.children.as_slice(), [cell] if cell.children.is_empty())
}

/// One thing: a listener needs no word for where it ends.
fn is_simple(element: &Element) -> bool {
    match (element.tag, element.children.as_slice()) {
        ("mi" | "mn" | "mo" | "mtext", _) => true,
        ("mrow" | "mstyle", [only]) => is_simple(only),
        ("mrow" | "mstyle", [sign, only]) => {
            (sign.is("mo", "−") || sign.tag == "mspace") && is_simple(only)
        }
        _ => false,
    }
}

/// Whether the limits of this sign are a range.
fn is_large(base: &Element) -> bool {
    base.tag == "mo"
        && matches!(
            base.text.as_str(),
            "∑" | "∏" | "∫" | "⋃" | "⋂" | "lim" | "max" | "min"
        )
}

/// Bold, italic and other faces of letters and digits are read as the letter or digit.
fn plain(c: char) -> char {
    let code = u32::from(c);
    let upper_lower = |n: u32| {
        if n < 26 {
            'A' as u32 + n
        } else {
            'a' as u32 + n - 26
        }
    };
    let plain = match code {
        0x1d400..=0x1d6a3 => upper_lower((code - 0x1d400) % 52),
        0x1d7ce..=0x1d7ff => '0' as u32 + (code - 0x1d7ce) % 10,
        0x210e => 'h' as u32,
        0x2113 => 'l' as u32,
        _ => code,
    };
    char::from_u32(plain).unwrap_or(c)
}

#[cfg(test)]
mod tests;
