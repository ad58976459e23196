//! What staff are answered with: the views of `exam::staff` in JSON.

use utoipa::ToSchema;

use super::boards::PauseReason;
use super::seat::{AttemptStatus, RoomStatus};
use super::words::{Category, Digest, Id, Instant, Millis, ParticipantNo, PositionGroup};

/// What a user may be.
#[derive(ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    Admin,
    Author,
    Reviewer,
    Registrar,
    Proctor,
    Examiner,
    Committee,
    Auditor,
}

/// Where a role holds.
#[derive(ToSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub(crate) enum Scope {
    /// Everywhere.
    System,
    /// In one selection.
    Selection { id: Id },
    /// In one sitting.
    Sitting { id: Id },
}

/// A role in a scope.
#[derive(ToSchema)]
pub(crate) struct Grant {
    role: Role,
    scope: Scope,
}

/// A member of staff.
#[derive(ToSchema)]
pub(crate) struct User {
    id: Id,
    /// Log-in name.
    name: String,
    /// Name on documents.
    full_name: String,
    grants: Vec<Grant>,
    /// Whether they may log in.
    enabled: bool,
}

/// An entry of the log of staff acts.
#[derive(ToSchema)]
pub(crate) struct LoggedAct {
    /// Place in the log, from 1.
    pos: i64,
    entry: LogEntry,
    /// Head of the log's chain.
    head: Digest,
}

/// What was done.
#[derive(ToSchema)]
pub(crate) struct LogEntry {
    at: Instant,
    /// Null for the command line and the server itself.
    #[schema(required)]
    by: Option<Id>,
    /// Stable token, such as `candidates.imported`.
    act: String,
    /// An id or a name.
    subject: String,
    /// More, as JSON in text.
    detail: String,
}

/// A selection.
#[derive(ToSchema)]
pub(crate) struct Selection {
    id: Id,
    code: String,
    name: String,
    agency: String,
    /// Name of its policy.
    policy: String,
    created: Instant,
}

/// A formation.
#[derive(ToSchema)]
pub(crate) struct Formation {
    id: Id,
    code: String,
    agency: String,
    position: String,
    qualification: String,
    location: String,
    category: Category,
    #[schema(required)]
    position_group: Option<PositionGroup>,
    quota: u32,
}

/// What an import of items changed.
#[derive(ToSchema)]
pub(crate) struct ItemsImported {
    /// Codes that the selection did not have.
    new: usize,
    /// New versions of known codes.
    changed: usize,
    /// There already, unchanged.
    same: usize,
}

/// A locked form.
#[derive(ToSchema)]
pub(crate) struct Form {
    id: Id,
    name: String,
    /// What is published beforehand.
    commitment: Digest,
    /// Items of a paper.
    items: usize,
    /// Whether blind candidates can sit it.
    blind: bool,
    locked: Instant,
}

/// A sitting that was made.
#[derive(ToSchema)]
pub(crate) struct SittingCreated {
    id: Id,
    /// How many seats it has.
    seats: usize,
}

/// A sitting in a list.
#[derive(ToSchema)]
pub(crate) struct SittingSummary {
    id: Id,
    name: String,
    place: String,
    starts: Instant,
    status: RoomStatus,
}

/// A stretch in which the server was away.
#[derive(ToSchema)]
pub(crate) struct Outage {
    from: Instant,
    /// Null while it lasts.
    #[schema(required)]
    to: Option<Instant>,
}

/// A jump of the server's wall clock while the sitting was open: the time that is judged did not follow it.
#[derive(ToSchema)]
pub(crate) struct ClockStep {
    /// When it was seen, at most some seconds after it happened.
    at: Instant,
    /// Milliseconds, forward if positive.
    by_ms: i64,
}

/// A stretch whose commits the database has lost, in a failover to a standby that did not have them.
#[derive(ToSchema)]
pub(crate) struct SetBack {
    /// The last commit that is there.
    from: Instant,
    /// The last one that is known to be lost.
    to: Instant,
}

