//! A node's machine has another time than the others.

use super::SIZE;
use crate::common::clock;
use crate::common::log::until;
use crate::fleet::{Fleet, Shape};

/// As long as its clock is off it says so and gets nothing; once it is right it serves, and when somebody sets it wrong
/// again, no more.
#[tokio::test(flavor = "multi_thread")]
async fn clocks_seconds_apart() {
    let shape = Shape {
        clock: Some("+5s"),
        ..Shape::default()
    };
    let fleet = Fleet::open(shape).await;
    let (sight, node) = (&fleet.sight, fleet.last());
    let folder = node.workplace.folder();
    let served = || {
        let served = fleet.balancer.served().into_iter();
        served.filter(|it| it.node == node.name).count()
    };
    let verdict = fleet
        .play(SIZE, async {
            sight.until_answered(1_500).await;
            let (status, words) = node.readiness().await;
            assert_eq!(status, 503, "{words}");
            assert!(words.contains("s ahead of the store's clock"), "{words}");
            assert_eq!(served(), 0, "its clock is off");
            clock::set(folder, "+0");
            fleet.balancer.until_served_by(&node.name, 100).await;
            clock::set(folder, "-5s");
            // The balancer looks every second, and believes it the second time.
            let mut before = (0, 0);
            let rests = || {
                let now = (served(), sight.seen().acknowledged);
                let rests = now.0 == before.0 && now.1 > before.1 + 500;
                if now.0 != before.0 {
                    before = now;
                }
                rests.then_some(())
            };
            until(rests).await.expect("it still gets requests");
            let (status, words) = node.readiness().await;
            assert_eq!(status, 503, "{words}");
            assert!(words.contains("s behind the store's clock"), "{words}");
        })
        .await;
    println!("{verdict}");
    let pid = node.server.pid().await.unwrap();
    node.server.stop().await.unwrap();
    clock::clean_up_after(pid);
    verdict.assert_nothing_lost();
    fleet.assert_any_node_served_anybody(SIZE);
    assert_eq!(verdict.pauses(), []);
}
