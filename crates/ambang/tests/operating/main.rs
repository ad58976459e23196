//! What whoever operates the program does around an exam: moves an office that outgrows its box, gives nodes their
//! secrets, and asks how they are.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may panic as tests may"
)]

mod combinations;
mod goes_on;
mod health;
mod office;
mod proof;
mod refused;
mod secrets;
