//! The primary dies, and its standby takes over.

use std::time::Duration;

use loadtests::{Stopwatch, wall_ms};

use super::SIZE;
use crate::common::log::until;
use crate::common::sitting::Size;
use crate::fleet::{Fleet, Shape, Standby};

/// Some browsers lose their storage, at the latest when three fifths of the time are over; nobody is done before seven
/// tenths are.
const FORGETFUL: Size = Size {
    seconds: 80,
    wiped: 20,
    ..SIZE
};
/// When after the first answers the primary dies: in between, and eight seconds before the first can be done, for whoever
/// was done on a primary that is gone has closed the page.
const DIES_AFTER: Duration = Duration::from_millis(49_500);

/// With a synchronous standby nothing is missing on it. The old primary comes back as if nobody had told it: the balancer
/// leads nobody there.
#[tokio::test(flavor = "multi_thread")]
async fn a_synchronous_standby_promoted() {
    let shape = Shape {
        standby: Standby::Synchronous,
        ..Shape::default()
    };
    let fleet = Fleet::open(shape).await;
    let sight = &fleet.sight;
    let old = &fleet.postgres;
    let verdict = fleet
        .play(SIZE, async {
            sight.until_answered(1_500).await;
            let mut old = old.lock().await;
            tokio::task::block_in_place(|| {
                old.stop();
                fleet.fail_over();
                old.run(&[]).unwrap();
            });
            sight.until_answered(2_000).await;
        })
        .await;
    println!("{verdict}");
    verdict.assert_nothing_lost();
    fleet.assert_any_node_served_anybody(SIZE);
    assert!(verdict.unserved() > 0, "nobody has met the failover");
    assert_eq!(verdict.pauses(), [], "less than a minute");
    let old = old.lock().await;
    let sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ambang'";
    assert_eq!(
        old.ask("ambang", sessions).unwrap(),
        "0",
        "nobody is led to it"
    );
    let standby = fleet.standby.as_ref().unwrap();
    let rows = |server: &servers::postgres::Server| -> u64 {
        let rows = server
            .ask("ambang", "SELECT count(*) FROM journal")
            .unwrap();
        rows.parse().unwrap()
    };
    let (there, here) = (rows(&old), rows(standby));
    assert!(
        there + 2_000 <= here,
        "{there} rows on the old one, {here} on the new"
    );
}

/// An asynchronous one lacks what the primary had acknowledged last. Most pages have it still: each hears what is
/// missing and sends it again. Those whose browser has lost it repeat what stands on every item. The proctor is told since when the database lacks something.
#[tokio::test(flavor = "multi_thread")]
async fn an_asynchronous_standby_promoted() {
    let shape = Shape {
        standby: Standby::Asynchronous,
        ..Shape::default()
    };
    let fleet = Fleet::open(shape).await;
    let (sight, standby) = (&fleet.sight, fleet.standby.as_ref().unwrap());
    let (mut behind, mut killed) = (0, 0);
    let told = |sql: &str| standby.ask("postgres", sql).unwrap();
    let verdict = fleet
        .play(FORGETFUL, async {
            sight.until_answered(1).await;
            let watch = Stopwatch::start();
            sight.until_answered(1_000).await;
            told("ALTER SYSTEM SET primary_conninfo = ''");
            told("SELECT pg_reload_conf()");
            let streams = || told("SELECT count(*) FROM pg_stat_wal_receiver");
            let ended = until(|| (streams() == "0").then_some(())).await;
            ended.expect("it still streams");
            behind = wall_ms();
            tokio::time::sleep(DIES_AFTER.saturating_sub(watch.elapsed())).await;
            let mut primary = fleet.postgres.lock().await;
            tokio::task::block_in_place(|| {
                primary.stop();
                killed = wall_ms();
                fleet.fail_over();
            });
            sight.until_answered(500).await;
        })
        .await;
    println!("{verdict}");
    verdict.assert_nothing_lost();
    fleet.assert_any_node_served_anybody(FORGETFUL);
    // Every page had answered since.
    let asked_for = verdict.heard("missing_seq");
    assert!(asked_for >= 40, "{asked_for} pages heard what is missing");
    let (set_backs, repeated) = sight.lost();
    println!("the proctor was told of {set_backs:?} and of {repeated} repeated answers");
    assert!(repeated > 0, "every page had all that was lost");
    let [lost] = set_backs[..] else {
        panic!("the proctor was told of {set_backs:?}");
    };
    assert!(
        behind <= lost.to && lost.to <= killed,
        "{behind} {lost:?} {killed}"
    );
    assert!(
        lost.from < lost.to && lost.from <= behind,
        "{behind} {lost:?}"
    );
}
