//! What the code that both adapters are built from asks of a driver.

use exam::ports::StoreError;
use sqlx::database::Database;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgQueryResult, PgRow};
use sqlx::sqlite::{SqliteQueryResult, SqliteRow};
use sqlx::{Arguments, IntoArguments, Postgres, Row, Sqlite};
use uuid::Uuid;

use crate::call::Sql;
use crate::error::unavailable;

/// A driver, as far as the two differ in what goes in and comes out.
pub(crate) trait Engine: Database<Arguments: IntoArguments<Self>> {
    /// The statement's text for this engine.
    fn text(sql: Sql) -> &'static str;

    /// How many rows a statement wrote.
    fn wrote(done: &Self::QueryResult) -> u64;

    /// Adds an id as an argument.
    fn add_id(args: &mut Self::Arguments, id: Option<&[u8; 16]>) -> Result<(), BoxDynError>;

    /// Reads an id; an error also where the bytes are not sixteen.
    fn id(row: &Self::Row, at: usize) -> Result<Option<[u8; 16]>, sqlx::Error>;

    /// Waits for an answer of the engine, as long as it makes sense.
    fn within<F: Future + Send>(
        answer: F,
    ) -> impl Future<Output = Result<F::Output, StoreError>> + Send;
}

impl Engine for Sqlite {
    fn text(sql: Sql) -> &'static str {
        sql.sqlite
    }

    fn wrote(done: &SqliteQueryResult) -> u64 {
        done.rows_affected()
    }

    fn add_id(args: &mut Self::Arguments, id: Option<&[u8; 16]>) -> Result<(), BoxDynError> {
        args.add(id.map(|id| id.to_vec()))
    }

    fn id(row: &SqliteRow, at: usize) -> Result<Option<[u8; 16]>, sqlx::Error> {
        let bytes: Option<&[u8]> = row.try_get(at)?;
        let id = bytes.map(<[u8; 16]>::try_from).transpose();
        id.map_err(|error| sqlx::Error::Decode(error.into()))
    }

    /// A file answers.
    async fn within<F: Future + Send>(answer: F) -> Result<F::Output, StoreError> {
        Ok(answer.await)
    }
}

impl Engine for Postgres {
    fn text(sql: Sql) -> &'static str {
        sql.postgres
    }

    fn wrote(done: &PgQueryResult) -> u64 {
        done.rows_affected()
    }

    fn add_id(args: &mut Self::Arguments, id: Option<&[u8; 16]>) -> Result<(), BoxDynError> {
        args.add(id.map(|id| Uuid::from_bytes(*id)))
    }

    fn id(row: &PgRow, at: usize) -> Result<Option<[u8; 16]>, sqlx::Error> {
        let id: Option<Uuid> = row.try_get(at)?;
        Ok(id.map(Uuid::into_bytes))
    }

    /// A network may say nothing for ever.
    async fn within<F: Future + Send>(answer: F) -> Result<F::Output, StoreError> {
        let answered = tokio::time::timeout(crate::postgres::ANSWER_MAX, answer).await;
        answered.map_err(|elapsed| unavailable("the database is silent", &elapsed))
    }
}
