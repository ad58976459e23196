//! The `Live` adapters: rank order, totals, seat states and last contacts while sittings run.
//!
//! [`MemoryLive`] keeps them in this process. What is here may be lost at any moment and is rebuilt from attempt
//! rows; results never come from here. The crate may not know of stores, HTTP or clocks.

mod board;
mod memory;

pub use memory::MemoryLive;
