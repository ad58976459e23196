//! The schema's versions, the same for every engine.

use std::borrow::Cow;

use exam::ports::StoreError;
use sqlx::SqlStr;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use crate::error::unavailable;

/// Where the applied migrations are noted.
pub(crate) const TABLE: &str = "_sqlx_migrations";

const OLDER: &str = "the database is older than this program: run `ambang migrate`";

/// Whether a store was refused only for its schema, which the next start of a server brings up to date.
#[must_use]
pub fn is_older(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(why) if why == OLDER)
}

/// A step of the schema.
pub(crate) struct Step {
    version: i64,
    name: &'static str,
    /// Its text for SQLite.
    pub(crate) sqlite: &'static str,
    /// Its text for PostgreSQL.
    pub(crate) postgres: &'static str,
}

/// The step of this number and name.
macro_rules! step {
    ($version:literal, $name:literal) => {
        Step {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!(
                "../../../migrations/sqlite/000",
                $version,
                "_",
                $name,
                ".sql"
            )),
            postgres: include_str!(concat!(
                "../../../migrations/postgres/000",
                $version,
                "_",
                $name,
                ".sql"
            )),
        }
    };
}

const STEPS: [Step; 3] = [
    step!(1, "start"),
    step!(2, "last_contact"),
    step!(3, "unfinished_sittings"),
];

/// What bringing a schema up to date came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The version found, 0 for a new database.
    pub from: i64,
    /// The version now.
    pub to: i64,
}

/// Every step, with the text that `text` picks.
pub(crate) fn migrator(text: fn(&Step) -> &'static str) -> Migrator {
    let migrations = STEPS.iter().map(|step| {
        Migration::new(
            step.version,
            Cow::Borrowed(step.name),
            MigrationType::Simple,
            SqlStr::from_static(text(step)),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
}

/// The version that this program knows.
pub(crate) fn newest() -> i64 {
    STEPS.last().map_or(0, |step| step.version)
}

/// Refuses a schema that is not this version's.
pub(crate) fn check(version: i64) -> Result<(), StoreError> {
    match version.cmp(&newest()) {
        core::cmp::Ordering::Equal => Ok(()),
        core::cmp::Ordering::Less => Err(StoreError::Unavailable(OLDER.to_owned())),
        core::cmp::Ordering::Greater => Err(newer(version)),
    }
}

fn newer(version: i64) -> StoreError {
    StoreError::Unavailable(format!(
        "the database has schema {version} and this program knows {}: use the newer program that wrote it",
        newest()
    ))
}

/// Says in the port's words why a schema cannot be brought up to date.
pub(crate) fn refusal(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(version) => newer(version),
        MigrateError::VersionMismatch(version) => StoreError::Unavailable(format!(
            "migration {version} of the database is not the one that this program knows"
        )),
        other => unavailable("the schema cannot be brought up to date", &other),
    }
}
