//! The database goes, and comes back.

use std::time::Duration;

use super::SIZE;
use crate::fleet::{Fleet, Shape};

/// How long it is away after a crash.
const AWAY: Duration = Duration::from_secs(4);

/// Restarted in order, as for an update, and by a crash. To the exam both are an outage, made good by itself.
#[tokio::test(flavor = "multi_thread")]
async fn the_database_restarted() {
    let fleet = Fleet::open(Shape::default()).await;
    let sight = &fleet.sight;
    let verdict = fleet
        .play(SIZE, async {
            sight.until_answered(1_000).await;
            let mut postgres = fleet.postgres.lock().await;
            tokio::task::block_in_place(|| {
                postgres.stop_in_order().unwrap();
                postgres.run(&[]).unwrap();
            });
            sight.until_answered(1_000).await;
            tokio::task::block_in_place(|| postgres.stop());
            tokio::time::sleep(AWAY).await;
            for node in &fleet.nodes {
                node.log.until("nothing can be recorded", 1).await;
            }
            tokio::task::block_in_place(|| postgres.run(&[]).unwrap());
            sight.until_answered(1_000).await;
        })
        .await;
    println!("{verdict}");
    verdict.assert_nothing_lost();
    fleet.assert_any_node_served_anybody(SIZE);
    let away = i64::try_from(AWAY.as_millis()).unwrap();
    assert!(verdict.longest_outage() >= away);
    assert_eq!(verdict.pauses(), [], "less than a minute");
}
