//! The contract suite on SQLite.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use contract::store::{Place, run_store_suite};
use exam::ports::Store;
use store::{SqliteOptions, SqliteStore};

struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
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

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_contract() {
    let make = async || Folder {
        folder: tempfile::tempdir().unwrap(),
    };
    let ran = run_store_suite(make).await;
    assert!(ran >= 54, "only {ran} cases ran");
}
