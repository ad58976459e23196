//! Acts for a whole room.

use futures::future::join_all;
use lexicon::{AttemptId, Instant, SittingId, UserId};
use serde_json::json;
use session::{
    Command, PauseReason, Refusal, Room, RoomAct, RoomRefusal, RoomStatus, StaffAct, Status,
};

use super::audit::entry;
use super::sittings::authorised;
use super::{Caller, Permission};
use crate::app::App;
use crate::error::ExamError;

/// Absences in one go; the recorder makes one commit of them.
const ABSENT_AT_ONCE: usize = 256;

/// What is asked for a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoomOrder {
    /// Papers are served from now on.
    Open,
    /// Time stands still.
    Pause {
        /// In the officer's words.
        reason: String,
    },
    /// Time goes on: ends every open pause, those after an outage included.
    Resume,
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
            Self::Open => "room.opened",
            Self::Pause { .. } => "room.paused",
            Self::Resume => "room.resumed",
            Self::Release { .. } => "room.released",
            Self::Incident { .. } => "room.incident",
            Self::Close { .. } => "room.closed",
            Self::Seal => "room.sealed",
        }
    }

    fn into_act(self, now: Instant) -> (RoomAct, String) {
        match self {
            Self::Open => (RoomAct::Open, String::new()),
            Self::Pause { reason } => {
                let pause = RoomAct::Pause {
                    reason: PauseReason::Proctor,
                    from: now,
                };
                (pause, reason)
            }
            Self::Resume => (RoomAct::Resume, String::new()),
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
    authorised(app, caller, needs, sitting).await?;
    let by = caller.named()?;
    if let RoomOrder::Close { reason } = &order {
        mark_absent(app, by, sitting, reason.trim()).await?;
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
        return Err(ExamError::Invalid {
            field: "reason",
            reason: format!(
                "{waiting} who have checked in have not opened their paper; the close records them as absent: say why"
            ),
        });
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
        act: StaffAct::Absent,
    };
    let answer = app.recorder.seat(seat, command, app.clock.now()).await?;
    match answer.reply {
        // Whoever started or was marked in the meantime: the close itself says so if it matters.
        Ok(_) | Err(Refusal::Status(_)) => Ok(()),
        Err(refusal) => Err(refusal.into()),
    }
}
