//! What staff do: users and grants, everything made before the exam day, desk and room, results.
//!
//! Every use case authorises in its first line, and every act is logged.

pub mod access;
pub(crate) mod audit;
mod desk;
mod forms;
mod histogram;
mod import;
mod item_rules;
mod login;
mod password;
mod ranking;
mod resume;
mod room;
mod search;
mod seat_acts;
pub(crate) mod selections;
mod sittings;
pub(crate) mod text;
mod users;
mod watch;

pub use access::{Caller, Permission, Place};
pub use desk::{PrintedPin, check_in, participant_numbers, reissue_pin};
pub use forms::{FormView, NewForm, create_form, forms};
pub use histogram::{Distribution, Histograms, PassingScore, histograms};
pub use import::{File, ItemsImported, import_candidates, import_formations, import_items};
pub use login::{LogIns, LoggedIn, caller};
pub use password::{PASSWORD_LEN_MAX, PASSWORD_LEN_MIN, Passwords};
pub use ranking::{Chance, CutLine, Link, Page, RankedSeat, RankingPage, SubTotal, ranking};
pub use resume::{ResumePreview, ResumedSeat, resume_preview};
pub use room::{RoomOrder, act_on_room};
pub use search::{FoundSeat, find_seats};
pub use seat_acts::{SeatOrder, act_on_seat};
pub use selections::{NewSelection, SelectionView, create_selection, formations, selections};
pub use sittings::{
    ActView, ClockStepView, Counters, NewSeatRequest, NewSittingRequest, OutageView, RoomPauseView,
    SeatView, SetBackView, SittingActs, SittingCreated, SittingSummary, SittingView, Standing,
    acts, create_sitting, sitting, sittings,
};
pub use users::{
    NewUser, UserChange, UserView, audit_log, change_user, create_user, own_user, users,
};
pub use watch::{Cursor, Step, Watch, Watching, may_watch};
