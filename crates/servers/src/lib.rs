//! Throw-away servers for tests and measurements: started by whoever needs one, on a socket or a port of its own,
//! gone with it, also when it panics or is killed.
//!
//! A tool. It starts other people's programs and knows nothing of exams, stores or boards.

#![cfg(unix)]

mod child;
mod folder;
pub mod haproxy;
mod ports;
pub mod postgres;
pub mod redis;

pub use child::free_port;
pub use ports::Ports;
