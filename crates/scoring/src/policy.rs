//! The rules of one exam as data.

mod file;
mod grade;
mod points;
mod preset;
mod settings;

use lexicon::{Category, Points, PositionGroup, SubTest};

use crate::cut::Cut;
use crate::order::Chain;
use crate::sheet::Sheet;

pub use file::{PolicyFault, PolicyFaults};
pub use grade::{Grade, GradeError, Measure, Minimum, Shortfall};
pub use points::{ItemPoints, ScoreFault};
pub use preset::{preset, preset_names, preset_text};
pub use settings::{Block, BoardPolicy, Codes, Integration, Label, LateStart, Rounding};

/// All rules of one exam in one year. Made by [`Policy::parse`] or [`preset`] only, so what is said of
/// the fields holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The name by which commands and files know it: `cpns-2024`.
    pub name: String,
    /// The name for people.
    pub title: Label,
    /// The year whose rules these are.
    pub year: u16,
    /// The sub-tests in their order; 1 to 8.
    pub sub_tests: Vec<SubTestSpec>,
    /// The timed blocks in their order; at least one, and each sub-test is in exactly one.
    pub blocks: Vec<Block>,
    /// The categories in which a blind candidate gets the blind minutes of each block. Elsewhere a blind
    /// candidate has the ordinary time.
    pub blind_categories: Vec<Category>,
    /// The categories that the year knows, each with its grade; at least one.
    pub categories: Vec<CategorySpec>,
    /// The position groups that the year knows.
    pub position_groups: Vec<PositionGroupSpec>,
    /// What decides between two candidates.
    pub order: Chain,
    /// How many go on; `None` where each event sets it.
    pub cut: Option<Cut>,
    /// How the codes of a list are printed.
    pub codes: Codes,
    /// Whether a candidate's end screen may say passed or failed. CPNS does not: the cut needs all sites.
    pub show_pass_fail: bool,
    /// What a late log-in gets.
    pub late_start: LateStart,
    /// How finely the live board may show a running candidate.
    pub board: BoardPolicy,
    /// How SKD and SKB become the final score; `None` where the exam has no second stage.
    pub integration: Option<Integration>,
}

/// One sub-test.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubTestSpec {
    /// `twk`, `tiu`, …
    pub code: SubTest,
    /// The name for people.
    pub label: Label,
    /// How many items a paper has of it.
    pub items: u32,
    /// What an item can give.
    pub points: ItemPoints,
}

/// A category of formations.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CategorySpec {
    /// `umum`, `cumlaude`, …
    pub code: Category,
    /// The name for people.
    pub label: Label,
    /// What its candidates must reach.
    pub grade: Grade,
}

/// A group of positions whose grade stands in for that of some categories.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PositionGroupSpec {
    /// `medis`, `pelaut`, …
    pub code: PositionGroup,
    /// The name for people.
    pub label: Label,
    /// What its candidates must reach.
    pub grade: Grade,
    /// The categories whose grade this one replaces. Others keep theirs: a disabled doctor keeps the
    /// grade of `disabilitas` (domain, SKD).
    pub replaces: Vec<Category>,
}

impl Policy {
    /// The most points this sub-test can give.
    #[must_use]
    pub fn max(&self, sub_test: usize) -> Points {
        self.sub_tests
            .get(sub_test)
            .map_or(Points(0), SubTestSpec::max)
    }

    /// The most points all sub-tests together can give.
    #[must_use]
    pub fn max_total(&self) -> Points {
        self.sub_tests.iter().map(SubTestSpec::max).sum()
    }

    /// The index of a sub-test in this policy's order.
    #[must_use]
    pub fn sub_test(&self, code: &str) -> Option<usize> {
        self.sub_tests
            .iter()
            .position(|spec| spec.code.as_str() == code)
    }

    /// `total` or the sub-test's code; empty for a measure of another policy.
    #[must_use]
    pub fn measure_name(&self, measure: Measure) -> &str {
        match measure {
            Measure::Total => "total",
            Measure::SubTest(index) => self
                .sub_tests
                .get(index)
                .map_or("", |spec| spec.code.as_str()),
        }
    }

    /// The grade that a formation's candidates must reach.
    ///
    /// # Errors
    /// The year does not know the category or the position group.
    pub fn grade(&self, category: &str, group: Option<&str>) -> Result<&Grade, GradeError> {
        let mut categories = self.categories.iter();
        let category = categories
            .find(|spec| spec.code.as_str() == category)
            .ok_or(GradeError::UnknownCategory)?;
        let Some(group) = group else {
            return Ok(&category.grade);
        };
        let mut groups = self.position_groups.iter();
        let group = groups
            .find(|spec| spec.code.as_str() == group)
            .ok_or(GradeError::UnknownPositionGroup)?;
        if group.replaces.contains(&category.code) {
            Ok(&group.grade)
        } else {
            Ok(&category.grade)
        }
    }

    /// Whether this total can come from answering the sub-test: the check of what people type in. Ranking
    /// itself takes any points.
    ///
    /// # Errors
    /// What is wrong with the number.
    pub fn check_score(&self, sub_test: usize, score: i64) -> Result<Points, ScoreFault> {
        let spec = self
            .sub_tests
            .get(sub_test)
            .ok_or(ScoreFault::UnknownSubTest)?;
        spec.points.check(spec.items, score)
    }

    /// A sheet of these totals, in the policy's order of sub-tests. `None` if their number is another or
    /// one is out of range.
    #[must_use]
    pub fn sheet(&self, totals: &[Points]) -> Option<Sheet> {
        Sheet::new(totals).filter(|_| totals.len() == self.sub_tests.len())
    }

    /// The minutes of a timed block for a candidate of this category; 0 for a block that is not there.
    #[must_use]
    pub fn minutes(&self, block: usize, category: &Category, blind: bool) -> u32 {
        let extra = blind && self.blind_categories.contains(category);
        self.blocks
            .get(block)
            .map_or(0, |block| match block.blind_minutes {
                Some(minutes) if extra => minutes,
                _ => block.minutes,
            })
    }
}

impl SubTestSpec {
    /// The most points it can give: every item at its best.
    #[must_use]
    pub fn max(&self) -> Points {
        self.points.max(self.items)
    }
}

#[cfg(test)]
mod tests;
