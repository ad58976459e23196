//! The contract suite on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod place;
mod stores;

use contract::store::{Pair, run_nodes_suite, run_store_suite, run_transfer_suite};
use place::Databases;
use stores::{Database, Folder};

async fn database(databases: &Databases) -> Database {
    Database {
        url: databases.make().await,
    }
}

mod slow {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn postgres_keeps_the_contract() {
        let databases = Databases::new();
        let ran = run_store_suite(async || database(&databases).await).await;
        assert!(ran >= 54, "only {ran} cases ran");
        databases.clear().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nodes_share_a_store() {
        let databases = Databases::new();
        let ran = run_nodes_suite(async || database(&databases).await).await;
        assert!(ran >= 8, "only {ran} cases ran");
        databases.clear().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_file_becomes_a_database() {
        let databases = Databases::new();
        let make = async || Pair {
            from: Folder::new(),
            to: database(&databases).await,
        };
        let ran = run_transfer_suite(make).await;
        assert!(ran >= 5, "only {ran} cases ran");
        databases.clear().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_database_becomes_a_file() {
        let databases = Databases::new();
        let make = async || Pair {
            from: database(&databases).await,
            to: Folder::new(),
        };
        let ran = run_transfer_suite(make).await;
        assert!(ran >= 5, "only {ran} cases ran");
        databases.clear().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_database_becomes_another_database() {
        let databases = Databases::new();
        let make = async || Pair {
            from: database(&databases).await,
            to: database(&databases).await,
        };
        let ran = run_transfer_suite(make).await;
        assert!(ran >= 5, "only {ran} cases ran");
        databases.clear().await;
    }
}
