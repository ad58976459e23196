//! Virtual candidates and proctors over HTTP, scenarios, reports, and the independent check of what a
//! server says afterwards.
//!
//! It knows a server only by its HTTP interface and its export: never by the crates that judge, journal or
//! score. What it remembers of a rehearsal can therefore be held against them.

mod api;
mod bank;
mod candidate;
pub mod checker;
mod clock;
mod dice;
mod http;
mod ledger;
mod meter;
pub mod page;
mod ready;
pub mod rehearsal;
pub mod staff;
pub mod steady;
pub mod tape;
pub mod throwaway;

pub use api::{Current, Phase, Ruling, State, Verdict};
pub use bank::{BankSource, Graded, GradedItem, Key};
pub use candidate::{Diary, Outcome, Role};
pub use clock::{Stopwatch, wall_ms};
pub use dice::Dice;
pub use http::Http;
pub use ledger::{Acknowledged, Final, Ledger, Receipt, SubTotal};
pub use meter::{Meter, RouteStats};
pub use ready::until_ready;
