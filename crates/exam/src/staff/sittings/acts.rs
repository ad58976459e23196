//! What has been done in a sitting: what, by whom, when and why.

use std::collections::{HashMap, HashSet};

use lexicon::{AttemptId, Instant, Millis, SittingId, UserId};
use serde::Serialize;
use serde_json::Value;
use session::{LedgerEntry, PauseReason, RoomAct, Sanction};

use super::authorised;
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{AuditRow, SittingRow};
use crate::staff::{Caller, Permission};

/// Acts that are told, at most; the latest.
const TOLD_MAX: usize = 200;
/// Entries of one kind that are looked through in the log of all sittings; the latest.
const LOOKED_MAX: u32 = 500;
/// No desk opens earlier before the planned begin, nor before an earlier opening.
const DESK_BEFORE: Millis = Millis::from_mins(12 * 60);

/// Acts on a seat that stand in no sitting's ledger.
const ON_SEATS: [&str; 10] = [
    "seat.paused",
    "seat.interrupted",
    "seat.resumed",
    "seat.released",
    "seat.incident",
    "seat.granted",
    "seat.ended",
    "seat.absent",
    "seat.recalled",
    "seat.pin_reissued",
];

/// A process of the fleet could not record while others went on: what the log of all sittings says of it.
const CUT_OFF: &str = "process.cut_off";
/// A seat that time had ended before that process was back.
const ENDED_MEANWHILE: &str = "process.cut_off.ended";

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActView {
    /// When it was received.
    pub at: Instant,
    /// By whom, as the name stands on documents; none where the server acted by itself.
    pub by: Option<String>,
    /// A stable token, as in the log of staff acts: `room.paused`, `seat.granted`.
    pub act: &'static str,
    /// On which seat; none for the whole room.
    pub attempt: Option<AttemptId>,
    /// In the officer's words; empty where none were asked for.
    pub reason: String,
    /// With `room.paused`: what has stopped the time.
    pub cause: Option<PauseReason>,
    /// With `seat.granted`: how much.
    pub length_ms: Option<Millis>,
    /// With an incident, or where a process was cut off: its first instant.
    pub from: Option<Instant>,
    /// With the same: the instant after its last.
    pub to: Option<Instant>,
}

/// The acts of a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SittingActs {
    /// The latest 200, the latest first. Who was checked in is none of them.
    pub acts: Vec<ActView>,
    /// Whether these are all.
    pub complete: bool,
}

/// What has been done in a sitting. For the room, and decisions on a candidate, its ledger tells; for other acts on a
/// seat the log of staff acts.
///
/// # Errors
/// [`ExamError::NotFound`], [`ExamError::Forbidden`].
pub async fn acts(app: &App, caller: &Caller, id: SittingId) -> Result<SittingActs, ExamError> {
    let row = authorised(app, caller, Permission::WatchSitting, id).await?;
    let mut told = Told::default();
    for bytes in app.store.ledger(id).await? {
        let entry = LedgerEntry::decode(&bytes)
            .map_err(|_| ExamError::Internal(format!("ledger of sitting {id}")))?;
        told.room(entry);
    }
    let since = told.earliest(&row) - DESK_BEFORE;
    let list = app.store.seats_of(id).await?;
    let list = list.ok_or(ExamError::NotFound("sitting"))?;
    let seats: HashMap<String, AttemptId> = list
        .seats
        .iter()
        .map(|seat| (seat.seat.id.to_string(), seat.seat.id))
        .collect();
    for act in ON_SEATS {
        let rows = app.store.acts_since(act, since, LOOKED_MAX).await?;
        told.complete &= rows.len() < LOOKED_MAX as usize;
        for row in rows {
            if let Some(attempt) = seats.get(&row.entry.subject) {
                told.seat(act, *attempt, &row);
            }
        }
    }
    let rows = app.store.acts_since(CUT_OFF, since, LOOKED_MAX).await?;
    told.complete &= rows.len() < LOOKED_MAX as usize;
    let own = id.to_string();
    for row in rows.iter().filter(|row| row.entry.subject == own) {
        told.cut_off(row, &seats);
    }
    let names = names(app, &told.acts).await?;
    Ok(told.latest(&names))
}

