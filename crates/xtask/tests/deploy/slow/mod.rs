//! What takes more than ten seconds on a busy machine.

mod postgres;
