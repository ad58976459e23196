//! The table of formations.

use std::collections::HashMap;

use exam::formation_table::{CODE, COLUMNS, Under, doubled, quota};
use lexicon::PositionGroup;
use scoring::{Grade, Policy};
use tabular::{Faults, Row, Table};

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
            doubled(row, Some(*line), faults);
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

/// The grade of a row's category and position group; both cells are judged, so that both can be named at once.
fn grade<'p>(row: &Row<'_>, policy: &'p Policy, faults: &mut Faults) -> Option<&'p Grade> {
    let under = Under {
        policy,
        called: &policy.name,
    };
    let category = under.category(row, faults);
    let group = under.position_group(row, faults);
    let group = group?.map(PositionGroup::as_str);
    policy.grade(category?.as_str(), group).ok()
}
