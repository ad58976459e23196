//! The table of candidates.

use std::collections::HashMap;

use lexicon::{ApplicationId, FormationId, ParticipantNo, SelectionId};
use serde_json::json;
use tabular::{Column, Faults, Row, Table, clip};

use super::{File, apart, text, unless_faulty};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::ApplicationRow;
use crate::rounded::Rounded;
use crate::staff::audit::entry;
use crate::staff::selections::load;
use crate::staff::{Caller, Permission, Place};

const COLUMNS: &[Column<'_>] = &[
    Column::required("participant_no"),
    Column::required("name"),
    Column::required("formation"),
    Column::optional("blind"),
];
const PARTICIPANT_NO: usize = 0;
const NAME: usize = 1;
const FORMATION: usize = 2;
const BLIND: usize = 3;

/// In bytes.
const NAME_LEN_MAX: usize = 400;

/// A candidate as they were read; the id comes with the import.
struct Read {
    participant_no: ParticipantNo,
    name: String,
    formation: FormationId,
    blind: bool,
}

/// Adds the candidates of a table to a selection; the result is how many.
///
/// # Errors
/// [`ExamError::Faults`] with everything wrong in the table, numbers that the selection has already included;
/// [`ExamError::Exists`] when a number belongs to another selection.
pub async fn import_candidates(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    file: File,
) -> Result<usize, ExamError> {
    caller.authorise(Permission::ImportCandidates, Place::Selection(selection))?;
    file.check("candidates")?;
    load(app, selection).await?;
    let formations = app.store.formations(selection).await?;
    let known = app.store.applications(selection).await?;
    let name = file.name.clone();
    let read = apart(move || {
        let reader = Reader {
            formations: formations
                .into_iter()
                .map(|row| (row.code, row.id))
                .collect(),
            lines: known
                .into_iter()
                .map(|row| (row.participant_no, 0))
                .collect(),
            rounded: Rounded::default(),
        };
        reader.read(&file)
    })
    .await?;
    let now = app.clock.now();
    let rows: Vec<ApplicationRow> = read
        .into_iter()
        .map(|read| ApplicationRow {
            id: ApplicationId(app.rng.row_id(now)),
            participant_no: read.participant_no,
            name: read.name,
            formation: read.formation,
            blind: read.blind,
        })
        .collect();
    let detail = json!({ "file": name, "rows": rows.len() });
    let audit = entry(now, caller, "candidates.imported", selection, &detail);
    app.store
        .import_applications(selection, &rows, &audit)
        .await?;
    Ok(rows.len())
}

struct Reader {
    formations: HashMap<String, FormationId>,
    /// Numbers with the line on which they stand; 0 for those of the store.
    lines: HashMap<ParticipantNo, u64>,
    rounded: Rounded,
}

impl Reader {
    fn read(mut self, file: &File) -> Result<Vec<Read>, ExamError> {
        let mut faults = Faults::default();
        let mut found = Vec::new();
        match Table::read(&file.name, &file.bytes, COLUMNS) {
            Ok(mut table) => {
                while let Some(row) = table.next_row(&mut faults) {
                    found.extend(self.row(&row, &mut faults));
                }
                if let Some(reason) = self.rounded.fault() {
                    faults.push(table.fault(reason));
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
        let participant_no = self.number(row, faults);
        let name = text(row, NAME, NAME_LEN_MAX, faults);
        let formation = self.formation(row, faults);
        let blind = blind(row, faults);
        Some(Read {
            participant_no: participant_no?,
            name: name?,
            formation: formation?,
            blind: blind?,
        })
    }

    fn number(&mut self, row: &Row<'_>, faults: &mut Faults) -> Option<ParticipantNo> {
        let cell = row.cell(PARTICIPANT_NO);
        let number: ParticipantNo = match cell.parse() {
            Ok(number) => number,
            Err(error) => {
                faults.push(row.fault(PARTICIPANT_NO, format!("{error}: {}", clip(cell))));
                return None;
            }
        };
        self.rounded.see(number);
        let earlier = self.lines.get(&number).copied();
        match earlier {
            None => {
                self.lines.insert(number, row.line());
                Some(number)
            }
            Some(line) => {
                faults.push(row.fault(PARTICIPANT_NO, doubled(cell, line)));
                None
            }
        }
    }

    fn formation(&self, row: &Row<'_>, faults: &mut Faults) -> Option<FormationId> {
        let cell = row.cell(FORMATION);
        let found = self.formations.get(cell).copied();
        if found.is_none() {
            let reason = format!("the selection has no formation {}", clip(cell));
            faults.push(row.fault(FORMATION, reason));
        }
        found
    }
}

fn blind(row: &Row<'_>, faults: &mut Faults) -> Option<bool> {
    let cell = row.cell(BLIND);
    match cell.to_lowercase().as_str() {
        "" | "tidak" | "no" | "0" => Some(false),
        "ya" | "yes" | "1" => Some(true),
        _ => {
            let reason = format!("write ya or leave the cell empty, not {}", clip(cell));
            faults.push(row.fault(BLIND, reason));
            None
        }
    }
}

/// A spreadsheet keeps 15 digits of a number, so that neighbours become equal and end in 00.
fn doubled(number: &str, line: u64) -> String {
    let place = match line {
        0 => "in the selection".to_owned(),
        line => format!("on line {line}"),
    };
    let mut reason = format!("the candidate is already {place}");
    if line > 0 && number.ends_with("00") {
        reason.push_str(
            "; if a spreadsheet has rounded the last two digits to 00, format the column as text and enter it again",
        );
    }
    reason
}
