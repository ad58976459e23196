//! Redis goes, and comes back with nothing.

use super::SIZE;
use crate::fleet::{Fleet, Shape};

/// The exam goes on without the boards, and they are filled again by themselves: after a crash, and where somebody has
/// emptied them.
#[tokio::test(flavor = "multi_thread")]
async fn redis_killed_and_flushed() {
    let fleet = Fleet::open(Shape::default()).await;
    let sight = &fleet.sight;
    let verdict = fleet
        .play(SIZE, async {
            sight.until_answered(500).await;
            fleet.redis.lock().await.kill();
            for node in &fleet.nodes {
                node.log.until("Redis does not answer", 1).await;
            }
            sight.until_answered(500).await;
            fleet.redis.lock().await.run().unwrap();
            assert_eq!(fleet.seats_on_boards().await, 0);
            fleet.until_on_boards(SIZE).await;
            assert_eq!(fleet.redis.lock().await.ask("FLUSHALL").unwrap(), "+OK");
            fleet.until_on_boards(SIZE).await;
            sight.until_answered(100).await;
        })
        .await;
    println!("{verdict}");
    verdict.assert_nothing_lost();
    fleet.assert_any_node_served_anybody(SIZE);
    assert_eq!(verdict.unserved(), 0, "nobody waits for the boards");
}
