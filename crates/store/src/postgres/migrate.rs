//! The schema and its version.

use core::time::Duration;

use exam::ports::StoreError;
use sqlx::migrate::Migrate;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use super::{connect, refusals};
use crate::error::unavailable;
use crate::migrations::{self, Migrated, TABLE, refusal};
use crate::sql::postgres as sql;

/// How long all of it may take, the wait for another node that migrates included.
const MIGRATE_MAX: Duration = Duration::from_secs(300);

/// Applies what is missing. Of several nodes that start at once, one does it; the others wait for its lock.
pub(super) async fn run(
    address: &PgConnectOptions,
    wait_max: Duration,
) -> Result<Migrated, StoreError> {
    let mut connection = connect::bare(address, wait_max).await?;
    refusals::check_server(&mut connection).await?;
    let migrated = tokio::time::timeout(MIGRATE_MAX, apply(&mut connection)).await;
    let migrated = migrated
        .map_err(|elapsed| unavailable("the schema was not up to date in time", &elapsed))?;
    connect::close(connection).await;
    migrated
}

async fn apply(connection: &mut PgConnection) -> Result<Migrated, StoreError> {
    // A table that somebody holds must not make everybody else wait behind the migration; its own lock waits longer.
    let patient = sql::SET_SERVER_SETTING
        .call()
        .text("lock_timeout")
        .text("60000");
    patient.rows(&mut *connection).await?;
    connection.lock().await.map_err(refusal)?;
    let done = under_lock(connection).await;
    connection.unlock().await.map_err(refusal)?;
    done
}

async fn under_lock(connection: &mut PgConnection) -> Result<Migrated, StoreError> {
    connection
        .ensure_migrations_table(TABLE)
        .await
        .map_err(refusal)?;
    let from = version(connection).await?;
    let mut migrator = migrations::migrator(|step| step.postgres);
    migrator.set_locking(false);
    let done = migrator.run_direct(None, connection, false).await;
    done.map_err(refusal)?;
    Ok(Migrated {
        from,
        to: migrations::newest(),
    })
}

/// Refuses a schema that is not this version's.
pub(super) async fn check(connection: &mut PgConnection) -> Result<(), StoreError> {
    migrations::check(version(connection).await?)
}

/// The version of the schema, 0 where there is none.
pub(super) async fn version(connection: &mut PgConnection) -> Result<i64, StoreError> {
    let made = sql::SCHEMA_IS_MADE.call();
    let made = made.first(&mut *connection, super::only_integer);
    if made.await? != Some(1) {
        return Ok(0);
    }
    let applied = connection.list_applied_migrations(TABLE).await;
    let applied = applied.map_err(refusal)?;
    Ok(applied.last().map_or(0, |migration| migration.version))
}
