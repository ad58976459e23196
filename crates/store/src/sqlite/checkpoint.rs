//! Folding the log into the file, beside the writer.

use core::time::Duration;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use exam::ports::StoreError;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::Mutex;
use tokio::task::{AbortHandle, JoinHandle};

use super::writer::Gate;
use super::{Columns, SqliteOptions, connect};
use crate::call::Sql;
use crate::error::from_sqlx;
use crate::sql::upkeep;

/// How long a checkpoint under the gate waits for readers: longer would be felt by who answers.
const BUSY_MAX: Duration = Duration::from_millis(10);

/// A task with a connection of its own. A passive checkpoint waits for nobody, but as long as answers pour in
/// the log never begins anew; so where it is too long, the writer is held once the passive one has done the work.
#[derive(Debug)]
pub(super) struct Checkpointer {
    /// Taken when the task is ended.
    connection: Arc<Mutex<Option<SqliteConnection>>>,
    task: AbortHandle,
    /// Taken by who waits for the task's end.
    ending: Mutex<Option<JoinHandle<()>>>,
}

impl Checkpointer {
    /// Starts the task.
    pub(super) async fn start(
        path: &Path,
        gate: &Gate,
        options: &SqliteOptions,
    ) -> Result<Self, StoreError> {
        let connection = connect::writer(path, BUSY_MAX).await?;
        let connection = Arc::new(Mutex::new(Some(connection)));
        let work = Work {
            log: log_path(path),
            gate: gate.clone(),
            len_max: options.log_len_max,
        };
        let task = tokio::spawn(work.run(Arc::clone(&connection), options.checkpoint_every));
        Ok(Self {
            connection,
            task: task.abort_handle(),
            ending: Mutex::new(Some(task)),
        })
    }

    /// Ends the task, folds the whole log and closes the connection, so that nothing of it holds the file when
    /// this returns. Nobody may be writing.
    pub(super) async fn stop(&self) -> Result<(), StoreError> {
        self.task.abort();
        // The task has the gate, and with it the lock on the file, until it is gone.
        if let Some(task) = self.ending.lock().await.take() {
            drop(task.await);
        }
        let Some(mut connection) = self.connection.lock().await.take() else {
            return Ok(());
        };
        let folded = checkpoint(&mut connection, upkeep::CHECKPOINT_TRUNCATE).await;
        connection.close().await.map_err(from_sqlx)?;
        folded.map(drop)
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Work {
    log: PathBuf,
    gate: Gate,
    len_max: u64,
}

impl Work {
    async fn run(self, connection: Arc<Mutex<Option<SqliteConnection>>>, every: Duration) {
        let mut tick = tokio::time::interval(every);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let mut connection = connection.lock().await;
            let Some(connection) = connection.as_mut() else {
                return;
            };
            if let Err(error) = self.step(connection).await {
                tracing::warn!(%error, "a checkpoint failed; the log grows until one succeeds");
            }
        }
    }

    async fn step(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let len = tokio::fs::metadata(&self.log)
            .await
            .map_or(0, |log| log.len());
        if len == 0 {
            return Ok(());
        }
        let progress = checkpoint(connection, upkeep::CHECKPOINT_PASSIVE).await?;
        if len < self.len_max || progress.log_frames == 0 {
            return Ok(());
        }
        // The file keeps its length when the log begins anew; what counts is how much of it is in use.
        if progress.frame_bytes(len) >= self.len_max {
            let _held = self.gate.hold().await?;
            let restarted = checkpoint(connection, upkeep::CHECKPOINT_RESTART).await?;
            if restarted.busy {
                tracing::debug!("a reader keeps the log from beginning anew");
            }
        }
        Ok(())
    }
}

struct Progress {
    busy: bool,
    log_frames: u64,
}

impl Progress {
    /// Bytes of the log in use, at most its length: frames are a page of 4096 bytes and a header.
    fn frame_bytes(&self, len: u64) -> u64 {
        const FRAME_LEN: u64 = 4_096 + 24;
        len.min(self.log_frames.saturating_mul(FRAME_LEN))
    }
}

async fn checkpoint(connection: &mut SqliteConnection, kind: Sql) -> Result<Progress, StoreError> {
    let progress = kind.call().first(connection, |row| {
        let mut columns = Columns::of(row);
        let busy: i64 = columns.value()?;
        let frames: i64 = columns.value()?;
        Ok(Progress {
            busy: busy != 0,
            log_frames: frames.try_into().unwrap_or(0),
        })
    });
    let progress = progress.await?;
    progress.ok_or_else(|| StoreError::Unavailable("the checkpoint gave no answer".to_owned()))
}

fn log_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
