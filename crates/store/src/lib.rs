//! The `Store` adapters: what is true, on disk.
//!
//! [`SqliteStore`] keeps everything in one SQLite file and belongs to one process. [`PostgresStore`] keeps it in a
//! PostgreSQL database that the nodes of a fleet share. Adapters move rows and never judge: no rule of the exam lives
//! here, and nothing outside this crate learns which engine is behind the port. The crate may not know of HTTP, of
//! users' screens or of clocks: every instant comes in with the data.

mod adapter;
mod call;
mod decode;
mod engine;
mod error;
mod migrations;
mod pack;
mod postgres;
mod sql;
mod sqlite;
mod tables;
mod tokens;

pub use migrations::{Migrated, is_older};
pub use postgres::{Durability, Nodes, PostgresOptions, PostgresStore};
pub use sqlite::{SqliteOptions, SqliteStore};
