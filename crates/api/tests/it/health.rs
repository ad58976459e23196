//! Whether the process lives, and whether it can do its work.

use std::sync::Arc;

use exam::ports::Clock;
use lexicon::{Instant, Millis};
use store::{SqliteOptions, SqliteStore};

use crate::world::{FakeClock, Staff, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_cannot_record_is_alive_and_not_ready() {
    let world = World::start().await;
    let sound = Staff::stranger(&world.base);
    assert_eq!(sound.get("/readyz").await.text(), "ready");
    let broken = Staff::stranger(&world.without_recorder());
    assert_eq!(broken.get("/healthz").await.text(), "ok");
    let told = broken.get("/readyz").await;
    assert_eq!(told.json()["reason"], "recorder");
    told.refused(503, "unavailable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_has_not_committed_for_two_seconds_is_not_ready() {
    let world = World::start().await;
    let (base, clock, _running, _helpers) = world.without_heart().await;
    let asked = Staff::stranger(&base);
    clock.advance(Millis(2_000));
    assert_eq!(asked.get("/readyz").await.text(), "ready");
    clock.advance(Millis(1));
    asked.get("/readyz").await.refused(503, "unavailable");
    assert_eq!(asked.get("/healthz").await.text(), "ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_about_to_end_is_not_ready() {
    let world = World::start().await;
    world.shared.drain();
    let asked = Staff::stranger(&world.base);
    let told = asked.get("/readyz").await;
    assert_eq!(told.json()["detail"], "it is about to end");
    assert_eq!(told.json()["reason"], "ending");
    told.refused(503, "unavailable");
    assert_eq!(asked.get("/healthz").await.text(), "ok");
}

/// Seconds beside the store's.
struct Wrong;

impl Clock for Wrong {
    fn now(&self) -> Instant {
        FakeClock::default().now()
    }

    fn wall_drift(&self) -> Millis {
        Millis(5_000)
    }

    fn fault(&self) -> Option<String> {
        Some("this machine's clock is 5.0 s ahead of the store's clock".to_owned())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_with_a_wrong_clock_is_not_ready_and_says_so() {
    let world = World::start().await;
    let asked = Staff::stranger(&world.by(Arc::new(Wrong)));
    let told = asked.get("/readyz").await;
    let detail = told.json()["detail"].to_string();
    assert!(detail.contains("5.0 s ahead"), "{detail}");
    assert_eq!(told.json()["reason"], "clock");
    told.refused(503, "unavailable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_disk_is_nearly_full_is_not_ready_and_says_so() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions {
        free_min: u64::MAX,
        ..SqliteOptions::default()
    };
    let store = SqliteStore::open(&folder.path().join("full.db"), options).await;
    let store = Arc::new(store.unwrap());
    let asked = Staff::stranger(&world.over(Arc::clone(&store) as _));
    let told = asked.get("/readyz").await;
    assert_eq!(told.json()["reason"], "disk");
    let detail = told.json()["detail"].to_string();
    assert!(detail.contains("MB left"), "{detail}");
    told.refused(503, "unavailable");
    store.close().await.unwrap();
    let told = asked.get("/readyz").await;
    assert_eq!(told.json()["reason"], "store");
    assert_eq!(asked.get("/healthz").await.text(), "ok");
}
