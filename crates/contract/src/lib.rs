//! What every adapter of a port must do: one suite per port, run by the tests of each adapter.
//!
//! A tool for tests. It reaches a store or a board through the port alone and may not know which engine is
//! behind it; where engines may differ (waiting for a lock or leaving the row out) a case takes either.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "every function here is part of a test"
)]

pub mod failures;
pub mod live;
pub mod store;

/// Runs cases one after the other, each on an adapter of its own, and says how many there were.
macro_rules! suite {
    ($make:expr; $($module:ident :: { $($case:ident),+ $(,)? }),+ $(,)?) => {{
        let mut ran = 0_usize;
        $($(
            println!("case {}::{}", stringify!($module), stringify!($case));
            $module::$case(&$make().await).await;
            ran += 1;
        )+)+
        ran
    }};
}

pub(crate) use suite;
