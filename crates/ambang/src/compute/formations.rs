//! The table of formations.

use std::collections::HashMap;

use scoring::{Grade, GradeError, Policy};
use tabular::{Column, Faults, Row, Table, clip};

const COLUMNS: &[Column<'_>] = &[
    Column::required("code"),
    Column::required("category"),
    Column::required("position_group"),
    Column::required("quota"),
    Column::required("position"),
    Column::required("qualification"),
    Column::required("location"),
    Column::optional("agency"),
];
const CODE: usize = 0;
const CATEGORY: usize = 1;
const POSITION_GROUP: usize = 2;
const QUOTA: usize = 3;

/// No formation has more seats; a greater number is a slip of the keyboard.
const QUOTA_MAX: u32 = 1_000_000;

/// One formation as far as the cut needs it.
pub(super) struct Formation<'p> {
    pub(super) code: String,
    pub(super) grade: &'p Grade,
    pub(super) quota: u32,
}

/// The formations in the order of the file.
#[derive(Default)]
pub(super) struct Formations<'p> {
    pub(super) list: Vec<Formation<'p>>,
    /// Every code that was read with its line and its index in `list`; rows with faults have their code
    /// here too, so that their candidates are not called strangers.
    codes: HashMap<String, (u64, Option<usize>)>,
}

impl<'p> Formations<'p> {
    /// Reads the table; `None` if it cannot be read as one. Faults of rows leave those rows out of the list.
    pub(super) fn read(
        name: &str,
        bytes: &[u8],
        policy: &'p Policy,
        faults: &mut Faults,
    ) -> Option<Self> {
        let mut table = match Table::read(name, bytes, COLUMNS) {
            Ok(table) => table,
            Err(found) => {
                faults.append(found);
                return None;
            }
        };
        let mut formations = Self::default();
        let mut rows = 0_u64;
        while let Some(row) = table.next_row(faults) {
            rows += 1;
            formations.add(&row, policy, faults);
        }
        if rows == 0 && faults.is_empty() {
            faults.push(table.fault("the table has no rows"));
        }
        Some(formations)
    }

    fn add(&mut self, row: &Row<'_>, policy: &'p Policy, faults: &mut Faults) {
        let grade = grade(row, policy, faults);
        let quota = quota(row, faults);
        let code = row.cell(CODE);
        if code.is_empty() {
            faults.push(row.fault(CODE, "the code is missing"));
            return;
        }
        if let Some((line, _)) = self.codes.get(code) {
            let reason = format!("the formation {} is already on line {line}", clip(code));
            faults.push(row.fault(CODE, reason));
            return;
        }
        let sound = grade.zip(quota);
        let index = sound.map(|_| self.list.len());
        self.codes.insert(code.to_owned(), (row.line(), index));
        self.list.extend(sound.map(|(grade, quota)| Formation {
            code: code.to_owned(),
            grade,
            quota,
        }));
    }

    /// `None` for a code that the file does not have; an index only for a row without faults.
    pub(super) fn index(&self, code: &str) -> Option<Option<usize>> {
        self.codes.get(code).map(|(_, index)| *index)
    }
}

fn grade<'p>(row: &Row<'_>, policy: &'p Policy, faults: &mut Faults) -> Option<&'p Grade> {
    let category = row.cell(CATEGORY);
    let group = Some(row.cell(POSITION_GROUP)).filter(|group| !group.is_empty());
    if category.is_empty() {
        faults.push(row.fault(CATEGORY, "the category is missing"));
    } else if policy.grade(category, None).is_err() {
        let known = policy.categories.iter().map(|spec| spec.code.as_str());
        let reason = unknown("category", category, policy, known);
        faults.push(row.fault(CATEGORY, reason));
    }
    // Judged with a category that is there, so that both cells of a row can be named at once.
    let any = policy
        .categories
        .first()
        .map_or("", |spec| spec.code.as_str());
    if policy.grade(any, group) == Err(GradeError::UnknownPositionGroup) {
        let known = policy.position_groups.iter().map(|spec| spec.code.as_str());
        let reason = unknown("position group", group.unwrap_or_default(), policy, known);
        faults.push(row.fault(POSITION_GROUP, reason));
    }
    policy.grade(category, group).ok()
}

fn unknown<'a>(
    what: &str,
    text: &str,
    policy: &Policy,
    known: impl Iterator<Item = &'a str>,
) -> String {
    let known: Vec<_> = known.collect();
    let known = if known.is_empty() {
        "it knows none".to_owned()
    } else {
        format!("it knows {}", known.join(", "))
    };
    format!(
        "{} does not know the {what} {}; {known}",
        policy.name,
        clip(text)
    )
}

fn quota(row: &Row<'_>, faults: &mut Faults) -> Option<u32> {
    let text = row.cell(QUOTA);
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let quota = text
        .parse()
        .ok()
        .filter(|quota| digits && (1..=QUOTA_MAX).contains(quota));
    if quota.is_none() {
        let reason = format!(
            "a quota is a whole number from 1 to {QUOTA_MAX}, not {}",
            clip(text)
        );
        faults.push(row.fault(QUOTA, reason));
    }
    quota
}
