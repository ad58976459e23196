//! The recorder against the real SQLite store: a clock that the test moves, a store that stops, fails and lies
//! where the test says so, and no sleeps.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests

mod hall;

mod boards;
mod closer;
mod durable;
mod fleet;
mod interleaved;
mod poison;
mod queue;
mod raced;
mod repeats;
mod restored;
mod rooms;
mod upkeep;
mod uptime;
mod walkthrough;
