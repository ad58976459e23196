//! A sitting as desk and proctor see it.

use std::collections::HashMap;

use lexicon::{AttemptId, Instant, Millis, ParticipantNo, SelectionId, SittingId};
use serde::Serialize;
use session::{
    Attempt, LedgerEntry, PauseReason, Phase, Room, RoomAct, RoomStatus, Span, Status, Stop,
    StopKind,
};

use super::authorised;
use super::standing::{Counters, Standing, count, standing};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{SeatSummary, SittingRow};
use crate::recorder::{relevant, set_backs};
use crate::staff::selections::load;
use crate::staff::{Caller, Permission, Place};
use crate::upkeep::{ClockStep, clock_steps, decode_contacts};

/// A sitting in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SittingSummary {
    /// Its id.
    pub id: SittingId,
    /// Name on screens.
    pub name: String,
    /// Site and room.
    pub place: String,
    /// Planned begin.
    pub starts: Instant,
    /// Where it stands.
    pub status: RoomStatus,
}

impl From<&SittingRow> for SittingSummary {
    fn from(row: &SittingRow) -> Self {
        Self {
            id: row.id,
            name: row.name.clone(),
            place: row.place.clone(),
            starts: row.starts,
            status: row.status,
        }
    }
}

/// A stretch in which the server was away while the sitting was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OutageView {
    /// Its first instant.
    pub from: Instant,
    /// The instant after its last.
    pub to: Option<Instant>,
}

/// A jump of the server's wall clock while the sitting was open: the time that is judged did not follow it. Whether
/// it is worth an incident is the proctor's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClockStepView {
    /// When it was seen, at most some seconds after it happened.
    pub at: Instant,
    /// How far, in milliseconds, forward if positive.
    pub by_ms: i64,
}

/// A stretch whose commits the store has lost, in a failover to a standby that did not have them. Pages complete what
/// candidates sent; what staff did then is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SetBackView {
    /// The last commit that is there.
    pub from: Instant,
    /// The last one that is known to be lost.
    pub to: Instant,
}

/// A pause of a room that lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoomPauseView {
    /// Since when time stands still.
    pub since: Instant,
    /// Why, without doublings.
    pub reasons: Vec<PauseReason>,
    /// In the words of the officer who paused it; none where the server acted by itself.
    pub words: Option<String>,
}

/// A sitting with its seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SittingView {
    /// As in a list.
    #[serde(flatten)]
    pub summary: SittingSummary,
    /// Of which selection.
    pub selection: SelectionId,
    /// Whether time stands still for the whole room.
    pub paused: bool,
    /// Since when and why, while it does.
    pub pause: Option<RoomPauseView>,
    /// When papers began to be served.
    pub opened: Option<Instant>,
    /// Outages since then.
    pub outages: Vec<OutageView>,
    /// Steps of the wall clock since then, until the close; the latest hundred at most.
    pub clock_steps: Vec<ClockStepView>,
    /// What the store has lost, as it was seen since then.
    pub set_backs: Vec<SetBackView>,
    /// The server's time.
    pub now: Instant,
    /// How many candidates are where.
    pub counters: Counters,
    /// Its seats, by place, then participant number.
    pub seats: Vec<SeatView>,
}

/// A seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeatView {
    /// The attempt.
    pub attempt: AttemptId,
    /// Whose.
    pub participant_no: ParticipantNo,
    /// The candidate's name.
    pub name: String,
    /// Workstation or chair, may be empty.
    pub place: String,
    /// Where it stands.
    pub status: Status,
    /// The same in the words of desk and proctor.
    pub standing: Standing,
    /// Disqualified, whatever the status.
    pub disqualified: bool,
    /// Warnings given.
    pub warnings: u8,
    /// Items with an answer.
    pub answered: usize,
    /// Items of the paper.
    pub items: usize,
    /// Epoch of the lease; 0 before the first log-in.
    pub epoch: u32,
    /// When its time ends, while time runs.
    pub deadline: Option<Instant>,
    /// Whether its time stands still.
    pub paused: bool,
    /// What it will have at least when time goes on, while it stands still.
    pub remaining_ms: Option<Millis>,
    /// Last sign of its page, as far as known.
    pub last_contact: Option<Instant>,
    /// Whether another device may take the lease.
    pub released: bool,
    /// Answers that its page has repeated, since the server had lost them.
    pub rebased: u32,
    /// Rises with every change of its time by an officer, the room's included, and with every warning.
    pub revision: u32,
}

