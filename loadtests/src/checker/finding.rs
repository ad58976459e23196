//! What a check found.

use core::fmt;

/// So many faults of one rule are told in words; the rest is counted.
const TOLD_MAX: usize = 10;

/// The outcome of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The rule, as a sentence.
    pub rule: &'static str,
    /// How many things it looked at.
    pub examined: u64,
    /// How many broke it.
    pub faults: u64,
    /// The first of them in words.
    pub told: Vec<String>,
    /// Whether there may be nothing to look at.
    pub may_be_empty: bool,
}

impl Check {
    pub(crate) const fn of(rule: &'static str) -> Self {
        Self {
            rule,
            examined: 0,
            faults: 0,
            told: Vec::new(),
            may_be_empty: false,
        }
    }

    /// A rule over things that need not occur.
    pub(crate) const fn if_any(rule: &'static str) -> Self {
        let mut check = Self::of(rule);
        check.may_be_empty = true;
        check
    }

    /// Notes that one more thing was looked at.
    pub(crate) const fn look(&mut self) {
        self.examined += 1;
    }

    pub(crate) fn fault(&mut self, told: impl fmt::Display) {
        self.faults += 1;
        if self.told.len() < TOLD_MAX {
            self.told.push(told.to_string());
        }
    }

    /// Notes a fault unless `holds`.
    pub(crate) fn demand(&mut self, holds: bool, told: impl FnOnce() -> String) {
        if !holds {
            self.fault(told());
        }
    }

    /// Whether it found nothing wrong, and looked at something where there must be something: a rule that
    /// examined nothing proves nothing.
    #[must_use]
    pub const fn holds(&self) -> bool {
        (self.examined > 0 || self.may_be_empty) && self.faults == 0
    }
}

/// The outcome of all rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// One per rule.
    pub checks: Vec<Check>,
}

impl Findings {
    /// Whether every rule was examined and holds.
    #[must_use]
    pub fn hold(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(Check::holds)
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            let verdict = if check.holds() { "ok    " } else { "BROKEN" };
            writeln!(f, "{verdict} {:>8}  {}", check.examined, check.rule)?;
            for told in &check.told {
                writeln!(f, "                 {told}")?;
            }
            let untold = check.faults - check.told.len().try_into().unwrap_or(check.faults);
            if untold > 0 {
                writeln!(f, "                 and {untold} more")?;
            }
        }
        Ok(())
    }
}
