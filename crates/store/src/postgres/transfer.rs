//! A whole database out, and a whole database in.

use async_trait::async_trait;
use exam::ports::{Cell, Destination, Origin, Shape, StoreError};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Arguments, AssertSqlSafe};
use uuid::Uuid;

use super::rows::{Args, STEP_MAX, Snapshot, check_empty, id, known, other_kind, within};
use super::{Nodes, PostgresOptions, PostgresStore, connect, migrate, node};
use crate::call::Sql;
use crate::error::{data, unknown_commit};
use crate::sql::{answers, postgres as sql};
use crate::tables::{Kind, TABLES, Table};

/// The lock of the nodes is on the connection itself.
pub(super) type Hold = ();

impl PostgresStore {
    /// Opens a database that nobody serves, to be read whole. Changes nothing in it.
    ///
    /// # Errors
    /// `Unavailable` with a text for the operator: the server is not reached, a node or a command is at the database, or
    /// its schema is not this version's.
    pub async fn origin(
        url: &str,
        options: PostgresOptions,
    ) -> Result<Box<dyn Origin>, StoreError> {
        let address = connect::address(url)?;
        let mut connection = alone(&address, options).await?;
        migrate::check(&mut connection).await?;
        sql::BEGIN_SNAPSHOT.call().run(&mut connection).await?;
        Ok(Box::new(Snapshot {
            connection,
            _hold: (),
        }))
    }

    /// Takes an empty database, makes the schema in it, and has it filled. Nobody else can write to it until it is.
    ///
    /// # Errors
    /// `Unavailable` with a text for the operator: as [`PostgresStore::open`], or anything is in it.
    pub async fn destination(
        url: &str,
        options: PostgresOptions,
    ) -> Result<Box<dyn Destination>, StoreError> {
        let address = connect::address(url)?;
        let mut connection = alone(&address, options).await?;
        if migrate::version(&mut connection).await? > 0 {
            migrate::check(&mut connection).await?;
            check_empty(&mut connection).await?;
        }
        migrate::run(&address, options.wait_max).await?;
        answers::BEGIN.call().run(&mut connection).await?;
        // A node that starts now waits for its first write, and gives up with words; nothing of it comes in between.
        let tables = TABLES
            .iter()
            .map(|table| format!("\"{}\"", table.shape.name));
        let tables = tables.collect::<Vec<_>>().join(", ");
        let lock = format!("LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE");
        within(sqlx::query(AssertSqlSafe(lock)).execute(&mut connection)).await?;
        check_empty(&mut connection).await?;
        Ok(Box::new(Filling { connection }))
    }
}

/// A connection with patience, while nobody else is at the database.
async fn alone(
    address: &PgConnectOptions,
    options: PostgresOptions,
) -> Result<PgConnection, StoreError> {
    let mut connection = connect::writer(address, options.wait_max).await?;
    let mut tries = 1;
    // The server takes a moment to see that whoever has just ended is gone.
    while let Err(error) = check_alone(&mut connection).await {
        if tries == node::TRIES_MAX {
            return Err(error);
        }
        tries += 1;
        tokio::time::sleep(node::TRY_EVERY).await;
    }
    let patience = STEP_MAX.as_millis().to_string();
    for name in ["statement_timeout", "idle_in_transaction_session_timeout"] {
        let set = sql::SET_SERVER_SETTING.call().text(name).text(&patience);
        set.rows(&mut connection).await?;
    }
    Ok(connection)
}

async fn check_alone(connection: &mut PgConnection) -> Result<(), StoreError> {
    let others = sql::OTHER_SESSIONS.call();
    let others = others.first(&mut *connection, super::only_integer).await?;
    match others {
        Some(others @ 1..) => Err(StoreError::Unavailable(format!(
            "the database is in use ({others} other sessions of Ambang): stop every node and command first"
        ))),
        _ => node::lock_on(connection, Nodes::One).await,
    }
}

struct Filling {
    connection: PgConnection,
}

#[async_trait]
impl Destination for Filling {
    async fn take(&mut self, shape: Shape, rows: Vec<Vec<Cell>>) -> Result<(), StoreError> {
        let table = known(shape)?;
        let args = arrays(table, rows)?;
        let query = sqlx::query_with(AssertSqlSafe(table.insert_arrays()), args);
        within(query.execute(&mut self.connection)).await.map(drop)
    }

    async fn finish(mut self: Box<Self>) -> Result<(), StoreError> {
        for numbers in [sql::JOURNAL_GOES_ON, sql::IMPORTS_GO_ON] {
            numbers.call().rows(&mut self.connection).await?;
        }
        let done = commit(&mut self.connection, answers::COMMIT).await;
        done.map_err(|error| unknown_commit(&error))?;
        connect::close(self.connection).await;
        Ok(())
    }
}

/// A large one takes longer than a batch of answers.
async fn commit(connection: &mut PgConnection, sql: Sql) -> Result<(), StoreError> {
    within(sqlx::query(sql.postgres).execute(connection))
        .await
        .map(drop)
}

/// Each column as an array.
fn arrays(table: &Table, rows: Vec<Vec<Cell>>) -> Result<Args, StoreError> {
    let mut columns: Vec<Vec<Cell>> = table.columns.iter().map(|_| Vec::new()).collect();
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(row) {
            column.push(cell);
        }
    }
    let mut args = Args::default();
    for ((_, kind), cells) in table.columns.iter().zip(columns) {
        let added = match kind {
            Kind::Number => args.add(column(cells, number)?),
            Kind::Text => args.add(column(cells, text)?),
            Kind::Bytes => args.add(column(cells, bytes)?),
            Kind::Id => args.add(column(cells, uuid)?),
        };
        added.map_err(|error| data("a value cannot be written", &error))?;
    }
    Ok(args)
}

fn column<T>(
    cells: Vec<Cell>,
    read: fn(Cell) -> Result<Option<T>, StoreError>,
) -> Result<Vec<Option<T>>, StoreError> {
    cells.into_iter().map(read).collect()
}

fn number(cell: Cell) -> Result<Option<i64>, StoreError> {
    match cell {
        Cell::Nothing => Ok(None),
        Cell::Number(number) => Ok(Some(number)),
        _ => Err(other_kind()),
    }
}

fn text(cell: Cell) -> Result<Option<String>, StoreError> {
    match cell {
        Cell::Nothing => Ok(None),
        Cell::Text(text) => Ok(Some(text)),
        _ => Err(other_kind()),
    }
}

fn bytes(cell: Cell) -> Result<Option<Vec<u8>>, StoreError> {
    match cell {
        Cell::Nothing => Ok(None),
        Cell::Bytes(bytes) => Ok(Some(bytes)),
        _ => Err(other_kind()),
    }
}

fn uuid(cell: Cell) -> Result<Option<Uuid>, StoreError> {
    Ok(id(&cell)?.map(Uuid::from_bytes))
}
