//! The contract suite in memory.

use contract::live::run_live_suite;
use live::MemoryLive;

#[tokio::test]
async fn memory_keeps_the_contract() {
    let ran = run_live_suite(async || MemoryLive::new()).await;
    assert!(ran >= 15, "only {ran} cases ran");
}
