//! A copy of the whole store.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use exam::ports::StoreError;
use sqlx::{ConnectOptions, Connection};

use super::connect;
use crate::error::{from_sqlx, unavailable};
use crate::sql::upkeep;

/// Copies one snapshot into a new file that only its owner can read, and returns when it is on disk. What was
/// begun and failed is taken away again.
pub(super) async fn run(path: &Path, target: &Path) -> Result<(), StoreError> {
    let Some(name) = target.to_str() else {
        return Err(StoreError::Data("the target's name is not text".to_owned()));
    };
    create(target)?;
    let copied = copy(path, name).await;
    match copied {
        Ok(()) => sync(target.to_owned()).await,
        Err(error) => {
            if let Err(left) = tokio::fs::remove_file(target).await {
                tracing::warn!(%left, "an unfinished backup could not be taken away");
            }
            Err(error)
        }
    }
}

/// `VACUUM INTO` takes an empty file, so that its permissions are right from the first byte on.
fn create(target: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    connect::owner_only(&mut options);
    match options.open(target) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(StoreError::Exists(format!("the file {}", target.display())))
        }
        Err(error) => Err(unavailable("the target cannot be written", &error)),
    }
}

async fn copy(path: &Path, target: &str) -> Result<(), StoreError> {
    // Without query_only, which forbids the copy as well; the file itself is still opened read-only.
    let options = connect::reader(path).pragma("query_only", "OFF");
    let mut connection = options.connect().await.map_err(from_sqlx)?;
    let copied = upkeep::BACKUP
        .call()
        .text(target)
        .run(&mut connection)
        .await;
    connection.close().await.map_err(from_sqlx)?;
    copied.map(drop)
}

async fn sync(target: PathBuf) -> Result<(), StoreError> {
    let synced = tokio::task::spawn_blocking(move || {
        File::open(&target)?.sync_all()?;
        match target
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            Some(folder) => File::open(folder)?.sync_all(),
            None => File::open(".")?.sync_all(),
        }
    });
    match synced.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(unavailable("the copy may not be on disk", &error)),
        Err(error) => Err(unavailable("the copy may not be on disk", &error)),
    }
}
