//! The schema and its version.

use std::borrow::Cow;
use std::path::Path;

use core::time::Duration;

use exam::ports::StoreError;
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::{Connection, SqlStr, SqlitePool};

use super::connect;
use crate::error::{from_sqlx, unavailable};

/// Where the applied migrations are noted.
const TABLE: &str = "_sqlx_migrations";

/// Each migration: number, name, text. In step with the files of the other engine.
const MIGRATIONS: [(i64, &str, &str); 3] = [
    (
        1,
        "start",
        include_str!("../../../../migrations/sqlite/0001_start.sql"),
    ),
    (
        2,
        "last_contact",
        include_str!("../../../../migrations/sqlite/0002_last_contact.sql"),
    ),
    (
        3,
        "unfinished_sittings",
        include_str!("../../../../migrations/sqlite/0003_unfinished_sittings.sql"),
    ),
];

/// What bringing a schema up to date came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The version found, 0 for a new file.
    pub from: i64,
    /// The version now.
    pub to: i64,
}

fn migrator() -> Migrator {
    let migrations = MIGRATIONS.map(|(version, name, text)| {
        Migration::new(
            version,
            Cow::Borrowed(name),
            MigrationType::Simple,
            SqlStr::from_static(text),
            false,
        )
    });
    Migrator::with_migrations(migrations.into())
}

fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, _, _)| *version)
}

/// Applies what is missing.
pub(super) async fn run(path: &Path) -> Result<Migrated, StoreError> {
    let mut connection = connect::writer(path, Duration::from_secs(5)).await?;
    connection
        .ensure_migrations_table(TABLE)
        .await
        .map_err(refusal)?;
    let applied = connection
        .list_applied_migrations(TABLE)
        .await
        .map_err(refusal)?;
    let from = applied.last().map_or(0, |migration| migration.version);
    let done = migrator().run_direct(None, &mut connection, false).await;
    done.map_err(refusal)?;
    connection.close().await.map_err(from_sqlx)?;
    Ok(Migrated { from, to: newest() })
}

/// Refuses a schema that is not this version's.
pub(super) async fn check(readers: &SqlitePool) -> Result<(), StoreError> {
    let mut connection = readers.acquire().await.map_err(from_sqlx)?;
    let applied = connection.list_applied_migrations(TABLE).await;
    let version = applied
        .map_err(refusal)?
        .last()
        .map_or(0, |migration| migration.version);
    match version.cmp(&newest()) {
        core::cmp::Ordering::Equal => Ok(()),
        core::cmp::Ordering::Less => Err(StoreError::Unavailable(
            "the database is older than this program: run `ambang migrate`".to_owned(),
        )),
        core::cmp::Ordering::Greater => Err(newer(version)),
    }
}

fn newer(version: i64) -> StoreError {
    StoreError::Unavailable(format!(
        "the database has schema {version} and this program knows {}: use the newer program that wrote it",
        newest()
    ))
}

fn refusal(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(version) => newer(version),
        MigrateError::VersionMismatch(version) => StoreError::Unavailable(format!(
            "migration {version} of the database is not the one that this program knows"
        )),
        other => unavailable("the schema cannot be brought up to date", &other),
    }
}
