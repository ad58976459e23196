//! The contract suite on SQLite.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod stores;

use contract::store::{Pair, run_store_suite, run_transfer_suite};
use stores::Folder;

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_contract() {
    let ran = run_store_suite(async || Folder::new()).await;
    assert!(ran >= 54, "only {ran} cases ran");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_becomes_another_file() {
    let make = async || Pair {
        from: Folder::new(),
        to: Folder::new(),
    };
    let ran = run_transfer_suite(make).await;
    assert!(ran >= 5, "only {ran} cases ran");
}
