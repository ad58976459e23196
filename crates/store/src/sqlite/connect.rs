//! Connections and what each must prove before it is used.

use core::time::Duration;
use std::fs::OpenOptions;
use std::path::Path;

use exam::ports::StoreError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection};

use crate::call::Sql;
use crate::error::{from_sqlx, unavailable};
use crate::sql::{answers, upkeep};

/// `PRAGMA synchronous = FULL` as it is read back.
const FULL: i64 = 2;

/// 64 MB of pages: the attempts of a whole site, so that a batch reads nothing from disk and spills nothing into
/// the log before its commit. With `temp_store` in memory the undo notes of a statement stay there too: as a file
/// they cost a quarter of the processor time of a batch.
const WRITER_CACHE: &str = "-65536";

/// Rows on their way from the engine's thread: a whole batch of attempts.
const ROW_BUFFER_LEN: usize = 1_024;

fn common(path: &Path, busy: Duration) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(busy)
        .row_buffer_size(ROW_BUFFER_LEN)
        .statement_cache_capacity(200)
        .disable_statement_logging()
}

/// A connection that writes, asserted. `busy` is how long it waits for locks of other connections.
pub(super) async fn writer(path: &Path, busy: Duration) -> Result<SqliteConnection, StoreError> {
    let options = common(path, busy)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("wal_autocheckpoint", "0")
        .pragma("cache_size", WRITER_CACHE)
        .pragma("temp_store", "MEMORY");
    let mut connection = options.connect().await.map_err(from_sqlx)?;
    assert_writer(&mut connection).await?;
    for sql in [answers::MAKE_BATCH, answers::SAVE_BATCH] {
        sql.call().run(&mut connection).await?;
    }
    Ok(connection)
}

/// How a reading connection is opened.
pub(super) fn reader(path: &Path) -> SqliteConnectOptions {
    common(path, Duration::from_secs(5))
        .read_only(true)
        .pragma("query_only", "ON")
        .pragma("temp_store", "MEMORY")
}

async fn assert_writer(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let mode = upkeep::JOURNAL_MODE
        .call()
        .first(&mut *connection, super::only_text);
    if mode.await?.as_deref() != Some("wal") {
        return Err(weak("journal_mode is not WAL"));
    }
    let wanted = [
        (upkeep::SYNCHRONOUS, FULL, "synchronous is not FULL"),
        (upkeep::FOREIGN_KEYS, 1, "foreign_keys is off"),
        (upkeep::WAL_AUTOCHECKPOINT, 0, "wal_autocheckpoint is not 0"),
        (upkeep::QUERY_ONLY, 0, "query_only is on"),
    ];
    for (pragma, value, fault) in wanted {
        assert_pragma(connection, pragma, value, fault).await?;
    }
    Ok(())
}

/// Checks a reading connection as the pool opens it.
pub(super) async fn assert_reader(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let checked = assert_pragma(connection, upkeep::QUERY_ONLY, 1, "query_only is off").await;
    checked.map_err(|error| sqlx::Error::Configuration(error.into()))
}

async fn assert_pragma(
    connection: &mut SqliteConnection,
    pragma: Sql,
    wanted: i64,
    fault: &str,
) -> Result<(), StoreError> {
    let found = pragma
        .call()
        .first(&mut *connection, super::only_integer)
        .await?;
    if found == Some(wanted) {
        Ok(())
    } else {
        Err(weak(fault))
    }
}

fn weak(fault: &str) -> StoreError {
    unavailable("a durability setting of the database does not take", &fault)
}

/// Makes the database file if it is not there, readable by its owner only; the log beside it inherits that.
pub(super) fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    owner_only(&mut options);
    let made = options.open(path).map(drop);
    made.map_err(|error| unavailable("the database file cannot be opened", &error))
}

/// Permissions of files that hold answers and keys.
#[cfg(unix)]
pub(super) fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

/// Elsewhere the folder's permissions hold.
#[cfg(not(unix))]
pub(super) fn owner_only(_: &mut OpenOptions) {}
