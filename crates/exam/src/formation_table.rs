//! The table of formations, as offices keep it: its columns, and what a cell may say under a policy. The server's
//! import and the offline calculator read it by the same rules.

use lexicon::{Category, PositionGroup};
use scoring::Policy;
use tabular::{Column, Faults, Row, clip};

/// The columns, found by these headers in any order.
pub const COLUMNS: &[Column<'_>] = &[
    Column::required("code"),
    Column::required("category"),
    Column::required("position_group"),
    Column::required("quota"),
    Column::required("position"),
    Column::required("qualification"),
    Column::required("location"),
    Column::optional("agency"),
];
/// Index of the formation's code in [`COLUMNS`], and of the others below.
pub const CODE: usize = 0;
/// Index of the category.
pub const CATEGORY: usize = 1;
/// Index of the position group; its cell may be empty.
pub const POSITION_GROUP: usize = 2;
/// Index of the quota.
pub const QUOTA: usize = 3;
/// Index of the position.
pub const POSITION: usize = 4;
/// Index of the qualification.
pub const QUALIFICATION: usize = 5;
/// Index of the location.
pub const LOCATION: usize = 6;
/// Index of the agency or unit, which may be missing.
pub const AGENCY: usize = 7;

/// No formation has more seats; a greater number is a slip of the keyboard.
const QUOTA_MAX: u32 = 1_000_000;

/// A policy, and how faults call it.
#[derive(Clone, Copy, Debug)]
pub struct Under<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// Its name, or `the policy`.
    pub called: &'p str,
}

impl<'p> Under<'p> {
    /// The category that a row names; what is wrong with its cell goes to `faults`.
    pub fn category(self, row: &Row<'_>, faults: &mut Faults) -> Option<&'p Category> {
        let cell = row.cell(CATEGORY);
        let known = self.policy.categories.iter().map(|spec| &spec.code);
        let found = known.clone().find(|code| code.as_str() == cell);
        if cell.is_empty() {
            faults.push(row.fault(CATEGORY, "the category is missing"));
        } else if found.is_none() {
            let reason = self.unknown("category", cell, known.map(Category::as_str));
            faults.push(row.fault(CATEGORY, reason));
        }
        found
    }

    /// The position group that a row names, if its cell is not empty; `None` when that is wrong.
    pub fn position_group(
        self,
        row: &Row<'_>,
        faults: &mut Faults,
    ) -> Option<Option<&'p PositionGroup>> {
        let cell = row.cell(POSITION_GROUP);
        if cell.is_empty() {
            return Some(None);
        }
        let known = self.policy.position_groups.iter().map(|spec| &spec.code);
        let found = known.clone().find(|code| code.as_str() == cell);
        if found.is_none() {
            let reason = self.unknown("position group", cell, known.map(PositionGroup::as_str));
            faults.push(row.fault(POSITION_GROUP, reason));
        }
        found.map(Some)
    }

    fn unknown<'a>(self, what: &str, cell: &str, known: impl Iterator<Item = &'a str>) -> String {
        let known: Vec<&str> = known.collect();
        let known = if known.is_empty() {
            "it knows none".to_owned()
        } else {
            format!("it knows {}", known.join(", "))
        };
        let (called, cell) = (self.called, clip(cell));
        format!("{called} does not know the {what} {cell}; {known}")
    }
}

/// The quota of a row, at least 1.
pub fn quota(row: &Row<'_>, faults: &mut Faults) -> Option<u32> {
    let cell = row.cell(QUOTA);
    // A number's parser takes a sign too.
    let digits = cell.bytes().all(|byte| byte.is_ascii_digit());
    let quota = cell
        .parse()
        .ok()
        .filter(|quota| digits && (1..=QUOTA_MAX).contains(quota));
    if quota.is_none() {
        let cell = clip(cell);
        let reason = format!("a quota is a whole number from 1 to {QUOTA_MAX}, not {cell}");
        faults.push(row.fault(QUOTA, reason));
    }
    quota
}

/// Names a code that stands twice: on an earlier line, or already in the selection.
pub fn doubled(row: &Row<'_>, earlier: Option<u64>, faults: &mut Faults) {
    let place = match earlier {
        Some(line) => format!("on line {line}"),
        None => "in the selection".to_owned(),
    };
    let code = clip(row.cell(CODE));
    faults.push(row.fault(CODE, format!("the formation {code} is already {place}")));
}

#[cfg(test)]
mod tests {
    use tabular::Table;

    use super::*;

    /// What is wrong with one row, as `column: reason`.
    fn faults_of(cells: &str) -> Vec<String> {
        let policy = scoring::preset("cpns-2021").unwrap().unwrap();
        let under = Under {
            policy: &policy,
            called: "the policy",
        };
        let text = format!(
            "code,category,position_group,quota,position,qualification,location\n{cells},P,Q,L\n"
        );
        let mut faults = Faults::default();
        let mut table = Table::read("f.csv", text.as_bytes(), COLUMNS).unwrap();
        while let Some(row) = table.next_row(&mut faults) {
            under.category(&row, &mut faults);
            under.position_group(&row, &mut faults);
            quota(&row, &mut faults);
        }
        let kept = faults.kept().iter();
        kept.map(|fault| format!("{}: {}", fault.column, fault.reason))
            .collect()
    }

    #[test]
    fn sound_rows_have_no_faults() {
        assert_eq!(faults_of("F1,umum,,1"), Vec::<String>::new());
        assert_eq!(faults_of("F1,umum,medis,1000000"), Vec::<String>::new());
    }

    #[test]
    fn each_cell_is_judged_by_itself() {
        let told = faults_of("F1,jauh,dekat,0");
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].starts_with("category: the policy does not know the category"));
        assert!(told[0].contains("umum"), "{}", told[0]);
        assert!(told[1].starts_with("position_group: the policy does not know the position group"));
        assert!(told[1].contains("medis"), "{}", told[1]);
        assert!(told[2].starts_with("quota: a quota is a whole number from 1 to 1000000, not"));
        assert_eq!(faults_of("F1,,,1"), ["category: the category is missing"]);
        for quota in ["", "+1", "-1", "1.0", "1000001", "x"] {
            assert_eq!(faults_of(&format!("F1,umum,,{quota}")).len(), 1, "{quota}");
        }
    }
}