/// The sittings of a selection that the caller may see, by planned begin.
///
/// # Errors
/// [`ExamError::NotFound`]; [`ExamError::Forbidden`] for who may see none.
pub async fn sittings(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
) -> Result<Vec<SittingSummary>, ExamError> {
    load(app, selection).await?;
    let rows = app.store.sittings(selection).await?;
    let sees = |place| caller.may(Permission::ReadSelection, place);
    let all = sees(Place::Selection(selection));
    let visible: Vec<SittingSummary> = rows
        .iter()
        .filter(|row| all || sees(Place::Sitting(selection, row.id)))
        .map(SittingSummary::from)
        .collect();
    if visible.is_empty() && !all {
        return Err(ExamError::Forbidden);
    }
    Ok(visible)
}

/// A sitting with its seats.
///
/// # Errors
/// [`ExamError::NotFound`], [`ExamError::Forbidden`].
pub async fn sitting(app: &App, caller: &Caller, id: SittingId) -> Result<SittingView, ExamError> {
    let row = authorised(app, caller, Permission::WatchSitting, id).await?;
    view_of(app, &row).await
}

/// When each seat was last heard: from the boards, and where they say nothing as it was noted last.
async fn last_contacts(
    app: &App,
    sitting: SittingId,
) -> Result<HashMap<AttemptId, Instant>, ExamError> {
    if let Ok(contacts) = app.live.contacts(sitting).await {
        return Ok(contacts.into_iter().collect());
    }
    let noted = app.store.contacts(sitting).await?;
    let noted = noted.and_then(|bytes| decode_contacts(&bytes));
    Ok(noted.unwrap_or_default().into_iter().collect())
}

/// A sitting with its seats, for whoever is entitled to it.
pub(crate) async fn view_of(app: &App, row: &SittingRow) -> Result<SittingView, ExamError> {
    let id = row.id;
    let list = app.store.seats_of(id).await?;
    let list = list.ok_or(ExamError::NotFound("sitting"))?;
    let room = Room::decode(&list.room.state)
        .map_err(|_| ExamError::Internal(format!("room of sitting {id}")))?;
    let outages = match room.opened {
        Some(opened) => app.store.outages_since(opened).await?,
        None => Vec::new(),
    };
    let outages = relevant(&outages, &room);
    let runs = list.seats.iter().any(|seat| seat.status == Status::Running);
    // A reopened attempt runs on after the close.
    let clock_steps = steps(app, &room, room.closed.filter(|_| !runs)).await?;
    let pause = pause(app, id, &room).await?;
    let contacts = last_contacts(app, id).await?;
    let watch = Watch {
        room: &room,
        outages,
        contacts: &contacts,
        now: app.clock.now(),
    };
    let seats: Result<Vec<SeatView>, ExamError> =
        list.seats.iter().map(|seat| watch.seat(seat)).collect();
    let seats = seats?;
    Ok(SittingView {
        summary: SittingSummary {
            status: room.status,
            ..SittingSummary::from(row)
        },
        selection: row.selection,
        paused: room.is_paused(),
        pause,
        opened: room.opened,
        outages: outages
            .iter()
            .map(|span| OutageView {
                from: span.from,
                to: span.to,
            })
            .collect(),
        clock_steps,
        set_backs: lost(app, &room).await?,
        now: watch.now,
        counters: count(&seats),
        seats,
    })
}

