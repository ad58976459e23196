//! The Ambang server: command line, configuration, wiring.
fn main() {}

mod demo;
