//! Points while they move, and what a room would have: the views of `exam::staff` and `exam::public` in JSON.

use utoipa::ToSchema;

use super::results::Publication;
use super::seat::{AttemptStatus, RoomStatus, SetAside};
use super::words::{Id, Instant, Millis, ParticipantNo, Points, SubTest};

/// Points of a sub-test.
#[derive(ToSchema)]
pub(crate) struct SubTotal {
    sub_test: SubTest,
    points: Points,
}

/// Which side of which line a candidate would be on, if it ended now.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Chance {
    /// Meets the grade and is inside the cut.
    Within,
    /// Meets the grade and is equal with the last inside.
    TieAtCut,
    /// Meets the grade, and the places are gone before.
    Beyond,
    /// Meets the grade; the policy leaves open how many go on.
    Qualified,
    /// Misses the grade.
    Below,
}

/// A candidate in the live ranking.
#[derive(ToSchema)]
pub(crate) struct RankedSeat {
    /// Among all by points alone, from 1; equals share it.
    rank: usize,
    /// Among those who meet the grade, from 1; equals share it. The cut counts by it.
    #[schema(required)]
    place: Option<u32>,
    chance: Chance,
    /// Stable tokens: `rank 2<=3`, `tie at cut`, `rank 4>3`, `below twk<65`.
    reasons: Vec<String>,
    /// The cut runs right below this one and all who are equal.
    at_border: bool,
    participant_no: ParticipantNo,
    name: String,
    totals: Vec<SubTotal>,
    total: Points,
    /// Items with an answer.
    answered: u16,
    status: AttemptStatus,
}

/// Something that decides between two candidates.
#[derive(ToSchema)]
pub(crate) struct RankLink {
    /// `total`, or a sub-test's short name.
    measure: String,
    /// Its name in Indonesian.
    id: String,
    /// Its name in English.
    en: String,
}

/// Where the cut would run.
#[derive(ToSchema)]
pub(crate) struct CutLine {
    /// How many places there are.
    places: u32,
    /// How many would go on, ties at the border included.
    admitted: u32,
    /// The total of the last of them.
    #[schema(required)]
    last_total: Option<Points>,
}

/// A part of a live ranking: the list as it would be drawn if every attempt ended now.
#[derive(ToSchema)]
pub(crate) struct RankingPage {
    as_of: Instant,
    /// Always true: only a publication is final.
    provisional: bool,
    /// Code of the formation.
    formation: String,
    quota: u32,
    /// How many have begun and still count.
    ranked: usize,
    /// How many of them meet the grade.
    qualified: usize,
    /// Null where the policy leaves open how many go on.
    #[schema(required)]
    cut: Option<CutLine>,
    /// What decides, in this order: the first that differs.
    order: Vec<RankLink>,
    /// Place (0-based) of the first row.
    from: usize,
    /// Those who meet the grade by place, then the others by rank.
    rows: Vec<RankedSeat>,
}

/// A line in a distribution: this many points suffice.
#[derive(ToSchema)]
pub(crate) struct PassingScore {
    at_least: Points,
    /// For whom: a category (`umum`), or one with the position group that replaces its grade (`umum/medis`).
    applies_to: Vec<String>,
}

/// One distribution of points.
#[derive(ToSchema)]
pub(crate) struct Distribution {
    /// Null for the sum.
    #[schema(required)]
    sub_test: Option<SubTest>,
    /// The most that can be reached.
    max: Points,
    /// Bin n counts from n × width up to below (n + 1) × width.
    width: i32,
    /// Up to the bin that holds the maximum.
    bins: Vec<u32>,
    /// The minima of the formations that are shown, lowest first; empty where no grade asks for it.
    passing: Vec<PassingScore>,
}

/// Distributions of points.
#[derive(ToSchema)]
pub(crate) struct Histograms {
    as_of: Instant,
    /// Null for the whole selection.
    #[schema(required)]
    formation: Option<String>,
    /// How many have begun and still count.
    candidates: usize,
    /// Sub-tests in the policy's order, then the sum.
    distributions: Vec<Distribution>,
}

