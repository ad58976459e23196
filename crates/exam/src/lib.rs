//! The use cases of Ambang and the ports they need.
//!
//! A use case authorises, loads, asks the pure domain crates, saves, and only then tells the live boards.
//! The crate may not know of HTTP, of SQL, or of which engine stands behind a port.

pub mod ports;
