//! What is wrong with a table, and where.

use core::fmt;
use std::sync::Arc;

/// One thing wrong in one file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// The name by which the user knows the file.
    pub file: Arc<str>,
    /// Physical line, from 1: the one on which the row starts. 0 when the whole file is meant.
    pub line: u64,
    /// The column's name as its header spells it; empty when the whole row is meant.
    pub column: Box<str>,
    /// A sentence without a full stop, for the person who mends the file.
    pub reason: Box<str>,
}

impl fmt::Display for Fault {
    /// `scores.csv, line 7, column tkp: the score is above the maximum 225`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ", line {}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Faults in the order found: the first ones in full, the rest as a count, so that a file that is
/// wrong in every row costs no memory.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Faults {
    kept: Vec<Fault>,
    kept_max: usize,
    dropped: u64,
}

impl Default for Faults {
    fn default() -> Self {
        Self::keeping(1_000)
    }
}

impl Faults {
    /// No faults yet; of those that come, the first `kept_max` are kept in full.
    #[must_use]
    pub const fn keeping(kept_max: usize) -> Self {
        Self {
            kept: Vec::new(),
            kept_max,
            dropped: 0,
        }
    }

    /// Takes one more.
    pub fn push(&mut self, fault: Fault) {
        if self.kept.len() < self.kept_max {
            self.kept.push(fault);
        } else {
            self.dropped += 1;
        }
    }

    /// Takes all of another collection, after those already here.
    pub fn append(&mut self, other: Self) {
        self.dropped += other.dropped;
        other.kept.into_iter().for_each(|fault| self.push(fault));
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.dropped == 0
    }

    /// How many faults were found, kept or not.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.dropped + self.kept.len() as u64
    }

    /// The first faults, in the order found.
    #[must_use]
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// How many more there were than [`Self::kept`] holds.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }
}

impl fmt::Display for Faults {
    /// One fault a line; where some were dropped the last line is `and n more`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.kept.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(f, "{line_break}{fault}")?;
        }
        if self.dropped > 0 {
            write!(f, "\nand {} more", self.dropped)?;
        }
        Ok(())
    }
}

/// The start of a cell's text between quotation marks, for a reason: at most 40 characters, without
/// control characters, so that no cell can flood or disturb a terminal.
#[must_use]
pub fn clip(text: &str) -> String {
    format!("\"{}\"", shown(text))
}

/// What [`clip`] puts between the marks.
pub(crate) fn shown(text: &str) -> String {
    const SHOWN_MAX: usize = 40;
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut shown: String = text.chars().take(SHOWN_MAX).map(visible).collect();
    if text.chars().nth(SHOWN_MAX).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(line: u64, column: &str) -> Fault {
        Fault {
            file: "f.csv".into(),
            line,
            column: column.into(),
            reason: "no".into(),
        }
    }

    #[test]
    fn a_fault_says_as_much_of_its_place_as_is_known() {
        assert_eq!(fault(3, "tkp").to_string(), "f.csv, line 3, column tkp: no");
        assert_eq!(fault(3, "").to_string(), "f.csv, line 3: no");
        assert_eq!(fault(0, "").to_string(), "f.csv: no");
    }

    #[test]
    fn beyond_the_bound_faults_are_only_counted() {
        let mut faults = Faults::keeping(2);
        (1..=5).for_each(|line| faults.push(fault(line, "")));
        let mut others = Faults::keeping(1);
        (6..=7).for_each(|line| others.push(fault(line, "")));
        faults.append(others);
        assert_eq!(
            (faults.kept().len(), faults.dropped(), faults.count()),
            (2, 5, 7)
        );
        assert_eq!(
            faults.to_string(),
            "f.csv, line 1: no\nf.csv, line 2: no\nand 5 more"
        );
    }

    #[test]
    fn a_long_cell_is_shown_in_part() {
        assert_eq!(clip("a\u{1b}[2J"), "\"a\u{fffd}[2J\"");
        assert_eq!(clip(&"é".repeat(41)), format!("\"{}…\"", "é".repeat(40)));
    }
}
