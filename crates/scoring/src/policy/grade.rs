//! What must be reached.

use lexicon::Points;

use crate::sheet::Sheet;

/// Something of a sheet that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// The sum over all sub-tests.
    Total,
    /// The sub-test at this index of the policy.
    SubTest(usize),
}

impl Measure {
    /// The points that this sheet has of it.
    #[must_use]
    pub fn of(self, sheet: &Sheet) -> Points {
        match self {
            Self::Total => sheet.total(),
            Self::SubTest(index) => sheet.points(index),
        }
    }
}

/// One passing score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minimum {
    /// Of what.
    pub measure: Measure,
    /// This many points suffice.
    pub at_least: Points,
}

/// A missed [`Minimum`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shortfall {
    /// Of what.
    pub measure: Measure,
    /// The minimum.
    pub at_least: Points,
    /// What was reached, less than the minimum.
    pub reached: Points,
}

/// A passing grade: every minimum must be met (>=). Either minima of sub-tests, or of the total and
/// some sub-tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade(Vec<Minimum>);

impl Grade {
    /// A grade of these minima; none at all is met by everyone.
    #[must_use]
    pub const fn new(minima: Vec<Minimum>) -> Self {
        Self(minima)
    }

    /// The minima, the total's first, then in the policy's order of sub-tests.
    #[must_use]
    pub fn minima(&self) -> &[Minimum] {
        &self.0
    }

    /// The minima that the sheet misses; empty when the grade is met.
    #[must_use]
    pub fn shortfalls(&self, sheet: &Sheet) -> Vec<Shortfall> {
        self.0
            .iter()
            .map(|minimum| Shortfall {
                measure: minimum.measure,
                at_least: minimum.at_least,
                reached: minimum.measure.of(sheet),
            })
            .filter(|shortfall| shortfall.reached < shortfall.at_least)
            .collect()
    }
}

/// The year has no such grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GradeError {
    /// Not among `Policy::categories`.
    #[error("the policy does not know this category")]
    UnknownCategory,
    /// Not among `Policy::position_groups`.
    #[error("the policy does not know this position group")]
    UnknownPositionGroup,
}
