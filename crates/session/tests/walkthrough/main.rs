//! Walk-throughs: each test narrates what happens to one candidate, in the order in which it happens. The
//! same actors then do things at random (`properties`); [`story::Story`] checks what must hold after every
//! command.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests

mod answers;
mod blocks;
mod desk;
mod ending;
mod fleet;
mod leases;
mod limits;
mod outages;
mod pauses;
mod properties;
mod reopening;
mod sequence;
mod story;
