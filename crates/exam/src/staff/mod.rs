//! What staff do: users and grants, everything made before the exam day, desk and room, results.
//!
//! Every use case authorises in its first line, and every act is logged.

pub mod access;
mod audit;
mod forms;
mod import;
mod item_rules;
mod login;
mod password;
mod selections;
mod sittings;
mod text;
mod throttle;
mod users;

pub use access::{Caller, Permission, Place};
pub use forms::{FormView, NewForm, create_form, forms};
pub use import::{File, import_candidates, import_formations};
pub use login::{LogIns, LoggedIn, caller};
pub use password::{PASSWORD_LEN_MAX, PASSWORD_LEN_MIN, Passwords};
pub use selections::{NewSelection, SelectionView, create_selection, formations, selections};
pub use sittings::{
    NewSeatRequest, NewSittingRequest, OutageView, SeatView, SittingCreated, SittingSummary,
    SittingView, create_sitting, sitting, sittings,
};
pub use throttle::{Limit, Throttle};
pub use users::{NewUser, UserChange, UserView, audit_log, change_user, create_user, users};
