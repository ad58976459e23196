//! The raw journal as NDJSON, for auditors: key, answers, ledgers and uptime included.
//!
//! Lines come in chunks of bounded size, made when they are asked for. http: `GET …/journal`.

mod events;
mod lines;

use std::collections::VecDeque;

use lexicon::{FormId, Instant, SelectionId, SittingId};
use serde_json::{Value, json};
use session::{Attempt, Room, RoomStatus, Status};

use crate::app::App;
use crate::error::ExamError;
use crate::ports::{FormationRow, SeatSummary, SelectionRow, SittingRow};
use crate::staff::audit::entry;
use crate::staff::selections::load;
use crate::staff::{Caller, Permission, Place};

/// A chunk is given out when it has grown to this.
const CHUNK_LEN: usize = 64 * 1024;

/// An export that is being taken.
pub struct Export {
    selection: SelectionRow,
    formations: Vec<FormationRow>,
    since: Instant,
    steps: VecDeque<Step>,
    lines: u64,
    buffer: Vec<u8>,
}

enum Step {
    Selection,
    Form(FormId),
    Sitting(SittingRow),
    Uptime,
    Attempts(SittingId),
    Attempt(Box<SeatSummary>),
    End,
}

/// Begins an export. It shows the key of every form, so it is refused while anybody sits one of them.
///
/// # Errors
/// [`ExamError::SittingOpen`].
pub async fn export_journal(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
) -> Result<Export, ExamError> {
    caller.authorise(Permission::ExportJournal, Place::Selection(selection))?;
    let row = load(app, selection).await?;
    let sittings = app.store.sittings(selection).await?;
    let mut since: Option<Instant> = None;
    for sitting in &sittings {
        let opened = check_over(app, sitting).await?;
        since = [since, opened].into_iter().flatten().min();
    }
    let now = app.clock.now();
    let audit = entry(now, caller, "journal.exported", selection, &json!({}));
    app.store.audit(&audit).await?;
    let forms = app.store.forms(selection).await?;
    let ids: Vec<SittingId> = sittings.iter().map(|sitting| sitting.id).collect();
    let mut steps = VecDeque::from([Step::Selection]);
    steps.extend(forms.into_iter().rev().map(|form| Step::Form(form.id)));
    steps.extend(sittings.into_iter().map(Step::Sitting));
    steps.push_back(Step::Uptime);
    steps.extend(ids.into_iter().map(Step::Attempts));
    steps.push_back(Step::End);
    Ok(Export {
        formations: app.store.formations(selection).await?,
        selection: row,
        since: since.unwrap_or(now),
        steps,
        lines: 0,
        buffer: Vec::new(),
    })
}

/// Refuses a sitting that is open, or closed with reopened attempts still running. When it was opened, if ever.
async fn check_over(app: &App, sitting: &SittingRow) -> Result<Option<Instant>, ExamError> {
    if sitting.status == RoomStatus::Open {
        return Err(ExamError::SittingOpen);
    }
    if sitting.status == RoomStatus::Planned {
        return Ok(None);
    }
    let list = app.store.seats_of(sitting.id).await?;
    let list = list.ok_or(ExamError::NotFound("sitting"))?;
    if list.seats.iter().any(|seat| seat.status == Status::Running) {
        return Err(ExamError::SittingOpen);
    }
    let room = Room::decode(&list.room.state)
        .map_err(|_| ExamError::Internal(format!("room of sitting {}", sitting.id)))?;
    Ok(room.opened)
}

impl Export {
    /// The next lines, each ended by a line feed; `None` after the last.
    ///
    /// # Errors
    /// When the store does not answer; the export is then void.
    pub async fn next(&mut self, app: &App) -> Result<Option<Vec<u8>>, ExamError> {
        while self.buffer.len() < CHUNK_LEN {
            let Some(step) = self.steps.pop_front() else {
                break;
            };
            self.take(app, step).await?;
        }
        let chunk = core::mem::take(&mut self.buffer);
        Ok((!chunk.is_empty()).then_some(chunk))
    }

    async fn take(&mut self, app: &App, step: Step) -> Result<(), ExamError> {
        match step {
            Step::Selection => {
                let line = lines::selection(&self.selection, &self.formations);
                self.put(&line);
            }
            Step::Form(id) => {
                let row = app.store.form(id).await?;
                let row = row.ok_or(ExamError::NotFound("form"))?;
                self.put(&lines::form(&row)?);
            }
            Step::Sitting(row) => self.sitting(app, &row).await?,
            Step::Uptime => self.uptime(app).await?,
            Step::Attempts(id) => {
                let list = app.store.seats_of(id).await?;
                let seats = list.map_or_else(Vec::new, |list| list.seats);
                for seat in seats.into_iter().rev() {
                    self.steps.push_front(Step::Attempt(Box::new(seat)));
                }
            }
            Step::Attempt(seat) => self.attempt(app, &seat).await?,
            Step::End => {
                let lines = self.lines + 1;
                self.put(&json!({ "kind": "end", "lines": lines }));
            }
        }
        Ok(())
    }

    fn put(&mut self, line: &Value) {
        self.lines += 1;
        self.buffer.extend_from_slice(line.to_string().as_bytes());
        self.buffer.push(b'\n');
    }

    async fn sitting(&mut self, app: &App, row: &SittingRow) -> Result<(), ExamError> {
        let list = app.store.seats_of(row.id).await?;
        let seats = list.map_or_else(Vec::new, |list| list.seats);
        self.put(&lines::sitting(row, &seats));
        let ledger = app.store.ledger(row.id).await?;
        for (pos, bytes) in (1_u32..).zip(&ledger) {
            self.put(&lines::ledger(row.id, pos, bytes));
        }
        Ok(())
    }

    async fn uptime(&mut self, app: &App) -> Result<(), ExamError> {
        for row in app.store.uptime_since(self.since).await? {
            self.put(&lines::uptime(&row));
        }
        for span in app.store.outages_since(self.since).await? {
            self.put(&json!({ "kind": "outage", "from": span.from, "to": span.to }));
        }
        Ok(())
    }

    async fn attempt(&mut self, app: &App, seat: &SeatSummary) -> Result<(), ExamError> {
        let row = &seat.seat;
        let attempt = Attempt::decode(&row.state)
            .map_err(|_| ExamError::Internal(format!("row of attempt {}", row.id)))?;
        let form = app.forms.get(&*app.store, row.form, row.variant).await?;
        let commitment = app.store.form(row.form).await?.map(|form| form.commitment);
        let commitment = commitment.ok_or(ExamError::NotFound("form"))?;
        let formation = self
            .formations
            .iter()
            .find(|known| known.id == row.formation);
        let formation = formation.map_or("", |formation| formation.code.as_str());
        let line = lines::attempt(seat, &attempt, &form, &commitment, formation);
        self.put(&line);
        let journal = app.store.journal(row.id).await?;
        for (pos, bytes) in (1_u32..).zip(&journal) {
            self.put(&lines::event(row.id, pos, bytes));
        }
        for stray in app.store.strays_of(row.id).await? {
            self.put(&lines::stray(row.id, &stray));
        }
        Ok(())
    }
}
