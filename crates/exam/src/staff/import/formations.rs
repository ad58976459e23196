//! The table of formations.

use std::collections::HashMap;

use lexicon::{Category, FormationId, PositionGroup, SelectionId};
use scoring::Policy;
use serde_json::json;
use tabular::{Faults, Row, Table};

use super::{File, apart, text, unless_faulty};
use crate::app::App;
use crate::error::ExamError;
use crate::formation_table::{
    AGENCY, CODE, COLUMNS, LOCATION, POSITION, QUALIFICATION, Under, doubled, quota,
};
use crate::ports::FormationRow;
use crate::staff::audit::entry;
use crate::staff::selections::{load, policy_of};
use crate::staff::{Caller, Permission, Place};

/// Bounds in bytes: those of a published list.
const CODE_LEN_MAX: usize = 64;
const TEXT_LEN_MAX: usize = 400;

/// A formation as it was read; the id comes with the import.
struct Read {
    code: String,
    category: Category,
    position_group: Option<PositionGroup>,
    quota: u32,
    position: String,
    qualification: String,
    location: String,
    agency: String,
}

/// Adds the formations of a table to a selection; the result is how many. An empty agency is the selection's.
///
/// # Errors
/// [`ExamError::Faults`] with everything wrong in the table, codes that the selection has already included.
pub async fn import_formations(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    file: File,
) -> Result<usize, ExamError> {
    caller.authorise(Permission::ImportCandidates, Place::Selection(selection))?;
    file.check("formations")?;
    let row = load(app, selection).await?;
    let policy = policy_of(&row)?;
    let known = app.store.formations(selection).await?;
    let before = known.len();
    let name = file.name.clone();
    let read = apart(move || {
        let codes = known.into_iter().map(|row| row.code).collect();
        Reader::read(&file, &policy, codes)
    })
    .await?;
    let now = app.clock.now();
    let rows: Vec<FormationRow> = (before..)
        .zip(read)
        .map(|(ordinal, read)| FormationRow {
            id: FormationId(app.rng.row_id(now)),
            code: read.code,
            agency: if read.agency.is_empty() {
                row.agency.clone()
            } else {
                read.agency
            },
            position: read.position,
            qualification: read.qualification,
            location: read.location,
            category: read.category,
            position_group: read.position_group,
            quota: read.quota,
            ordinal: u32::try_from(ordinal).unwrap_or(u32::MAX),
        })
        .collect();
    let detail = json!({ "file": name, "rows": rows.len() });
    let audit = entry(now, caller, "formations.imported", selection, &detail);
    app.store
        .import_formations(selection, &rows, &audit)
        .await?;
    Ok(rows.len())
}

struct Reader<'a> {
    policy: &'a Policy,
    /// Codes with the line on which they stand; 0 for those of the store.
    codes: HashMap<String, u64>,
}

impl<'a> Reader<'a> {
    fn read(file: &File, policy: &'a Policy, known: Vec<String>) -> Result<Vec<Read>, ExamError> {
        let mut reader = Self {
            policy,
            codes: known.into_iter().map(|code| (code, 0)).collect(),
        };
        let mut faults = Faults::default();
        let mut found = Vec::new();
        match Table::read(&file.name, &file.bytes, COLUMNS) {
            Ok(mut table) => {
                while let Some(row) = table.next_row(&mut faults) {
                    found.extend(reader.row(&row, &mut faults));
                }
                if found.is_empty() && faults.is_empty() {
                    faults.push(table.fault("the table has no rows"));
                }
            }
            Err(unreadable) => faults.append(unreadable),
        }
        unless_faulty(found, &faults)
    }

    /// Every fault of the row is named.
    fn row(&mut self, row: &Row<'_>, faults: &mut Faults) -> Option<Read> {
        let code = self.code(row, faults);
        let under = Under {
            policy: self.policy,
            called: "the policy",
        };
        let category = under.category(row, faults);
        let group = under.position_group(row, faults);
        let quota = quota(row, faults);
        let position = text(row, POSITION, TEXT_LEN_MAX, faults);
        let qualification = text(row, QUALIFICATION, TEXT_LEN_MAX, faults);
        let location = text(row, LOCATION, TEXT_LEN_MAX, faults);
        let agency = match row.cell(AGENCY) {
            "" => Some(String::new()),
            _ => text(row, AGENCY, TEXT_LEN_MAX, faults),
        };
        Some(Read {
            code: code?,
            category: category?.clone(),
            position_group: group?.cloned(),
            quota: quota?,
            position: position?,
            qualification: qualification?,
            location: location?,
            agency: agency?,
        })
    }

    fn code(&mut self, row: &Row<'_>, faults: &mut Faults) -> Option<String> {
        let code = text(row, CODE, CODE_LEN_MAX, faults)?;
        let earlier = self.codes.get(&code).copied();
        match earlier {
            None => {
                self.codes.insert(code.clone(), row.line());
                Some(code)
            }
            Some(line) => {
                doubled(row, Some(line).filter(|line| *line > 0), faults);
                None
            }
        }
    }
}
