//! One statement with its arguments on the way to the engine.

use exam::ports::StoreError;
use futures::TryStreamExt;
use sqlx::{Arguments, Encode, Executor, Type};

use crate::engine::Engine;
use crate::error::{broken, data, from_sqlx};

/// A statement of this crate and how many parameters it has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sql {
    /// The text for SQLite, with parameters `$1`, `$2`, …; empty where only the other engine knows it.
    pub(crate) sqlite: &'static str,
    /// The text for PostgreSQL: mostly the same one.
    pub(crate) postgres: &'static str,
    /// How many parameters.
    pub(crate) arity: usize,
}

impl Sql {
    /// A call without arguments yet.
    pub(crate) fn call<E: Engine>(self) -> Call<E> {
        Call {
            sql: self,
            args: E::Arguments::default(),
            fault: None,
        }
    }
}

/// A statement being filled. SQLite's driver binds a missing argument as NULL without a word, so nothing is sent
/// unless there are as many as the statement has parameters.
#[must_use]
pub(crate) struct Call<E: Engine> {
    sql: Sql,
    args: E::Arguments,
    fault: Option<StoreError>,
}

impl<E: Engine> Call<E> {
    /// The next argument.
    pub(crate) fn with<'v, T: Encode<'v, E> + Type<E> + 'v>(mut self, value: T) -> Self {
        if let Err(error) = self.args.add(value) {
            self.fault = Some(data("a value cannot be written", &error));
        }
        self
    }

    /// The next argument: an id.
    pub(crate) fn id(self, id: &[u8; 16]) -> Self {
        self.maybe_id(Some(id))
    }

    /// The next argument: an id, if there is one.
    pub(crate) fn maybe_id(mut self, id: Option<&[u8; 16]>) -> Self {
        if let Err(error) = E::add_id(&mut self.args, id) {
            self.fault = Some(data("a value cannot be written", &error));
        }
        self
    }

    /// The next argument: bytes.
    pub(crate) fn bytes(self, bytes: &[u8]) -> Self
    where
        Vec<u8>: for<'v> Encode<'v, E> + Type<E>,
    {
        self.with(bytes.to_vec())
    }

    /// The next argument: a text. U+0000 is refused here, since PostgreSQL cannot hold it and SQLite's own
    /// functions stop at it.
    pub(crate) fn text(mut self, text: &str) -> Self
    where
        String: for<'v> Encode<'v, E> + Type<E>,
    {
        if text.contains('\0') {
            self.fault = Some(StoreError::Data("a text contains U+0000".to_owned()));
        }
        self.with(text.to_owned())
    }

    /// Runs it; the number of rows that it wrote.
    pub(crate) async fn run<'c>(
        self,
        on: impl Executor<'c, Database = E>,
    ) -> Result<u64, StoreError> {
        let (text, args) = self.checked()?;
        let done = E::within(sqlx::query_with(text, args).execute(on)).await?;
        done.map(|done| E::wrote(&done)).map_err(from_sqlx)
    }

    /// Runs a single statement that gives no rows. As [`Self::run`], but whoever waits is woken once, by the
    /// statement's end, and not again by the news that nothing follows it.
    pub(crate) async fn run_one<'c>(
        self,
        on: impl Executor<'c, Database = E>,
    ) -> Result<(), StoreError> {
        let (text, args) = self.checked()?;
        let mut done = on.fetch_many(sqlx::query_with(text, args));
        match done.try_next().await.map_err(from_sqlx)? {
            Some(_) => Ok(()),
            None => Err(broken("a statement that never ended")),
        }
    }

    /// All its rows.
    pub(crate) async fn rows<'c>(
        self,
        on: impl Executor<'c, Database = E>,
    ) -> Result<Vec<E::Row>, StoreError> {
        let (text, args) = self.checked()?;
        let rows = E::within(sqlx::query_with(text, args).fetch_all(on)).await?;
        rows.map_err(from_sqlx)
    }

    /// All its rows, each read by `decode`.
    pub(crate) async fn list<'c, T>(
        self,
        on: impl Executor<'c, Database = E>,
        decode: fn(&E::Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.rows(on).await?.iter().map(decode).collect()
    }

    /// Its first row, read by `decode`.
    pub(crate) async fn first<'c, T>(
        self,
        on: impl Executor<'c, Database = E>,
        decode: fn(&E::Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let (text, args) = self.checked()?;
        let row = E::within(sqlx::query_with(text, args).fetch_optional(on)).await?;
        row.map_err(from_sqlx)?.as_ref().map(decode).transpose()
    }

    fn checked(self) -> Result<(&'static str, E::Arguments), StoreError> {
        match self.fault {
            Some(fault) => Err(fault),
            None if self.args.len() != self.sql.arity => {
                Err(broken("a statement whose arguments do not match"))
            }
            None => Ok((E::text(self.sql), self.args)),
        }
    }
}
