//! The real program under what an exam room does to it: a disk that is watched or full, a store that stalls,
//! clocks that jump. Whatever happens, nothing acknowledged is lost and nobody loses time.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the helpers of a test fail by panicking, as the tests do"
)]

#[path = "../common/mod.rs"]
mod common;
mod room;
mod slow;
mod trace;
