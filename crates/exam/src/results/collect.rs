//! All attempts of a selection, replayed sitting by sitting.

use std::collections::HashMap;

use futures::future::join_all;
use lexicon::{ApplicationId, Digest, FormId, SelectionId};
use scoring::Policy;
use session::{Room, RoomStatus, Status};

use super::Progress;
use super::difference::Difference;
use super::evidence::{Facts, Ledger, examine};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{ApplicationRow, FormationRow, SeatSummary, SelectionRow, SittingRow};
use crate::staff::selections::{load, policy_of};

/// Journals that are read at the same time.
const AT_ONCE: usize = 32;

/// A selection with what is proved of its attempts.
pub(super) struct Collected {
    pub(super) selection: SelectionRow,
    pub(super) policy: Policy,
    pub(super) formations: Vec<FormationRow>,
    /// By participant number.
    pub(super) applications: Vec<ApplicationRow>,
    /// The attempt that counts of each application; none of who was never seated.
    pub(super) facts: HashMap<ApplicationId, Facts>,
    pub(super) differences: Vec<Difference>,
}

/// Which sittings may be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Their minutes are signed: nothing moves any more.
    Sealed,
    /// Whatever they are.
    Any,
}

/// Replays every journal of a selection.
///
/// # Errors
/// [`ExamError::SittingOpen`] for a sitting that is not yet what `need` asks for.
pub(super) async fn collect(
    app: &App,
    selection: SelectionId,
    need: Need,
    progress: Progress<'_>,
) -> Result<Collected, ExamError> {
    let row = load(app, selection).await?;
    let policy = policy_of(&row)?;
    let sittings = app.store.sittings(selection).await?;
    let sealed = |sitting: &SittingRow| sitting.status == RoomStatus::Sealed;
    if need == Need::Sealed && !sittings.iter().all(sealed) {
        return Err(ExamError::SittingOpen);
    }
    let applications = app.store.applications(selection).await?;
    let mut reader = Reader {
        app,
        commitments: HashMap::new(),
        facts: HashMap::new(),
        differences: Vec::new(),
        done: 0,
        of: applications.len(),
        progress,
    };
    for sitting in &sittings {
        reader.sitting(sitting).await?;
    }
    Ok(Collected {
        selection: row,
        policy,
        formations: app.store.formations(selection).await?,
        applications,
        facts: reader.facts,
        differences: reader.differences,
    })
}

struct Reader<'a> {
    app: &'a App,
    commitments: HashMap<FormId, Digest>,
    facts: HashMap<ApplicationId, Facts>,
    differences: Vec<Difference>,
    done: usize,
    of: usize,
    progress: Progress<'a>,
}

impl Reader<'_> {
    async fn sitting(&mut self, sitting: &SittingRow) -> Result<(), ExamError> {
        let id = sitting.id;
        let list = self.app.store.seats_of(id).await?;
        let list = list.ok_or(ExamError::NotFound("sitting"))?;
        let room = Room::decode(&list.room.state)
            .map_err(|_| ExamError::Internal(format!("room of sitting {id}")))?;
        let entries = self.app.store.ledger(id).await?;
        let (ledger, differences) = Ledger::replay(id, &room, &entries);
        self.differences.extend(differences);
        for seats in list.seats.chunks(AT_ONCE) {
            let journals = seats
                .iter()
                .map(|seat| self.app.store.journal(seat.seat.id));
            for (seat, journal) in seats.iter().zip(join_all(journals).await) {
                self.seat(seat, &ledger, &journal?).await?;
            }
            self.done += seats.len();
            (self.progress)(self.done, self.of.max(self.done));
        }
        Ok(())
    }

    async fn seat(
        &mut self,
        seat: &SeatSummary,
        ledger: &Ledger,
        journal: &[Vec<u8>],
    ) -> Result<(), ExamError> {
        let row = &seat.seat;
        let form = self
            .app
            .forms
            .get(&*self.app.store, row.form, row.variant)
            .await?;
        let commitment = self.commitment(row.form).await?;
        let (facts, differences) = examine(seat, &form, &commitment, ledger, journal);
        self.differences.extend(differences);
        if let Some(facts) = facts.filter(|facts| facts.status != Status::Voided) {
            self.facts.insert(row.application, facts);
        }
        Ok(())
    }

    async fn commitment(&mut self, form: FormId) -> Result<Digest, ExamError> {
        if let Some(known) = self.commitments.get(&form) {
            return Ok(*known);
        }
        let row = self.app.store.form(form).await?;
        let row = row.ok_or(ExamError::NotFound("form"))?;
        self.commitments.insert(form, row.commitment);
        Ok(row.commitment)
    }
}
