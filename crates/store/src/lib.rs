//! The `Store` adapters: what is true, on disk.
//!
//! [`SqliteStore`] keeps everything in one SQLite file and belongs to one process. Adapters move rows and never
//! judge: no rule of the exam lives here, and nothing outside this crate learns which engine is behind the
//! port. The crate may not know of HTTP, of users' screens or of clocks: every instant comes in with the data.

mod call;
mod decode;
mod error;
mod sql;
mod sqlite;
mod tokens;

pub use sqlite::{Migrated, SqliteOptions, SqliteStore};
