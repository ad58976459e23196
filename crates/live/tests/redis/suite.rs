//! The contract suite.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use contract::failures::{run_failures_nodes_suite, run_failures_suite};
use contract::live::{run_live_suite, run_nodes_suite};
use live::{Redis, RedisFailures, RedisLive, RedisOptions};

use crate::server::Server;
use crate::soon;

/// Whose server the suite runs on: its own, or the one that the variable names.
struct Host {
    url: String,
    prefixes: AtomicUsize,
    _own: Option<Server>,
}

impl Host {
    fn new() -> Self {
        let other = std::env::var("AMBANG_TEST_REDIS").ok();
        let own = other.is_none().then(Server::start);
        let url = other.or_else(|| own.as_ref().map(Server::url));
        Self {
            url: url.unwrap(),
            prefixes: AtomicUsize::new(0),
            _own: own,
        }
    }

    /// Two nodes, side by side.
    async fn nodes<T>(&self, adapter: fn(&Arc<Redis>) -> T) -> (T, T) {
        let number = self.prefixes.fetch_add(1, Ordering::Relaxed);
        let options = RedisOptions {
            url: self.url.clone(),
            prefix: format!("ambang-test-{}-{number}", std::process::id()),
            authority: None,
        };
        let node = async || {
            let redis = Redis::open(&options).unwrap();
            soon(redis.connected()).await;
            adapter(&redis)
        };
        (node().await, node().await)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_keeps_the_contract() {
    let host = Host::new();
    let ran = run_live_suite(async || host.nodes(RedisLive::new).await.0).await;
    assert!(ran >= 21, "only {ran} cases ran");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_keeps_the_contract_for_several_nodes() {
    let host = Host::new();
    let ran = run_nodes_suite(async || host.nodes(RedisLive::new).await).await;
    assert!(ran >= 4, "only {ran} cases ran");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_counts_failures_by_the_contract() {
    let host = Host::new();
    let ran = run_failures_suite(async || host.nodes(RedisFailures::new).await.0).await;
    assert!(ran >= 7, "only {ran} cases ran");
    let ran = run_failures_nodes_suite(async || host.nodes(RedisFailures::new).await).await;
    assert!(ran >= 2, "only {ran} cases ran");
}
