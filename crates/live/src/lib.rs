//! The `Live` adapters: rank order, totals, seat states and last contacts while sittings run.
//!
//! [`MemoryLive`] keeps them in this process, [`RedisLive`] on a server for all processes of a fleet. What is here may
//! be lost at any moment and is rebuilt from attempt rows; results never come from here. The crate may not know of
//! stores, HTTP or clocks.

mod board;
mod failures;
mod memory;
mod redis;

pub use failures::MemoryFailures;
pub use memory::MemoryLive;
pub use redis::{Redis, RedisError, RedisFailures, RedisLive, RedisOptions};