async fn names(
    app: &App,
    acts: &[(Option<UserId>, ActView)],
) -> Result<HashMap<UserId, String>, ExamError> {
    let officers: HashSet<UserId> = acts.iter().filter_map(|(by, _)| *by).collect();
    let mut names = HashMap::new();
    for id in officers {
        if let Some(user) = app.store.user(id).await? {
            names.insert(id, user.full_name);
        }
    }
    Ok(names)
}

struct Told {
    acts: Vec<(Option<UserId>, ActView)>,
    complete: bool,
}

impl Default for Told {
    fn default() -> Self {
        Self {
            acts: Vec::new(),
            complete: true,
        }
    }
}

impl Told {
    fn room(&mut self, entry: LedgerEntry) {
        let mut view = act(entry.at, token(entry.act));
        view.reason = entry.reason;
        match entry.act {
            RoomAct::Pause { reason, .. } => view.cause = Some(reason),
            RoomAct::Incident { from, to } => (view.from, view.to) = (Some(from), Some(to)),
            RoomAct::Sanction { attempt, .. } => view.attempt = Some(attempt),
            _ => {}
        }
        self.acts.push((entry.by, view));
    }

    fn seat(&mut self, token: &'static str, attempt: AttemptId, row: &AuditRow) {
        let detail: Value = serde_json::from_str(&row.entry.detail).unwrap_or_default();
        let number = |name: &str| detail.get(name).and_then(Value::as_i64);
        let reason = detail.get("reason").and_then(Value::as_str);
        let view = ActView {
            attempt: Some(attempt),
            reason: reason.unwrap_or_default().to_owned(),
            length_ms: number("length_ms").map(Millis),
            from: number("from").map(Instant),
            to: number("to").map(Instant),
            ..act(row.entry.at, token)
        };
        self.acts.push((row.entry.by, view));
    }

    /// The time is given back by then, but for the seats that are named.
    fn cut_off(&mut self, row: &AuditRow, seats: &HashMap<String, AttemptId>) {
        let detail: Value = serde_json::from_str(&row.entry.detail).unwrap_or_default();
        let instant = |name: &str| detail.get(name).and_then(Value::as_i64).map(Instant);
        let stretch = |token, attempt| ActView {
            attempt,
            from: instant("from"),
            to: instant("to"),
            ..act(row.entry.at, token)
        };
        let ended = detail.get("ended").and_then(Value::as_array);
        let ended = ended.into_iter().flatten().filter_map(Value::as_str);
        let ended = ended.filter_map(|attempt| seats.get(attempt));
        let ended = ended.map(|attempt| stretch(ENDED_MEANWHILE, Some(*attempt)));
        let all = ended.chain([stretch(CUT_OFF, None)]);
        self.acts.extend(all.map(|view| (row.entry.by, view)));
    }

    /// Before the first act on the room nothing was done on a seat but at the desk.
    fn earliest(&self, row: &SittingRow) -> Instant {
        let first = self.acts.iter().map(|(_, act)| act.at).min();
        first.map_or(row.starts, |first| first.min(row.starts))
    }

    fn latest(mut self, names: &HashMap<UserId, String>) -> SittingActs {
        self.acts.sort_by_key(|(_, act)| core::cmp::Reverse(act.at));
        self.complete &= self.acts.len() <= TOLD_MAX;
        self.acts.truncate(TOLD_MAX);
        let named = self.acts.into_iter().map(|(by, act)| ActView {
            by: by.map(|id| names.get(&id).cloned().unwrap_or_else(|| id.to_string())),
            ..act
        });
        SittingActs {
            acts: named.collect(),
            complete: self.complete,
        }
    }
}

const fn act(at: Instant, act: &'static str) -> ActView {
    ActView {
        at,
        by: None,
        act,
        attempt: None,
        reason: String::new(),
        cause: None,
        length_ms: None,
        from: None,
        to: None,
    }
}

const fn token(act: RoomAct) -> &'static str {
    match act {
        RoomAct::Open => "room.opened",
        RoomAct::Pause { .. } => "room.paused",
        RoomAct::Resume => "room.resumed",
        RoomAct::Incident { .. } => "room.incident",
        RoomAct::Release => "room.released",
        RoomAct::Close => "room.closed",
        RoomAct::Seal => "room.sealed",
        RoomAct::Sanction { sanction, .. } => match sanction {
            Sanction::Warned => "seat.warned",
            Sanction::Disqualified => "seat.disqualified",
            Sanction::Cancelled => "seat.cancelled",
            Sanction::Voided => "seat.voided",
        },
    }
}
