//! Throw-away servers for the tests of adapters: started by the test that needs one, on a socket or port of its own,
//! gone with it, also when it panics or is killed.

mod folder;
pub mod postgres;
