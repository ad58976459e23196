//! A fleet as an office runs it: equal nodes behind HAProxy, over PostgreSQL and Redis, all of them real programs on
//! this machine. Whatever part of it dies or stands still in the middle of a sitting, nothing acknowledged is lost and
//! nobody loses time.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the helpers of a test fail by panicking, as the tests do"
)]

mod access;
mod balancer;
#[path = "../common/mod.rs"]
mod common;
mod fleet;
mod node;
mod slow;
