//! A proctor's acts on one seat, and the committee's decisions on one candidate.

use lexicon::{AttemptId, Instant, Millis, SittingId};
use serde_json::json;
use session::{Command, StaffAct, View};

use super::audit::entry;
use super::desk::seat;
use super::sittings::authorised;
use super::text::{self, invalid};
use super::{Caller, Permission};
use crate::app::App;
use crate::error::ExamError;

/// Less is no time, and more a slip of the finger.
const GRANT_MIN: Millis = Millis::from_secs(1);
const GRANT_MAX: Millis = Millis::from_mins(8 * 60);

/// What is asked for a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatOrder {
    /// Time stands still.
    Pause,
    /// The run is interrupted, to go on another time.
    Interrupt,
    /// Time goes on.
    Resume,
    /// Another device may take the lease.
    Release,
    /// Time is given back for a stretch that is over.
    Incident {
        /// Its first instant.
        from: Instant,
        /// The instant after its last.
        to: Instant,
    },
    /// Time on top of the running block.
    Grant {
        /// How much.
        length: Millis,
        /// [`super::SeatView::revision`] of the seat as the officer saw it: two grants on the same sight are one too
        /// many.
        seen: u32,
    },
    /// The attempt is ended.
    End,
    /// A warning.
    Warn {
        /// As with a grant.
        seen: u32,
    },
    /// Marked absent.
    Absent,
    /// Not absent after all, until the sitting is closed.
    Recall,
    /// Disqualified (DIS).
    Disqualify,
    /// Annulled (TMS).
    Cancel,
    /// Replaced by a new attempt: the candidate may have another seat.
    Void,
}

impl SeatOrder {
    const fn needs(self) -> Permission {
        match self {
            Self::Disqualify | Self::Cancel | Self::Void => Permission::Sanction,
            _ => Permission::ActOnSeat,
        }
    }

    /// The token in the log.
    const fn act(self) -> &'static str {
        match self {
            Self::Pause => "seat.paused",
            Self::Interrupt => "seat.interrupted",
            Self::Resume => "seat.resumed",
            Self::Release => "seat.released",
            Self::Incident { .. } => "seat.incident",
            Self::Grant { .. } => "seat.granted",
            Self::End => "seat.ended",
            Self::Warn { .. } => "seat.warned",
            Self::Absent => "seat.absent",
            Self::Recall => "seat.recalled",
            Self::Disqualify => "seat.disqualified",
            Self::Cancel => "seat.cancelled",
            Self::Void => "seat.voided",
        }
    }

    fn check(self) -> Result<(), ExamError> {
        match self {
            Self::Grant { length, .. } if !(GRANT_MIN..=GRANT_MAX).contains(&length) => {
                Err(invalid("length_ms", "a grant is 1 second to 8 hours long"))
            }
            _ => Ok(()),
        }
    }

    const fn staff_act(self) -> StaffAct {
        match self {
            Self::Pause => StaffAct::Pause,
            Self::Interrupt => StaffAct::Interrupt,
            Self::Resume => StaffAct::Resume,
            Self::Release => StaffAct::Release,
            Self::Incident { from, to } => StaffAct::Incident { from, to },
            Self::Grant { length, .. } => StaffAct::Grant { length },
            Self::End => StaffAct::End,
            Self::Warn { .. } => StaffAct::Warn,
            Self::Absent => StaffAct::Absent,
            Self::Recall => StaffAct::Recall,
            Self::Disqualify => StaffAct::Disqualify,
            Self::Cancel => StaffAct::Cancel,
            Self::Void => StaffAct::Void,
        }
    }

    /// What the officer saw, where the act must not rest on anything else.
    const fn seen(self) -> Option<u32> {
        match self {
            Self::Grant { seen, .. } | Self::Warn { seen } => Some(seen),
            _ => None,
        }
    }
}

/// Does what is asked for a seat; the result is its state after it.
///
/// # Errors
/// [`ExamError::Refused`] when the attempt's state forbids it, the reason is missing, or somebody has acted on the seat
/// since it was seen.
pub async fn act_on_seat(
    app: &App,
    caller: &Caller,
    (sitting, attempt): (SittingId, AttemptId),
    order: SeatOrder,
    reason: &str,
) -> Result<View, ExamError> {
    authorised(app, caller, order.needs(), sitting).await?;
    order.check()?;
    let by = caller.named()?;
    let seat = seat(app, sitting, attempt).await?;
    let reason = text::reason(reason)?;
    let detail = match order {
        SeatOrder::Grant { length, .. } => json!({ "reason": reason, "length_ms": length }),
        SeatOrder::Incident { from, to } => json!({ "reason": reason, "from": from, "to": to }),
        _ => json!({ "reason": reason }),
    };
    let command = Command::Staff {
        by,
        reason,
        seen: order.seen(),
        act: order.staff_act(),
    };
    let now = app.clock.now();
    let to = (sitting, seat.id);
    let answer = app.recorder.seat(to, command, now).await?;
    answer.reply?;
    let audit = entry(now, caller, order.act(), seat.id, &detail);
    app.store.audit(&audit).await?;
    Ok(answer.view)
}
