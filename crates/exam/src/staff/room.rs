//! Acts for a whole room.

use futures::future::join_all;
use lexicon::{AttemptId, Instant, Millis, SittingId, UserId};
use serde_json::json;
use session::{
    Command, PauseReason, Refusal, Room, RoomAct, RoomRefusal, RoomStatus, StaffAct, Status,
};

use super::audit::entry;
use super::sittings::authorised;
use super::text::{self, invalid};
use super::{Caller, Permission};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::SittingRow;

/// Absences in one go; the recorder makes one commit of them.
const ABSENT_AT_ONCE: usize = 256;
/// A room may be opened so long before its planned begin without a word.
const EARLY_MAX: Millis = Millis::from_mins(15);

/// What is asked for a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoomOrder {
    /// Papers are served from now on.
    Open {
        /// In the officer's words; must be there when it is well before the planned begin.
        reason: String,
    },
    /// Time stands still.
    Pause {
        /// In the officer's words.
        reason: String,
    },
    /// Time goes on: ends every open pause, those after an outage included.
    Resume {
        /// In the officer's words; may be empty.
        reason: String,
    },
    /// Every seat may go on at another device, once.
    Release {
        /// In the officer's words.
        reason: String,
    },
    /// Time is given back for a stretch that is over.
    Incident {
        /// In the officer's words.
        reason: String,
        /// Its first instant.
        from: Instant,
        /// The instant after its last.
        to: Instant,
    },
    /// The sitting is over. Who never started is marked absent.
    Close {
        /// In the officer's words; must be there when somebody has checked in who never started.
        reason: String,
    },
    /// The minutes are signed.
    Seal,
}

impl RoomOrder {
    /// The token in the log.
    const fn act(&self) -> &'static str {
        match self {
            Self::Open { .. } => "room.opened",
            Self::Pause { .. } => "room.paused",
            Self::Resume { .. } => "room.resumed",
            Self::Release { .. } => "room.released",
            Self::Incident { .. } => "room.incident",
            Self::Close { .. } => "room.closed",
            Self::Seal => "room.sealed",
        }
    }

    /// Nothing is done for words that cannot be kept.
    fn check_words(&self) -> Result<(), ExamError> {
        match self {
            Self::Open { reason }
            | Self::Pause { reason }
            | Self::Resume { reason }
            | Self::Release { reason }
            | Self::Incident { reason, .. }
            | Self::Close { reason } => text::reason(reason).map(drop),
            Self::Seal => Ok(()),
        }
    }

    fn into_act(self, now: Instant) -> (RoomAct, String) {
        match self {
            Self::Open { reason } => (RoomAct::Open, reason),
            Self::Pause { reason } => {
                let pause = RoomAct::Pause {
                    reason: PauseReason::Proctor,
                    from: now,
                };
                (pause, reason)
            }
            Self::Resume { reason } => (RoomAct::Resume, reason),
            Self::Release { reason } => (RoomAct::Release, reason),
            Self::Incident { reason, from, to } => (RoomAct::Incident { from, to }, reason),
            Self::Close { reason } => (RoomAct::Close, reason),
            Self::Seal => (RoomAct::Seal, String::new()),
        }
    }
}

/// Does what is asked for a room; the result is the room after it.
///
/// # Errors
/// [`ExamError::Room`] when the room's state forbids it: closing and sealing while attempts run, for one.
pub async fn act_on_room(
    app: &App,
    caller: &Caller,
    sitting: SittingId,
    order: RoomOrder,
) -> Result<Room, ExamError> {
    let needs = match order {
        RoomOrder::Seal => Permission::SealRoom,
        _ => Permission::RunRoom,
    };
    let row = authorised(app, caller, needs, sitting).await?;
    let by = caller.named()?;
    order.check_words()?;
    match &order {
        RoomOrder::Open { reason } => check_opening(app, &row, reason.trim())?,
        RoomOrder::Pause { .. } => check_pause(app, sitting).await?,
        RoomOrder::Close { reason } => mark_absent(app, by, sitting, reason.trim()).await?,
        _ => {}
    }
    let now = app.clock.now();
    let token = order.act();
    let (act, reason) = order.into_act(now);
    let reason = reason.trim().to_owned();
    let detail = json!({ "reason": reason, "act": act });
    let to = (Some(by), reason);
    let room = app.recorder.room(sitting, to, act, now).await?;
    let audit = entry(now, caller, token, sitting, &detail);
    app.store.audit(&audit).await?;
    Ok(room)
}

