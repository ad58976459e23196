//! The use cases of Ambang and the ports they need.
//!
//! A use case authorises, loads, asks the pure domain crates, saves, and only then tells the live boards.
//! The crate may not know of HTTP, of SQL, or of which engine stands behind a port.

mod app;
pub mod candidate;
mod error;
pub mod formation_table;
mod forms;
mod measures;
pub mod ports;
pub mod public;
mod readings;
mod recorder;
pub mod results;
mod rounded;
mod seen;
pub mod staff;
pub mod transfer;
mod upkeep;

pub use app::App;
pub use error::{ExamError, ImportFault};
pub use forms::{FormCache, LoadedForm, points_table};
pub use measures::{Measured, Measures, Spread};
pub use readings::Readings;
pub use recorder::{Answer, FromPage, Helpers, Node, Ports, Recorder, Running};
pub use rounded::Rounded;
pub use seen::Seen;
pub use upkeep::{ClockWatch, LastContacts, Repair, Repaired, Upkeep};
