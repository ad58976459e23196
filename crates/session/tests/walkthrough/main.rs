//! Walk-throughs: each test narrates what happens to one candidate, in the order in which it happens.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests

mod answers;
mod blocks;
mod desk;
mod ending;
mod leases;
mod outages;
mod pauses;
mod reopening;
mod sequence;
mod story;
