//! A throw-away server: a folder, accounts, and the program as a process of its own that can be killed and
//! started again. Everything stays on this machine's loopback.

mod accounts;
mod process;
mod workplace;

pub use accounts::create_accounts;
pub use process::{Launch, Mode, Server};
pub use workplace::{Engines, Workplace};
