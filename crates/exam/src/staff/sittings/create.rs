//! A new sitting with its seats: who, on which form, with which seed and how much time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use lexicon::{
    AttemptId, Category, Digest, FormId, FormationId, Instant, Millis, ParticipantNo, SelectionId,
    SittingId,
};
use question_bank::Variant;
use scoring::{LateStart, Policy};
use serde::Serialize;
use serde_json::json;
use session::{Attempt, Room, RoomStatus, genesis};

use crate::app::App;
use crate::error::{ExamError, ImportFault};
use crate::forms::LoadedForm;
use crate::ports::{ApplicationRow, NewSeat, NewSitting, SittingRow};
use crate::staff::audit::entry;
use crate::staff::selections::{load, policy_of};
use crate::staff::text::{NAME_LEN_MAX, invalid, line, optional_line};
use crate::staff::{Caller, Permission, Place};

/// Seats of one sitting, at most: several times a big site.
const SEATS_MAX: usize = 5_000;
/// Forms over which one sitting rotates, at most.
const FORMS_MAX: usize = 50;
/// No block is longer: 12 hours.
const BLOCK_MAX: Millis = Millis(12 * 3_600_000);
/// The year 2200: a planned begin beyond it is a slip.
const STARTS_MAX: Instant = Instant(7_258_118_400_000);
/// Name of a workstation or chair.
const PLACE_LEN_MAX: usize = 50;

/// A sitting to be made.
#[derive(Clone, Debug)]
pub struct NewSittingRequest {
    /// Name on screens, such as "Sesi 1".
    pub name: String,
    /// Site and room.
    pub place: String,
    /// Planned begin.
    pub starts: Instant,
    /// The forms, over which the papers rotate.
    pub forms: Vec<FormId>,
    /// Time of each block in place of the policy's minutes (rehearsals).
    pub block_ms: Option<Vec<Millis>>,
    /// The same for whoever the policy gives the longer time; without it they have `block_ms`.
    pub blind_block_ms: Option<Vec<Millis>>,
    /// Who sits.
    pub seats: Vec<NewSeatRequest>,
}

/// A seat to be made.
#[derive(Clone, Debug)]
pub struct NewSeatRequest {
    /// Whose.
    pub participant_no: ParticipantNo,
    /// Name of the workstation or chair, may be empty.
    pub place: String,
}

/// A sitting that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SittingCreated {
    /// Its id.
    pub id: SittingId,
    /// How many seats it has.
    pub seats: usize,
}

/// Makes a sitting with its seats.
///
/// # Errors
/// [`ExamError::Faults`] with every seat that cannot be made (lines count the seats from 1),
/// [`ExamError::Exists`] when a candidate has a seat elsewhere already, [`ExamError::Invalid`].
pub async fn create_sitting(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    new: NewSittingRequest,
) -> Result<SittingCreated, ExamError> {
    caller.authorise(Permission::MakeSittings, Place::Selection(selection))?;
    let policy = policy_of(&load(app, selection).await?)?;
    let lengths = Lengths::check(&policy, &new)?;
    let now = app.clock.now();
    let row = SittingRow {
        id: SittingId(app.rng.row_id(now)),
        selection,
        name: line("name", &new.name, NAME_LEN_MAX)?,
        place: line("place", &new.place, NAME_LEN_MAX)?,
        starts: new.starts,
        late_start_until_end: policy.late_start == LateStart::SittingEnd,
        status: RoomStatus::Planned,
    };
    if !(Instant(0)..=STARTS_MAX).contains(&new.starts) {
        return Err(invalid("starts", "milliseconds since 1970, UTC"));
    }
    let papers = Papers::load(app, selection, &new.forms).await?;
    let seats = Seats {
        app,
        selection,
        categories: categories(app, selection).await?,
        papers,
        policy,
        lengths,
        now,
    };
    let seats = seats.all(&new.seats).await?;
    let room = Room::planned(genesis(row.id.as_bytes(), &Digest::default()));
    let made = SittingCreated {
        id: row.id,
        seats: seats.len(),
    };
    let detail = json!({
        "name": row.name, "place": row.place, "starts": row.starts, "forms": new.forms,
        "seats": made.seats, "block_ms": new.block_ms, "blind_block_ms": new.blind_block_ms,
    });
    let audit = entry(now, caller, "sitting.created", row.id, &detail);
    let new = NewSitting {
        sitting: row,
        room: room.encode(),
        seats,
    };
    app.store.create_sitting(&new, &audit).await?;
    Ok(made)
}

async fn categories(
    app: &App,
    selection: SelectionId,
) -> Result<HashMap<FormationId, Category>, ExamError> {
    let rows = app.store.formations(selection).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.category)).collect())
}

/// Time per block in place of the policy's.
struct Lengths {
    usual: Option<Vec<Millis>>,
    blind: Option<Vec<Millis>>,
}

impl Lengths {
    fn check(policy: &Policy, new: &NewSittingRequest) -> Result<Self, ExamError> {
        let blocks = policy.blocks.len();
        for (field, lengths) in [
            ("block_ms", &new.block_ms),
            ("blind_block_ms", &new.blind_block_ms),
        ] {
            let Some(lengths) = lengths else { continue };
            let sound = |length: &Millis| (Millis(1)..=BLOCK_MAX).contains(length);
            if lengths.len() != blocks || !lengths.iter().all(sound) {
                let reason = format!("{blocks} lengths, each from 1 to {} ms", BLOCK_MAX.0);
                return Err(invalid(field, reason));
            }
        }
        Ok(Self {
            usual: new.block_ms.clone(),
            blind: new.blind_block_ms.clone(),
        })
    }

