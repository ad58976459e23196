//! Nodes come and go.

use loadtests::Stopwatch;

use super::SIZE;
use crate::common::sitting::Size;
use crate::fleet::{Fleet, Shape};

/// Each node takes some seconds for its leave.
const ROLLING: Size = Size {
    seconds: 45,
    ..SIZE
};

/// A crash: no handler runs, connections break in the middle of an answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_node_killed_and_back() {
    let fleet = Fleet::open(Shape::default()).await;
    let (sight, node) = (&fleet.sight, &fleet.nodes[0]);
    let mut away = 0;
    let verdict = fleet
        .play(SIZE, async {
            fleet.balancer.until_served_by(&node.name, 300).await;
            let watch = Stopwatch::start();
            node.server.kill().await.unwrap();
            sight.until_answered(1_500).await;
            node.server.run().await.unwrap();
            away = i64::try_from(watch.ms()).unwrap();
            fleet.balancer.until_served_by(&node.name, 300).await;
        })
        .await;
    println!("{verdict}");
    verdict.assert_nothing_lost();
    fleet.assert_any_node_served_anybody(SIZE);
    // The others went on: a node's death is nobody's outage.
    assert!(verdict.longest_outage() < away, "away for {away} ms");
}

/// An update: one node after the other is told to end, ends what it has begun, and starts again. Nobody is turned away,
/// nobody has to ask twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_rolling_update() {
    let fleet = Fleet::open(Shape::default()).await;
    let verdict = fleet
        .play(ROLLING, async {
            for node in &fleet.nodes {
                fleet.balancer.until_served_by(&node.name, 100).await;
                node.server.stop().await.unwrap();
                node.server.run().await.unwrap();
                fleet.balancer.until_served_by(&node.name, 20).await;
            }
        })
        .await;
    println!("{verdict}");
    verdict.assert_nothing_lost();
    fleet.assert_any_node_served_anybody(ROLLING);
    assert_eq!(verdict.unserved(), 0, "nobody has to ask twice");
}
