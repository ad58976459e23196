//! A whole file out, and a whole file in.

use core::time::Duration;
use std::path::Path;

use async_trait::async_trait;
use exam::ports::{Cell, Destination, Origin, Shape, StoreError};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, SqliteConnection};

use super::lock::FileLock;
use super::rows::{Args, Snapshot, add, check_empty, known, within};
use super::{SqliteStore, connect, migrate};
use crate::error::{from_sqlx, unavailable};
use crate::migrations;
use crate::sql::answers;

/// What a snapshot holds as long as it lives: nobody serves the file meanwhile.
pub(super) type Hold = FileLock;

/// Nobody else has the file, so a lock that is waited for is a reader's moment.
const BUSY_MAX: Duration = Duration::from_secs(5);

impl SqliteStore {
    /// Opens a file that nobody serves, to be read whole. Changes nothing in it.
    ///
    /// # Errors
    /// `Unavailable` with a text for the operator: the file is not there, another process holds it, or its schema is
    /// not this version's.
    pub async fn origin(path: &Path) -> Result<Box<dyn Origin>, StoreError> {
        if !path.is_file() {
            return Err(unavailable("there is no such file", &path.display()));
        }
        let hold = FileLock::take(path)?;
        let connecting = connect::reader(path);
        let mut connection = connecting.connect().await.map_err(from_sqlx)?;
        connect::assert_reader(&mut connection)
            .await
            .map_err(from_sqlx)?;
        migrations::check(migrate::version(&mut connection).await?)?;
        within(sqlx::query("BEGIN").execute(&mut connection)).await?;
        Ok(Box::new(Snapshot {
            connection,
            _hold: hold,
        }))
    }

    /// Makes a file, or takes an empty one, to be filled. Nobody else may use it until it is.
    ///
    /// # Errors
    /// `Unavailable` with a text for the operator: another process holds the file, it is another version's, or anything
    /// is in it.
    pub async fn destination(path: &Path) -> Result<Box<dyn Destination>, StoreError> {
        let hold = FileLock::take(path)?;
        connect::create_private(path)?;
        let mut connection = connect::writer(path, BUSY_MAX).await?;
        if migrate::version(&mut connection).await? > 0 {
            migrations::check(migrate::version(&mut connection).await?)?;
            check_empty(&mut connection).await?;
        }
        connection.close().await.map_err(from_sqlx)?;
        migrate::run(path).await?;
        let mut connection = connect::writer(path, BUSY_MAX).await?;
        answers::BEGIN.call().run(&mut connection).await?;
        check_empty(&mut connection).await?;
        Ok(Box::new(Filling {
            connection,
            _hold: hold,
        }))
    }
}

struct Filling {
    connection: SqliteConnection,
    _hold: FileLock,
}

#[async_trait]
impl Destination for Filling {
    async fn take(&mut self, shape: Shape, rows: Vec<Vec<Cell>>) -> Result<(), StoreError> {
        let table = known(shape)?;
        let text = table.insert();
        for row in rows {
            let mut args = Args::default();
            for ((_, kind), cell) in table.columns.iter().zip(row) {
                add(&mut args, *kind, &cell)?;
            }
            let query = sqlx::query_with(AssertSqlSafe(text.as_str()), args);
            let written = within(query.execute(&mut self.connection)).await;
            written.map_err(|error| explain(shape, error))?;
        }
        Ok(())
    }

    /// New rows get the number after the last one by themselves.
    async fn finish(mut self: Box<Self>) -> Result<(), StoreError> {
        answers::COMMIT.call().run(&mut self.connection).await?;
        self.connection.close().await.map_err(from_sqlx)
    }
}

fn explain(shape: Shape, error: StoreError) -> StoreError {
    match (shape.name, error) {
        ("journal", StoreError::Data(_)) => StoreError::Data(
            "several nodes have numbered the journal, each in blocks of its own, and a file cannot take it over"
                .to_owned(),
        ),
        (_, error) => error,
    }
}
