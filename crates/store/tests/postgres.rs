//! The contract suite on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod place;

use std::sync::Arc;

use async_trait::async_trait;
use contract::store::{Place, run_nodes_suite, run_store_suite};
use exam::ports::Store;
use place::Databases;
use store::{Nodes, PostgresOptions, PostgresStore};

struct Database {
    url: String,
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

mod slow {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn postgres_keeps_the_contract() {
        let databases = Databases::new();
        let make = async || Database {
            url: databases.make().await,
        };
        let ran = run_store_suite(make).await;
        assert!(ran >= 54, "only {ran} cases ran");
        databases.clear().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nodes_share_a_store() {
        let databases = Databases::new();
        let make = async || Database {
            url: databases.make().await,
        };
        let ran = run_nodes_suite(make).await;
        assert!(ran >= 8, "only {ran} cases ran");
        databases.clear().await;
    }
}
