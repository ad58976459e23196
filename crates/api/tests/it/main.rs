//! The whole server over real HTTP and a real store, seen by those who use it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walkthrough;
mod world;
