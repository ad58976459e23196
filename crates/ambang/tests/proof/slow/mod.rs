//! Real time passes in these: a sitting's clock is never scaled.

mod clocks;
mod disk;
mod stalls;
mod traced;
