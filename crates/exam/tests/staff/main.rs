//! The use cases of staff over the real store: what an exam day and its results come to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

mod day;
mod fixture;
mod imports;
mod log_in;
mod permissions;
mod results;
mod room_rules;
mod tampering;