    /// The entitlement of one candidate, block by block. Only blindness in a category that the policy
    /// names gives the longer time.
    fn of(&self, policy: &Policy, category: &Category, blind: bool) -> Vec<Millis> {
        let longer = blind && policy.blind_categories.contains(category);
        let given = match (&self.usual, &self.blind) {
            (_, Some(blind)) if longer => Some(blind),
            (usual, _) => usual.as_ref(),
        };
        match given {
            Some(lengths) => lengths.clone(),
            None => (0..policy.blocks.len())
                .map(|block| Millis::from_mins(policy.minutes(block, category, blind).into()))
                .collect(),
        }
    }
}

/// A form of the sitting with both its papers.
struct Paper {
    id: FormId,
    commitment: Digest,
    standard: Arc<LoadedForm>,
    /// `None` where the form has pictures without replacements.
    blind: Option<Arc<LoadedForm>>,
}

struct Papers(Vec<Paper>);

impl Papers {
    async fn load(app: &App, selection: SelectionId, ids: &[FormId]) -> Result<Self, ExamError> {
        let distinct: HashSet<&FormId> = ids.iter().collect();
        if ids.is_empty() || ids.len() > FORMS_MAX || distinct.len() != ids.len() {
            return Err(invalid(
                "forms",
                format!("1 to {FORMS_MAX} different forms"),
            ));
        }
        let mut papers = Vec::with_capacity(ids.len());
        for id in ids {
            let row = app.store.form(*id).await?;
            let row = row.filter(|row| row.selection == selection);
            let row = row.ok_or(ExamError::NotFound("form"))?;
            let standard = app.forms.get(&*app.store, *id, Variant::Standard).await?;
            let blind = if standard.locked.offers(Variant::Blind) {
                Some(app.forms.get(&*app.store, *id, Variant::Blind).await?)
            } else {
                None
            };
            papers.push(Paper {
                id: *id,
                commitment: row.commitment,
                standard,
                blind,
            });
        }
        Ok(Self(papers))
    }

    /// Papers rotate over the forms by seat.
    fn of(&self, seat: usize) -> Option<&Paper> {
        self.0.get(seat.checked_rem(self.0.len())?)
    }
}

struct Seats<'a> {
    app: &'a App,
    selection: SelectionId,
    categories: HashMap<FormationId, Category>,
    papers: Papers,
    policy: Policy,
    lengths: Lengths,
    now: Instant,
}

impl Seats<'_> {
    /// Every seat, or every reason why not.
    async fn all(&self, asked: &[NewSeatRequest]) -> Result<Vec<NewSeat>, ExamError> {
        if asked.is_empty() || asked.len() > SEATS_MAX {
            return Err(invalid(
                "seats",
                format!("a sitting has 1 to {SEATS_MAX} seats"),
            ));
        }
        let mut seats = Vec::with_capacity(asked.len());
        let mut faults = Vec::new();
        let mut known = HashSet::new();
        for (index, seat) in asked.iter().enumerate() {
            let made = if known.insert(seat.participant_no) {
                self.one(index, seat).await?
            } else {
                Err("the candidate has a seat above".to_owned())
            };
            match made {
                Ok(seat) => seats.push(seat),
                Err(reason) => faults.push(ImportFault {
                    file: "seats".to_owned(),
                    line: index as u64 + 1,
                    column: "participant_no".to_owned(),
                    reason: format!("{}: {reason}", seat.participant_no),
                }),
            }
        }
        if faults.is_empty() {
            Ok(seats)
        } else {
            Err(ExamError::Faults(faults))
        }
    }

    async fn one(
        &self,
        index: usize,
        seat: &NewSeatRequest,
    ) -> Result<Result<NewSeat, String>, ExamError> {
        let found = self
            .app
            .store
            .application_by_number(seat.participant_no)
            .await?;
        let application = match found {
            Some((selection, application)) if selection == self.selection => application,
            _ => {
                return Ok(Err(
                    "there is no such candidate in this selection".to_owned()
                ));
            }
        };
        let place = optional_line("place", &seat.place, PLACE_LEN_MAX)?;
        Ok(self.make(index, &application, place))
    }

    fn make(
        &self,
        index: usize,
        application: &ApplicationRow,
        place: String,
    ) -> Result<NewSeat, String> {
        let category = self
            .categories
            .get(&application.formation)
            .ok_or("the candidate's formation is gone")?;
        let paper = self.papers.of(index).ok_or("there is no form")?;
        let (variant, form) = if application.blind {
            let form = paper.blind.as_ref().ok_or(
                "the candidate is blind, and the form has pictures without replacements; \
                 import more items without pictures and lock another form",
            )?;
            (Variant::Blind, form)
        } else {
            (Variant::Standard, &paper.standard)
        };
        let id = AttemptId(self.app.rng.row_id(self.now));
        let blocks = self.lengths.of(&self.policy, category, application.blind);
        let start = genesis(id.as_bytes(), &paper.commitment);
        let state = Attempt::assigned(&blocks, &form.points, start).encode();
        Ok(NewSeat {
            id,
            application: application.id,
            form: paper.id,
            variant,
            seed: self.app.rng.bytes32(),
            place,
            state,
        })
    }
}
