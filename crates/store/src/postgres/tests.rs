//! What the contract suite cannot see from outside.

use core::time::Duration;

use exam::ports::{AuditEntry, Staff, Store, StoreError};
use lexicon::Instant;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::*;
use crate::sql;

mod checks;
mod parity;
#[path = "../../tests/place/mod.rs"]
mod place;
mod plans;
mod refusals;
mod sessions;
mod tables;

use place::{Databases, run};

fn several() -> PostgresOptions {
    PostgresOptions {
        nodes: Nodes::Several,
        ..PostgresOptions::default()
    }
}

fn act() -> AuditEntry {
    AuditEntry {
        at: Instant(1_000),
        by: None,
        act: "test".to_owned(),
        subject: String::new(),
        detail: "{}".to_owned(),
    }
}

/// What a refusal says.
fn why<T: core::fmt::Debug>(outcome: Result<T, StoreError>) -> String {
    match outcome {
        Err(StoreError::Unavailable(why)) => why,
        other => panic!("{other:?}"),
    }
}

async fn connection(url: &str) -> PgConnection {
    let address = connect::address(url).unwrap();
    connect::writer(&address, Duration::from_secs(5))
        .await
        .unwrap()
}

async fn text(connection: &mut PgConnection, sql: &str) -> String {
    let sql = AssertSqlSafe(sql.to_owned());
    let value: Option<String> = sqlx::query_scalar(sql).fetch_one(connection).await.unwrap();
    value.unwrap_or_default()
}

async fn texts(connection: &mut PgConnection, sql: &str) -> Vec<String> {
    let sql = AssertSqlSafe(sql.to_owned());
    sqlx::query_scalar(sql).fetch_all(connection).await.unwrap()
}
