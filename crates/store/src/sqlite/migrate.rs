//! The schema and its version.

use std::path::Path;

use core::time::Duration;

use exam::ports::StoreError;
use sqlx::migrate::Migrate;
use sqlx::{Connection, SqliteConnection, SqlitePool};

use super::connect;
use crate::error::from_sqlx;
use crate::migrations::{self, Migrated, TABLE, refusal};
use crate::sql::upkeep;

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
    let done = migrations::migrator(|step| step.sqlite)
        .run_direct(None, &mut connection, false)
        .await;
    done.map_err(refusal)?;
    connection.close().await.map_err(from_sqlx)?;
    Ok(Migrated {
        from,
        to: migrations::newest(),
    })
}

/// Refuses a schema that is not this version's.
pub(super) async fn check(readers: &SqlitePool) -> Result<(), StoreError> {
    let mut connection = readers.acquire().await.map_err(from_sqlx)?;
    let applied = connection.list_applied_migrations(TABLE).await;
    let applied = applied.map_err(refusal)?;
    migrations::check(applied.last().map_or(0, |migration| migration.version))
}

/// The version of the schema, 0 where there is none.
pub(super) async fn version(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    let made = upkeep::SCHEMA_IS_MADE.call();
    let made = made.first(&mut *connection, super::only_integer);
    if made.await? != Some(1) {
        return Ok(0);
    }
    let applied = connection.list_applied_migrations(TABLE).await;
    let applied = applied.map_err(refusal)?;
    Ok(applied.last().map_or(0, |migration| migration.version))
}