/// A pause of a room that lasts.
#[derive(ToSchema)]
pub(crate) struct RoomPause {
    since: Instant,
    reasons: Vec<PauseReason>,
    /// In the words of the officer who paused it; null where the server acted by itself.
    #[schema(required)]
    words: Option<String>,
}

/// A sitting with its seats.
#[derive(ToSchema)]
pub(crate) struct Sitting {
    id: Id,
    name: String,
    place: String,
    starts: Instant,
    status: RoomStatus,
    selection: Id,
    /// Whether time stands still for the whole room.
    paused: bool,
    /// Null while time runs.
    #[schema(required)]
    pause: Option<RoomPause>,
    /// When papers began to be served.
    #[schema(required)]
    opened: Option<Instant>,
    outages: Vec<Outage>,
    /// Since then, until the close; the latest hundred at most. An incident is the proctor's to declare.
    clock_steps: Vec<ClockStep>,
    /// As it was seen since then. Pages complete what candidates sent; what staff did then is to be looked at.
    set_backs: Vec<SetBack>,
    now: Instant,
    counters: Counters,
    /// By place, then participant number.
    seats: Vec<Seat>,
}

/// A seat.
#[derive(ToSchema)]
pub(crate) struct Seat {
    attempt: Id,
    participant_no: ParticipantNo,
    name: String,
    /// Workstation or chair; may be empty.
    place: String,
    status: AttemptStatus,
    standing: Standing,
    /// Whatever the status.
    disqualified: bool,
    /// Warnings given.
    warnings: u8,
    /// Items with an answer.
    answered: usize,
    /// Items of the paper.
    items: usize,
    /// Epoch of the lease; 0 before the first log-in.
    epoch: u32,
    /// Null while time does not run.
    #[schema(required)]
    deadline: Option<Instant>,
    /// Whether its time stands still.
    paused: bool,
    /// What it will have at least when time goes on; null while it does not stand still.
    #[schema(required)]
    remaining_ms: Option<Millis>,
    /// Last sign of its page, as far as known.
    #[schema(required)]
    last_contact: Option<Instant>,
    /// Whether another device may take the lease.
    released: bool,
    /// Answers that its page has repeated, since the server had lost them: it was set back to an earlier state.
    rebased: u32,
    /// Rises with every change of its time by an officer, the room's included, and with every warning: what `seen` is
    /// held against.
    revision: u32,
}

/// Where a candidate is. Every seat is in exactly one of these.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// Not seen at the desk.
    NotArrived,
    /// Checked in, not logged in.
    Present,
    /// Waiting for the paper.
    LoggedIn,
    /// Time runs, and the page is heard.
    Answering,
    /// Logged in, and the page has not been heard for 15 s.
    Disconnected,
    /// Time stands still.
    Paused,
    /// Over.
    Finished,
    /// Did not start (TH).
    Absent,
    /// Cancelled, or replaced by another attempt.
    Out,
}

/// How many candidates are where; together they are all seats.
#[derive(ToSchema)]
pub(crate) struct Counters {
    seats: u32,
    not_arrived: u32,
    present: u32,
    logged_in: u32,
    answering: u32,
    disconnected: u32,
    paused: u32,
    finished: u32,
    absent: u32,
    out: u32,
}

/// A seat that was found.
#[derive(ToSchema)]
pub(crate) struct FoundSeat {
    sitting: Id,
    attempt: Id,
    participant_no: ParticipantNo,
    name: String,
    /// Workstation or chair; may be empty.
    place: String,
    status: AttemptStatus,
}

/// A PIN to be printed.
#[derive(ToSchema)]
pub(crate) struct PrintedPin {
    attempt: Id,
    participant_no: ParticipantNo,
    /// Eight characters.
    pin: String,
    /// A reprint has the same number, a reissue a higher one.
    issue: u16,
}
