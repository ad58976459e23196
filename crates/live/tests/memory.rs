//! The contract suites in memory.

use contract::failures::run_failures_suite;
use contract::live::run_live_suite;
use live::{MemoryFailures, MemoryLive};

#[tokio::test]
async fn memory_keeps_the_contract() {
    let ran = run_live_suite(async || MemoryLive::new()).await;
    assert!(ran >= 21, "only {ran} cases ran");
}

#[tokio::test]
async fn memory_counts_failures_by_the_contract() {
    let ran = run_failures_suite(async || MemoryFailures::default()).await;
    assert!(ran >= 7, "only {ran} cases ran");
}
