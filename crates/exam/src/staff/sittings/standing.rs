//! Where each candidate of a room is, in the words of desk and proctor, and how many of each there are.

use lexicon::{Instant, Millis};
use serde::Serialize;
use session::Status;

use super::view::SeatView;

/// A page asks at least every 3 seconds; after this long without a word something is wrong.
const SILENT_AFTER: Millis = Millis(15_000);

/// Where a candidate is. Every seat is in exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// All of them.
    pub seats: u32,
    /// Not seen at the desk.
    pub not_arrived: u32,
    /// Checked in, not logged in.
    pub present: u32,
    /// Waiting for the paper.
    pub logged_in: u32,
    /// Time runs, and the page is heard.
    pub answering: u32,
    /// Logged in, and not heard.
    pub disconnected: u32,
    /// Time stands still.
    pub paused: u32,
    /// Over.
    pub finished: u32,
    /// Did not start.
    pub absent: u32,
    /// Cancelled, or replaced.
    pub out: u32,
}

/// Where a candidate with this seat is at `now`.
pub(super) fn standing(seat: &SeatView, now: Instant) -> Standing {
    let silent = seat.last_contact.is_none_or(|at| now - at > SILENT_AFTER);
    match seat.status {
        Status::Assigned => Standing::NotArrived,
        Status::Present if seat.epoch == 0 => Standing::Present,
        Status::Running if seat.paused => Standing::Paused,
        Status::Present | Status::Running if silent => Standing::Disconnected,
        Status::Present => Standing::LoggedIn,
        Status::Running => Standing::Answering,
        Status::Finished => Standing::Finished,
        Status::Absent => Standing::Absent,
        Status::Cancelled | Status::Voided => Standing::Out,
    }
}

/// Counts them.
pub(super) fn count(seats: &[SeatView]) -> Counters {
    let mut counters = Counters::default();
    for seat in seats {
        let place = match seat.standing {
            Standing::NotArrived => &mut counters.not_arrived,
            Standing::Present => &mut counters.present,
            Standing::LoggedIn => &mut counters.logged_in,
            Standing::Answering => &mut counters.answering,
            Standing::Disconnected => &mut counters.disconnected,
            Standing::Paused => &mut counters.paused,
            Standing::Finished => &mut counters.finished,
            Standing::Absent => &mut counters.absent,
            Standing::Out => &mut counters.out,
        };
        *place += 1;
        counters.seats += 1;
    }
    counters
}