/// Why a room stands still.
#[derive(ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PauseReason {
    /// A proctor paused it.
    Proctor,
    /// The server was away too long to go on by itself.
    Outage,
    /// The server's clock cannot be trusted until an officer confirms it.
    Clock,
}

/// What a seat would have.
#[derive(ToSchema)]
pub(crate) struct ResumedSeat {
    attempt: Id,
    participant_no: ParticipantNo,
    name: String,
    place: String,
    /// Items with an answer.
    answered: usize,
    /// By how much the deadline would lie later than if time had run on.
    given_back_ms: Millis,
    /// Time left from then on.
    remaining_ms: Millis,
    /// Null for a seat that stands still for a reason of its own.
    #[schema(required)]
    deadline: Option<Instant>,
}

/// What resuming a room would mean.
#[derive(ToSchema)]
pub(crate) struct ResumePreview {
    /// As if it were resumed at this instant.
    now: Instant,
    /// Since when the room stands still.
    since: Instant,
    reasons: Vec<PauseReason>,
    /// Every running attempt.
    seats: Vec<ResumedSeat>,
}

/// Something that was done in a sitting.
#[derive(ToSchema)]
pub(crate) struct SittingAct {
    at: Instant,
    /// The officer's name; null where the server acted by itself.
    #[schema(required)]
    by: Option<String>,
    /// A stable token, as in the log of staff acts: `room.paused`, `seat.granted`.
    act: String,
    /// On which seat; null for the whole room.
    #[schema(required)]
    attempt: Option<Id>,
    /// In the officer's words; empty where none were asked for.
    reason: String,
    /// With `room.paused`.
    #[schema(required)]
    cause: Option<PauseReason>,
    /// With `seat.granted`: how much.
    #[schema(required)]
    length_ms: Option<Millis>,
    /// With an incident, or where a process was cut off: its first instant.
    #[schema(required)]
    from: Option<Instant>,
    /// With the same: the instant after its last.
    #[schema(required)]
    to: Option<Instant>,
}

/// What has been done in a sitting.
#[derive(ToSchema)]
pub(crate) struct SittingActs {
    /// The latest 200, the latest first. Who was checked in is none of them.
    acts: Vec<SittingAct>,
    /// Whether these are all.
    complete: bool,
}

/// A selection of which something has been published.
#[derive(ToSchema)]
pub(crate) struct PublicSelection {
    id: Id,
    name: String,
    agency: String,
    /// Newest first.
    publications: Vec<Publication>,
}

/// A sitting of these days.
#[derive(ToSchema)]
pub(crate) struct PublicSitting {
    id: Id,
    /// Name of the selection.
    selection: String,
    agency: String,
    name: String,
    place: String,
    starts: Instant,
    status: RoomStatus,
    /// Whether it has a hall board.
    board: bool,
}

/// A line of a hall board.
#[derive(ToSchema)]
pub(crate) struct BoardRow {
    /// By the points shown, from 1; equals share it.
    rank: u32,
    participant_no: ParticipantNo,
    name: String,
    totals: Vec<SubTotal>,
    total: Points,
    /// Whether the attempt is over.
    finished: bool,
}

/// Who had begun and no longer counts: no place, no points.
#[derive(ToSchema)]
pub(crate) struct BoardApart {
    participant_no: ParticipantNo,
    name: String,
    why: SetAside,
}

/// The hall board of a sitting.
#[derive(ToSchema)]
pub(crate) struct HallBoard {
    sitting: Id,
    name: String,
    place: String,
    status: RoomStatus,
    as_of: Instant,
    /// When the next one can be had.
    next: Instant,
    /// Whether every line shows all points.
    exact: bool,
    sub_tests: Vec<SubTest>,
    /// Who has begun and is not excluded, best first.
    rows: Vec<BoardRow>,
    /// Who has begun and is disqualified or cancelled, by participant number.
    apart: Vec<BoardApart>,
}
