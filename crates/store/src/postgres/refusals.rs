//! Servers that an exam is not given to.

use exam::ports::{StoreError, Unfit};
use sqlx::postgres::PgConnection;

use super::connect::setting;
use super::{Columns, Durability};
use crate::error::unavailable;
use crate::sql::postgres as sql;

/// PostgreSQL 15.
const VERSION_MIN: i64 = 150_000;

/// Refuses a server that is too old, that may lose what it has acknowledged, or that holds no UTF-8.
pub(super) async fn check_server(connection: &mut PgConnection) -> Result<(), StoreError> {
    let version = sql::SERVER_VERSION.call();
    let version = version.first(&mut *connection, super::only_integer);
    let version = version.await?.unwrap_or(0);
    if version < VERSION_MIN {
        return Err(refused(&format!(
            "PostgreSQL {} is too old: 15 or newer is needed",
            version / 10_000
        )));
    }
    if let Some(why) = switched_off(connection).await? {
        return Err(refused(&why));
    }
    match setting(connection, "server_encoding").await?.as_deref() {
        None | Some("UTF8") => {}
        Some(other) => {
            let why = format!("the database's encoding is {other}: make one with UTF8");
            return Err(refused(&why));
        }
    }
    check_session(connection).await
}

/// What a power cut would do to a server like this.
async fn switched_off(connection: &mut PgConnection) -> Result<Option<String>, StoreError> {
    for name in ["fsync", "full_page_writes"] {
        // Engines that only speak PostgreSQL's language have no such switch.
        match setting(connection, name).await?.as_deref() {
            Some("on") => {}
            None => tracing::debug!(name, "the server does not know this setting"),
            Some(_) => {
                return Ok(Some(format!(
                    "{name} is off: a power cut would lose answers; switch it on"
                )));
            }
        }
    }
    Ok(None)
}

/// Refuses a session whose commits may return before they are on disk. Asked of every connection that writes.
pub(super) async fn check_session(connection: &mut PgConnection) -> Result<(), StoreError> {
    weaker_commit(connection)
        .await?
        .map_or(Ok(()), |why| Err(refused(&why)))
}

async fn weaker_commit(connection: &mut PgConnection) -> Result<Option<String>, StoreError> {
    let found = setting(connection, "synchronous_commit").await?;
    Ok(match found.as_deref() {
        None | Some("on" | "remote_apply") => None,
        Some(weaker) => Some(format!(
            "synchronous_commit is {weaker}: an acknowledged answer could be lost; set it to on"
        )),
    })
}

/// Refuses a server without a standby that every commit waits for, where one is asked for.
pub(super) async fn check_standby(
    connection: &mut PgConnection,
    durability: Durability,
) -> Result<(), StoreError> {
    without_standby(connection, durability)
        .await?
        .map_or(Ok(()), |why| Err(refused(&why)))
}

async fn without_standby(
    connection: &mut PgConnection,
    durability: Durability,
) -> Result<Option<String>, StoreError> {
    if durability == Durability::Local {
        return Ok(None);
    }
    let standbys = sql::STANDBYS.call().first(connection, |row| {
        let mut columns = Columns::of(row);
        Ok((columns.number()?, columns.number()?))
    });
    let why = match standbys.await?.unwrap_or_default() {
        (1.., _) => return Ok(None),
        (0, 1..) => {
            "with durability = \"replicated\" the database's role must see the standbys: GRANT pg_monitor TO it"
        }
        (0, 0) => {
            "durability is \"replicated\", but no synchronous standby streams: see synchronous_standby_names"
        }
    };
    Ok(Some(why.to_owned()))
}

/// By what a server that was fit has become unfit, if it has: somebody has changed a setting, a standby is gone.
pub(super) async fn unfit(
    connection: &mut PgConnection,
    durability: Durability,
) -> Result<Option<Unfit>, StoreError> {
    if let Some(why) = switched_off(connection).await? {
        return Ok(Some(Unfit::Durability(why)));
    }
    if let Some(why) = weaker_commit(connection).await? {
        return Ok(Some(Unfit::Durability(why)));
    }
    let why = without_standby(connection, durability).await?;
    Ok(why.map(Unfit::Unreplicated))
}

fn refused(why: &str) -> StoreError {
    unavailable(why, &"refused")
}
