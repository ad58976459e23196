//! What the tests of a server and those of a fleet share: the sitting as it is seen while it runs, the servers' logs,
//! and the verdict.
#![allow(dead_code, reason = "each of them uses its part")]

pub(crate) mod clock;
pub(crate) mod log;
pub(crate) mod sight;
pub(crate) mod sitting;
pub(crate) mod verdict;
