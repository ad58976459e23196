//! What every reply tells the page: never guessed, always derived.

use lexicon::{Instant, Millis};
use serde::{Deserialize, Serialize};

use crate::account::Phase;
use crate::attempt::{Attempt, Status};
use crate::command::Surroundings;
use crate::room::RoomStatus;

/// Where the page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewPhase {
    /// Logged in; the sitting is not open or the paper not yet asked for.
    Waiting,
    /// The paper can be asked for.
    Open,
    /// Time runs.
    Running,
    /// Time stands still.
    Paused,
    /// The deadline has passed; the end is near.
    TimeUp,
    /// Over.
    Finished,
    /// Absent, cancelled, voided, or disqualified before the start.
    Gone,
}

/// Why an attempt does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetAside {
    /// Did not come, or never opened the paper.
    Absent,
    /// Annulled by the committee.
    Cancelled,
    /// Disqualified, before the start, during the run or after it.
    Disqualified,
    /// Another attempt has taken its place.
    Voided,
}

impl SetAside {
    /// Why `attempt` does not count; nothing while it does.
    #[must_use]
    pub const fn of(attempt: &Attempt) -> Option<Self> {
        match attempt.status {
            Status::Absent => Some(Self::Absent),
            Status::Cancelled => Some(Self::Cancelled),
            Status::Voided => Some(Self::Voided),
            _ if attempt.disqualified => Some(Self::Disqualified),
            Status::Assigned | Status::Present | Status::Running | Status::Finished => None,
        }
    }
}

/// The state that rides in every reply to a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Where the page stands.
    pub phase: ViewPhase,
    /// Why the attempt does not count; nothing while it does.
    pub set_aside: Option<SetAside>,
    /// Epoch in force.
    pub epoch: u32,
    /// Last sequence number that has a verdict.
    pub last_seq: u32,
    /// Index of the block that runs, or ran last.
    pub block: u8,
    /// The end of the entitlement on the server's clock, while time runs or just after.
    pub deadline: Option<Instant>,
    /// Time left on the account.
    pub remaining: Option<Millis>,
    /// Rises with every change that can move the deadline.
    pub time_revision: u32,
    /// The server's time.
    pub now: Instant,
}

impl View {
    /// The state of `attempt` at `now`.
    #[must_use]
    pub fn of(attempt: &Attempt, around: Surroundings<'_>, now: Instant) -> Self {
        let (phase, deadline, remaining) = match attempt.status {
            Status::Finished => (ViewPhase::Finished, None, None),
            Status::Absent | Status::Cancelled | Status::Voided => (ViewPhase::Gone, None, None),
            Status::Assigned | Status::Present if attempt.disqualified => {
                (ViewPhase::Gone, None, None)
            }
            Status::Assigned | Status::Present => (waiting(around), None, None),
            Status::Running => running(attempt, around, now),
        };
        let outages = u32::try_from(around.outages.len()).unwrap_or(u32::MAX);
        Self {
            phase,
            set_aside: SetAside::of(attempt),
            epoch: attempt.epoch,
            last_seq: attempt.last_seq,
            block: u8::try_from(attempt.block_index()).unwrap_or(u8::MAX),
            deadline,
            remaining,
            time_revision: attempt.time_changes + around.room.pos + outages,
            now,
        }
    }
}

fn waiting(around: Surroundings<'_>) -> ViewPhase {
    if around.room.status == RoomStatus::Open && !around.room.is_paused() {
        ViewPhase::Open
    } else {
        ViewPhase::Waiting
    }
}

fn running(
    attempt: &Attempt,
    around: Surroundings<'_>,
    now: Instant,
) -> (ViewPhase, Option<Instant>, Option<Millis>) {
    match around.clockwork(attempt).map(|clock| clock.phase(now)) {
        Some(Phase::Running { deadline }) => {
            (ViewPhase::Running, Some(deadline), Some(deadline - now))
        }
        Some(Phase::Paused { remaining, .. }) => (ViewPhase::Paused, None, Some(remaining)),
        Some(Phase::TimeUp { deadline }) => (ViewPhase::TimeUp, Some(deadline), Some(Millis::ZERO)),
        None => (ViewPhase::Waiting, None, None),
    }
}
