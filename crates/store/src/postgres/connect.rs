//! Connections, and what each must prove before it is used.

use core::str::FromStr;
use core::time::Duration;
use std::collections::BTreeMap;

use exam::ports::StoreError;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection as _};

use super::{Columns, refusals};
use crate::error::{from_sqlx, unavailable};
use crate::sql::postgres as sql;

/// What a session does here, by name, with the value in the setting's base unit (milliseconds).
///
/// Statements find their rows by index and are planned once, whatever the tables' statistics say: a plan made while a
/// table was empty must not be the plan that reads it whole at the exam.
const SESSION: [(&str, &str); 8] = [
    ("statement_timeout", "5000"),
    ("lock_timeout", "1000"),
    ("idle_in_transaction_session_timeout", "5000"),
    ("default_transaction_isolation", "read committed"),
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("jit", "off"),
    ("application_name", "ambang"),
];

/// What a reading session does as well.
const READING: (&str, &str) = ("default_transaction_read_only", "on");

/// A connection that has rested for longer is asked before it is used, and has as long to answer.
const RESTED_MAX: Duration = Duration::from_secs(1);

/// How the server at this address is reached.
///
/// # Errors
/// `Unavailable` with a text for the operator; the address itself, which may hold a password, is not in it.
pub(super) fn address(url: &str) -> Result<PgConnectOptions, StoreError> {
    let options = PgConnectOptions::from_str(url).map_err(|error| {
        let why = "the address of the database is not understood: postgres://USER:PASSWORD@HOST:PORT/DATABASE";
        unavailable(why, &error)
    })?;
    Ok(options
        .statement_cache_capacity(200)
        .disable_statement_logging())
}

/// A connection as the server gives it, within `wait_max`.
pub(super) async fn bare(
    address: &PgConnectOptions,
    wait_max: Duration,
) -> Result<PgConnection, StoreError> {
    let connected = tokio::time::timeout(wait_max, address.connect()).await;
    let connected = connected
        .map_err(|elapsed| unavailable("the database cannot be reached in time", &elapsed))?;
    connected.map_err(from_sqlx)
}

/// A connection that writes, asserted.
pub(super) async fn writer(
    address: &PgConnectOptions,
    wait_max: Duration,
) -> Result<PgConnection, StoreError> {
    let mut connection = bare(address, wait_max).await?;
    set_up(&mut connection, &SESSION).await?;
    refusals::check_session(&mut connection).await?;
    Ok(connection)
}

/// Sets up a reading connection as the pool opens it.
pub(super) async fn set_up_reader(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let settings = [&SESSION[..], &[READING]].concat();
    let ready = set_up(connection, &settings).await;
    ready.map_err(|error| sqlx::Error::Configuration(error.into()))
}

/// Whether a reading connection that has rested for so long still lives. One that was used a moment ago is taken as it
/// is.
pub(super) async fn still_there(
    connection: &mut PgConnection,
    rested: Duration,
) -> Result<bool, sqlx::Error> {
    if rested < RESTED_MAX {
        return Ok(true);
    }
    let asked = tokio::time::timeout(RESTED_MAX, connection.ping()).await;
    Ok(matches!(asked, Ok(Ok(()))))
}

/// Sets, then reads back.
async fn set_up(
    connection: &mut PgConnection,
    settings: &[(&'static str, &'static str)],
) -> Result<(), StoreError> {
    let (names, values): (Vec<_>, Vec<_>) = settings.iter().copied().unzip();
    let set = sql::SET_SERVER_SETTINGS.call().with(names.clone());
    set.with(values).rows(&mut *connection).await?;
    let found = sql::SERVER_SETTINGS.call().with(names);
    let found = found.list(connection, |row| {
        let mut columns = Columns::of(row);
        Ok((columns.value()?, columns.value()?))
    });
    let found: BTreeMap<String, String> = found.await?.into_iter().collect();
    for (name, value) in settings {
        if found.get(*name).is_none_or(|found| found != value) {
            let found = found.get(*name).cloned().unwrap_or_default();
            let why = format!("the session's {name} does not take: {found} instead of {value}");
            return Err(unavailable(&why, &"asserted"));
        }
    }
    Ok(())
}

/// A setting as the session has it; none where the server does not know it.
pub(super) async fn setting(
    connection: &mut PgConnection,
    name: &str,
) -> Result<Option<String>, StoreError> {
    let found = sql::SERVER_SETTING.call().text(name);
    let found = found.first(connection, |row| Columns::of(row).value::<Option<String>>());
    Ok(found.await?.flatten())
}

/// Ends a connection politely, but waits for nobody.
pub(super) async fn close(connection: PgConnection) {
    let closed = tokio::time::timeout(Duration::from_secs(1), connection.close()).await;
    if !matches!(closed, Ok(Ok(()))) {
        tracing::debug!("a connection was cut instead of closed");
    }
}