/// A room that is opened well before its hour serves papers that others are still to see: that has a reason, or is a
/// slip of the hand.
fn check_opening(app: &App, row: &SittingRow, reason: &str) -> Result<(), ExamError> {
    let early = row.starts - app.clock.now();
    if row.status != RoomStatus::Planned || early <= EARLY_MAX || !reason.is_empty() {
        return Ok(());
    }
    let minutes = early.0.div_euclid(60_000);
    Err(invalid(
        "reason",
        format!(
            "the sitting is planned to begin in {minutes} minutes; from its opening on papers are served: say why now"
        ),
    ))
}

/// In a closed room only reopened attempts can be paused.
async fn check_pause(app: &App, sitting: SittingId) -> Result<(), ExamError> {
    let list = app.store.seats_of(sitting).await?;
    let list = list.ok_or(ExamError::NotFound("sitting"))?;
    let status = Room::decode(&list.room.state)
        .map_err(|_| ExamError::Internal(format!("room of sitting {sitting}")))?
        .status;
    let runs = list.seats.iter().any(|seat| seat.status == Status::Running);
    if status == RoomStatus::Closed && !runs {
        return Err(RoomRefusal::Status(status).into());
    }
    Ok(())
}

/// Marks everybody absent who never opened the paper. Nothing is marked in a room that cannot be closed, nor without
/// a reason while somebody sits there who has not begun: to be absent is final.
async fn mark_absent(
    app: &App,
    by: UserId,
    sitting: SittingId,
    reason: &str,
) -> Result<(), ExamError> {
    let list = app.store.seats_of(sitting).await?;
    let list = list.ok_or(ExamError::NotFound("sitting"))?;
    let room = Room::decode(&list.room.state)
        .map_err(|_| ExamError::Internal(format!("room of sitting {sitting}")))?;
    if room.status != RoomStatus::Open {
        return Err(RoomRefusal::Status(room.status).into());
    }
    let with = |status: &[Status]| -> Vec<AttemptId> {
        let seats = list
            .seats
            .iter()
            .filter(|seat| status.contains(&seat.status));
        seats.map(|seat| seat.seat.id).collect()
    };
    let running = with(&[Status::Running]).len();
    if running > 0 {
        let running = u32::try_from(running).unwrap_or(u32::MAX);
        return Err(RoomRefusal::StillRunning(running).into());
    }
    let waiting = with(&[Status::Present]).len();
    if waiting > 0 && reason.is_empty() {
        return Err(invalid(
            "reason",
            format!(
                "{waiting} who have checked in have not opened their paper; the close records them as absent: say why"
            ),
        ));
    }
    for seats in with(&[Status::Assigned, Status::Present]).chunks(ABSENT_AT_ONCE) {
        let marks = seats.iter().map(|seat| absent(app, by, (sitting, *seat)));
        for marked in join_all(marks).await {
            marked?;
        }
    }
    Ok(())
}

async fn absent(app: &App, by: UserId, seat: (SittingId, AttemptId)) -> Result<(), ExamError> {
    let command = Command::Staff {
        by,
        reason: "did not start before the sitting was closed".to_owned(),
        seen: None,
        act: StaffAct::Absent,
    };
    let answer = app.recorder.seat(seat, command, app.clock.now()).await?;
    match answer.reply {
        // Whoever started or was marked in the meantime: the close itself says so if it matters.
        Ok(_) | Err(Refusal::Status(_)) => Ok(()),
        Err(refusal) => Err(refusal.into()),
    }
}
