//! One candidate's run in a sitting: the attempt machine, the judging of events, the time account, PINs
//! and leases, the journal with its hash chain, and the receipt.
//!
//! Everything here is a pure function of its arguments: [`apply`] takes an attempt, its surroundings, a
//! command and the instant at which the command was received. The crate may not know of clocks, stores,
//! HTTP, question texts or ranking; it sees a form only as a [`PointsTable`].

mod account;
mod apply;
mod attempt;
mod away;
mod chain;
mod clock;
mod command;
mod ending;
mod event;
mod fleet;
mod journal;
mod judge;
mod late;
mod lease;
mod pin;
mod points;
mod receipt;
mod refusal;
mod replay;
mod room;
mod span;
mod staff;
mod stray;
mod uptime;
mod view;
mod wire;
mod words;

pub use account::{Account, Clockwork, FLOOR, GRACE, Phase, Remaining};
pub use apply::{Effects, Reply, apply};
pub use attempt::{
    Answers, Attempt, Block, DecodeError, DeviceId, EndReason, Lease, SeatReason, SeatStop, Status,
};
pub use chain::{Chain, genesis, link};
pub use clock::{ClockCheck, Reading, Steering, clock_check};
pub use command::{Command, LateEvent, StaffAct, Surroundings};
pub use event::{EVENTS_MAX, EVENTS_PER_REQUEST_MAX, Event, Kind};
pub use fleet::{ABSENCES_SINCE, LEASE, absences, leads, witnessed};
pub use journal::{JournalEvent, REASON_LEN_MAX, SeatAct};
pub use judge::{Past, RefusedReason, Ruling, Submitted, Verdict};
pub use lease::check_log_in;
pub use pin::{PIN_LEN, Pin, PinKey};
pub use points::{ItemPoints, PointsTable, PointsTableError};
pub use receipt::{Receipt, short_code};
pub use refusal::Refusal;
pub use replay::{Replay, ReplayError, replay};
pub use room::{
    LedgerEntry, PauseReason, Room, RoomAct, RoomPause, RoomRefusal, RoomStatus, Sanction,
};
pub use span::{Span, Stop, StopKind};
pub use staff::revision;
pub use stray::{REFUSED_KEPT_MAX, Stray, StrayKind};
pub use uptime::{
    AUTOMATIC_MAX, CLUSTER_GAP, Company, ProcessId, STALL, Settled, Settlement, UptimeRow,
    outage_pause, settle,
};
pub use view::{SetAside, View, ViewPhase};