/// The open pauses of a room. Only then the ledger is read, for the officer's words.
async fn pause(
    app: &App,
    sitting: SittingId,
    room: &Room,
) -> Result<Option<RoomPauseView>, ExamError> {
    let open = room.pauses.iter().filter(|pause| pause.span.to.is_none());
    let Some(since) = open.clone().map(|pause| pause.span.from).min() else {
        return Ok(None);
    };
    let mut reasons: Vec<PauseReason> = Vec::new();
    for pause in open {
        if !reasons.contains(&pause.reason) {
            reasons.push(pause.reason);
        }
    }
    let mut words = None;
    for bytes in app.store.ledger(sitting).await? {
        let entry = LedgerEntry::decode(&bytes)
            .map_err(|_| ExamError::Internal(format!("ledger of sitting {sitting}")))?;
        match entry.act {
            RoomAct::Pause { .. } if entry.by.is_some() => words = Some(entry.reason),
            RoomAct::Resume => words = None,
            _ => {}
        }
    }
    Ok(Some(RoomPauseView {
        since,
        reasons,
        words,
    }))
}

async fn steps(
    app: &App,
    room: &Room,
    until: Option<Instant>,
) -> Result<Vec<ClockStepView>, ExamError> {
    let Some(opened) = room.opened else {
        return Ok(Vec::new());
    };
    let steps = clock_steps(&*app.store, opened, until).await?;
    let view = |step: ClockStep| ClockStepView {
        at: step.at,
        by_ms: step.by.0,
    };
    Ok(steps.into_iter().map(view).collect())
}

async fn lost(app: &App, room: &Room) -> Result<Vec<SetBackView>, ExamError> {
    let Some(opened) = room.opened else {
        return Ok(Vec::new());
    };
    let spans = set_backs(&*app.store, opened).await?.into_iter();
    let views = spans.filter_map(|span| {
        Some(SetBackView {
            from: span.from,
            to: span.to?,
        })
    });
    Ok(views.collect())
}

/// What a seat is seen against.
struct Watch<'a> {
    room: &'a Room,
    outages: &'a [Span],
    contacts: &'a HashMap<AttemptId, Instant>,
    now: Instant,
}

impl Watch<'_> {
    fn seat(&self, row: &SeatSummary) -> Result<SeatView, ExamError> {
        let id = row.seat.id;
        let attempt = Attempt::decode(&row.seat.state)
            .map_err(|_| ExamError::Internal(format!("row of attempt {id}")))?;
        let (deadline, remaining_ms) = self.time(&attempt);
        let mut seat = SeatView {
            attempt: id,
            participant_no: row.participant_no,
            name: row.name.clone(),
            place: row.place.clone(),
            status: attempt.status,
            standing: Standing::NotArrived,
            disqualified: attempt.disqualified,
            warnings: attempt.warnings,
            answered: attempt.answers.answered(),
            items: attempt.answers.len(),
            epoch: attempt.epoch,
            deadline,
            paused: remaining_ms.is_some(),
            remaining_ms,
            last_contact: self.contacts.get(&id).copied(),
            released: self.released(&attempt),
            rebased: attempt.rebased,
            revision: session::revision(&attempt, self.room),
        };
        seat.standing = standing(&seat, self.now);
        Ok(seat)
    }

    /// Deadline while time runs, time left while it stands still.
    fn time(&self, attempt: &Attempt) -> (Option<Instant>, Option<Millis>) {
        if attempt.status != Status::Running {
            return (None, None);
        }
        let outages = self.outages.iter().map(|span| Stop {
            span: *span,
            kind: StopKind::Outage,
        });
        let clock = attempt.clockwork(self.room.stops().chain(outages));
        match clock.map(|clock| clock.phase(self.now)) {
            Some(Phase::Running { deadline } | Phase::TimeUp { deadline }) => {
                (Some(deadline), None)
            }
            Some(Phase::Paused { remaining, .. }) => (None, Some(remaining)),
            None => (None, None),
        }
    }

    fn released(&self, attempt: &Attempt) -> bool {
        let by_room = attempt.lease.is_some_and(|lease| {
            self.room
                .released
                .is_some_and(|released| released >= lease.since)
        });
        attempt.released.is_some() || by_room
    }
}
