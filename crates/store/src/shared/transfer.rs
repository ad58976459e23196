//! All rows of the store, out of it and into it.

use core::time::Duration;

use async_trait::async_trait;
use exam::ports::{Cell, Origin, Shape, StoreError};
use sqlx::{Arguments, AssertSqlSafe, Database};

use super::{Columns, Connection, Db, Hold, Row};
use crate::engine::Engine;
use crate::error::{broken, data, from_sqlx, unavailable};
use crate::tables::{Kind, TABLES, Table};

pub(super) type Args = <Db as Database>::Arguments;

/// How long one step may take: the largest row has a gigabyte.
pub(super) const STEP_MAX: Duration = Duration::from_secs(600);

/// One snapshot of the store, in a transaction that is never committed.
pub(super) struct Snapshot {
    pub(super) connection: Connection,
    pub(super) _hold: Hold,
}

#[async_trait]
impl Origin for Snapshot {
    fn tables(&self) -> Vec<Shape> {
        TABLES.iter().map(|table| table.shape).collect()
    }

    async fn count(&mut self, shape: Shape) -> Result<u64, StoreError> {
        let rows = count(&mut self.connection, known(shape)?).await?;
        Ok(rows)
    }

    async fn page(
        &mut self,
        shape: Shape,
        after: Option<&[Cell]>,
    ) -> Result<Vec<Vec<Cell>>, StoreError> {
        let table = known(shape)?;
        let mut args = Args::default();
        add(
            &mut args,
            Kind::Number,
            &Cell::Number(table.page_len.into()),
        )?;
        for ((_, kind), cell) in table.columns.iter().zip(after.unwrap_or_default()) {
            add(&mut args, *kind, cell)?;
        }
        let text = match after {
            None => table.first(),
            Some(_) => table.after(),
        };
        let query = sqlx::query_with(AssertSqlSafe(text), args);
        let rows = within(query.fetch_all(&mut self.connection)).await?;
        rows.iter().map(|row| cells(table, row)).collect()
    }
}

pub(super) fn known(shape: Shape) -> Result<&'static Table, StoreError> {
    Table::of(shape).ok_or_else(|| broken("a table that this program does not know"))
}

async fn count(connection: &mut Connection, table: &Table) -> Result<u64, StoreError> {
    let query = sqlx::query(AssertSqlSafe(table.count()));
    let row = within(query.fetch_one(connection)).await?;
    u64::try_from(super::only_integer(&row)?).map_err(|_| broken("a number of rows"))
}

/// Refuses a store in which anything is.
pub(super) async fn check_empty(connection: &mut Connection) -> Result<(), StoreError> {
    for table in TABLES {
        let rows = count(connection, table).await?;
        if rows > 0 {
            let name = table.shape.name;
            return Err(StoreError::Unavailable(format!(
                "the database to be filled is not empty ({rows} rows in {name}): nothing was changed; take a new one, or add --compare \
                 if an earlier copy was broken off while it compared"
            )));
        }
    }
    Ok(())
}

/// Adds a value as an argument.
pub(super) fn add(args: &mut Args, kind: Kind, cell: &Cell) -> Result<(), StoreError> {
    let added = match (kind, cell) {
        (Kind::Number, Cell::Number(number)) => args.add(*number),
        (Kind::Number, Cell::Nothing) => args.add(None::<i64>),
        (Kind::Text, Cell::Text(text)) => args.add(text.clone()),
        (Kind::Text, Cell::Nothing) => args.add(None::<String>),
        (Kind::Bytes, Cell::Bytes(bytes)) => args.add(bytes.clone()),
        (Kind::Bytes, Cell::Nothing) => args.add(None::<Vec<u8>>),
        (Kind::Id, cell) => <Db as Engine>::add_id(args, id(cell)?.as_ref()),
        _ => return Err(other_kind()),
    };
    added.map_err(|error| data("a value cannot be written", &error))
}

/// The id in a cell, if there is one.
pub(super) fn id(cell: &Cell) -> Result<Option<[u8; 16]>, StoreError> {
    match cell {
        Cell::Nothing => Ok(None),
        Cell::Bytes(bytes) => {
            let id = bytes.as_slice().try_into();
            id.map(Some).map_err(|_| other_kind())
        }
        _ => Err(other_kind()),
    }
}

pub(super) fn other_kind() -> StoreError {
    StoreError::Data("a value is not of its column's kind".to_owned())
}

fn cells(table: &Table, row: &Row) -> Result<Vec<Cell>, StoreError> {
    let mut columns = Columns::of(row);
    let cells = table.columns.iter().map(|(_, kind)| {
        let cell = match kind {
            Kind::Number => columns.value::<Option<i64>>()?.map(Cell::Number),
            Kind::Text => columns.value::<Option<String>>()?.map(Cell::Text),
            Kind::Bytes => columns.value::<Option<Vec<u8>>>()?.map(Cell::Bytes),
            Kind::Id => columns
                .maybe_id(|id| id)?
                .map(|id| Cell::Bytes(id.to_vec())),
        };
        Ok(cell.unwrap_or(Cell::Nothing))
    });
    cells.collect()
}

/// Waits for a step, but not for ever.
pub(super) async fn within<T>(
    step: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, StoreError> {
    let done = tokio::time::timeout(STEP_MAX, step).await;
    let done = done.map_err(|elapsed| unavailable("the database is silent", &elapsed))?;
    done.map_err(from_sqlx)
}
