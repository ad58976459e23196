//! Stores for the contract's suites: a file in a folder, a database on a server.

#![allow(dead_code, reason = "not every test uses both")]

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use contract::store::{Movable, Place};
use exam::ports::{Destination, Origin, Store, StoreError};
use store::{Nodes, PostgresOptions, PostgresStore, SqliteOptions, SqliteStore};

/// A file.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    /// In a new folder.
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

#[async_trait]
impl Place for Folder {
    async fn open(&self) -> Arc<dyn Store> {
        let path = self.file("ambang.db");
        // A store that was dropped gives its lock up once the units and tasks that hold it have ended.
        loop {
            match SqliteStore::open(&path, SqliteOptions::default()).await {
                Ok(store) => return Arc::new(store),
                Err(error) if error.to_string().contains("in use") => {
                    tokio::task::yield_now().await
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn backup_target(&self) -> Option<String> {
        Some(self.file("copy.db").to_string_lossy().into_owned())
    }

    async fn open_backup(&self, target: &str) -> Arc<dyn Store> {
        let options = SqliteOptions::default();
        Arc::new(SqliteStore::open(target.as_ref(), options).await.unwrap())
    }
}

#[async_trait]
impl Movable for Folder {
    async fn origin(&self) -> Result<Box<dyn Origin>, StoreError> {
        SqliteStore::origin(&self.file("ambang.db")).await
    }

    async fn destination(&self) -> Result<Box<dyn Destination>, StoreError> {
        SqliteStore::destination(&self.file("ambang.db")).await
    }
}

/// A database.
pub(crate) struct Database {
    pub(crate) url: String,
}

fn options() -> PostgresOptions {
    PostgresOptions {
        nodes: Nodes::Several,
        ..PostgresOptions::default()
    }
}

#[async_trait]
impl Place for Database {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(PostgresStore::open(&self.url, options()).await.unwrap())
    }

    async fn open_another(&self) -> Option<Arc<dyn Store>> {
        Some(self.open().await)
    }

    fn backup_target(&self) -> Option<String> {
        None
    }

    async fn open_backup(&self, _: &str) -> Arc<dyn Store> {
        unreachable!("there is no copy")
    }
}

#[async_trait]
impl Movable for Database {
    async fn origin(&self) -> Result<Box<dyn Origin>, StoreError> {
        PostgresStore::origin(&self.url, options()).await
    }

    async fn destination(&self) -> Result<Box<dyn Destination>, StoreError> {
        PostgresStore::destination(&self.url, options()).await
    }
}
