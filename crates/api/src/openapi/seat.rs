//! Words of attempts and rooms: `session`'s enums in JSON, and the two unions of the answer path.

use utoipa::ToSchema;

use super::words::OpaqueId;

/// Where the candidate's page stands.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    /// Logged in; the sitting is not open.
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
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SetAside {
    /// Did not come, or never opened the paper.
    Absent,
    /// Annulled by the committee.
    Cancelled,
    /// Disqualified, before the start, during the run or after it.
    Disqualified,
    /// Another attempt has taken its place.
    Voided,
}

/// Where an attempt stands. Paused is not a status: a running attempt stands still while there is a reason.
#[derive(ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AttemptStatus {
    Assigned,
    Present,
    Running,
    Finished,
    Absent,
    Cancelled,
    Voided,
}

/// Where a sitting stands.
#[derive(ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RoomStatus {
    /// Not opened; the desk may be at work.
    Planned,
    /// Papers are served.
    Open,
    /// No attempt runs any more.
    Closed,
    /// The minutes are signed.
    Sealed,
}

/// Who ended an attempt.
#[derive(ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EndedBy {
    Candidate,
    Time,
    Proctor,
}

/// Why an event can never count.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefusedReason {
    ForeignItem,
    ForeignOption,
    OtherBlock,
    /// The attempt takes no more events; finish and time-up it still takes.
    TooMany,
    /// Only on a repeat: it did not count, and why is no longer on record.
    NotOnRecord,
}

/// An answer event: a click. `seq` counts from 1 without gaps within an epoch; `id` is random and stays the same
/// when the event is sent again.
#[derive(ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[schema(as = AnswerEvent)]
pub(crate) enum Event {
    /// This option is the answer now.
    Answer {
        #[schema(minimum = 1)]
        seq: u32,
        id: OpaqueId,
        item: OpaqueId,
        option: OpaqueId,
        /// Sent because the server lacked an event that the page no longer has.
        #[schema(required = false)]
        rebase: bool,
        /// Milliseconds since the page opened the paper; recorded, never judged.
        #[schema(required = false)]
        client_ms: u32,
    },
    /// There is no answer any more.
    Clear {
        #[schema(minimum = 1)]
        seq: u32,
        id: OpaqueId,
        item: OpaqueId,
        #[schema(required = false)]
        rebase: bool,
        #[schema(required = false)]
        client_ms: u32,
    },
    /// Marked as doubtful.
    Flag {
        #[schema(minimum = 1)]
        seq: u32,
        id: OpaqueId,
        item: OpaqueId,
        #[schema(required = false)]
        rebase: bool,
        #[schema(required = false)]
        client_ms: u32,
    },
    /// No longer marked as doubtful.
    Unflag {
        #[schema(minimum = 1)]
        seq: u32,
        id: OpaqueId,
        item: OpaqueId,
        #[schema(required = false)]
        rebase: bool,
        #[schema(required = false)]
        client_ms: u32,
    },
}
