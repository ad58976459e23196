//! Whether the process lives, and whether it can do its work.

use crate::world::{Staff, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_cannot_record_is_alive_and_not_ready() {
    let world = World::start().await;
    let sound = Staff::stranger(&world.base);
    assert_eq!(sound.get("/readyz").await.text(), "ready");
    let broken = Staff::stranger(&world.without_recorder());
    assert_eq!(broken.get("/healthz").await.text(), "ok");
    let told = broken.get("/readyz").await;
    told.refused(503, "unavailable");
}
