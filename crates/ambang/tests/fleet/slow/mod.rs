//! Real time passes in these: a sitting's clock is never scaled.

mod boards;
mod clocks;
mod cut_off;
mod database;
mod failover;
mod nodes;

use crate::common::sitting::Size;

/// The sitting of every test here.
const SIZE: Size = Size {
    candidates: 50,
    seconds: 30,
    wiped: 0,
};
