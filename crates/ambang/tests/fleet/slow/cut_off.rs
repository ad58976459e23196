//! A node loses its way to the database, and the others go on.

use std::time::Duration;

use loadtests::{Stopwatch, wall_ms};

use super::SIZE;
use crate::fleet::{Fleet, Shape};

/// Longer than a stall, shorter than a process is waited for.
const SILENT: Duration = Duration::from_secs(6);
/// When after the first answers the way is closed: before anybody's time is over.
const BEFORE: Duration = Duration::from_secs(24);
/// Longer than a process is waited for, and until after everybody's time.
const CLOSED: Duration = Duration::from_secs(14);

/// Once silently, as when a cable is pulled: what was under way arrives later. Once closed, around the deadline of
/// everybody: whoever was on that node at the last second loses nothing by it.
#[tokio::test(flavor = "multi_thread")]
async fn a_node_cut_off_from_the_database() {
    let shape = Shape {
        own_way: true,
        ..Shape::default()
    };
    let fleet = Fleet::open(shape).await;
    let (sight, node) = (&fleet.sight, fleet.last());
    let mut closed = 0;
    let verdict = fleet
        .play(SIZE, async {
            sight.until_answered(1).await;
            let watch = Stopwatch::start();
            fleet.balancer.until_served_by(&node.name, 300).await;
            let mut way = fleet.own_way.lock().await;
            way.as_ref().unwrap().freeze().unwrap();
            tokio::time::sleep(SILENT).await;
            way.as_ref().unwrap().thaw().unwrap();
            fleet.balancer.until_served_by(&node.name, 100).await;
            tokio::time::sleep(BEFORE.saturating_sub(watch.elapsed())).await;
            closed = wall_ms();
            tokio::task::block_in_place(|| *way = None);
            tokio::time::sleep(CLOSED).await;
            tokio::task::block_in_place(|| *way = Some(fleet.way.open()));
            node.log.until("recording again", 2).await;
        })
        .await;
    println!("{verdict}");
    println!("{}", node.log.lines("cut off").join("\n"));
    let closed = closed..closed + i64::try_from(CLOSED.as_millis()).unwrap();
    let ends = verdict.ends_by_time();
    let meanwhile = ends.iter().filter(|at| closed.contains(*at)).count();
    println!("{meanwhile} of {} were ended by time meanwhile", ends.len());
    assert!(meanwhile > 0, "the way was closed around nobody's deadline");
    verdict.assert_nothing_lost();
    fleet.assert_any_node_served_anybody(SIZE);
    assert!(verdict.unserved() > 0, "nobody has met the cut");
    assert_eq!(verdict.pauses(), [], "the others went on");
    let silent = i64::try_from(SILENT.as_millis()).unwrap();
    assert!(verdict.longest_outage() < silent, "the others went on");
}
