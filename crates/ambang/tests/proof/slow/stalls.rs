//! The store stalls for half a minute, and the time of everybody ends meanwhile.

use std::time::Duration;

use loadtests::throwaway::Launch;
use rustix::process::{Signal, kill_process};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::common::sitting::Size;
use crate::common::verdict::Verdict;
use crate::room::Room;

const STALL: Duration = Duration::from_secs(30);
/// The stall begins when most of the time is over.
const BEFORE: Duration = Duration::from_secs(8);

const SIZE: Size = Size {
    candidates: 10,
    seconds: 15,
    wiped: 0,
};

fn assert_made_good(verdict: &Verdict) {
    verdict.assert_nothing_lost();
    // A page that hears nothing for 5 s gives up and sends again.
    let met = verdict.answers_refused() + verdict.answers_unheard();
    assert!(met > 0, "no answer met the stall");
    let lengths: Vec<i64> = verdict
        .outages()
        .iter()
        .map(|(from, to)| to - from)
        .collect();
    assert!(lengths.iter().any(|ms| *ms >= 29_000), "{lengths:?}");
    // A minute is made good by the server itself; a busy machine may stall once more on its own.
    let by_itself = lengths.iter().sum::<i64>() <= 60_000;
    assert_eq!(verdict.pauses().is_empty(), by_itself, "{lengths:?}");
}

/// Another program holds the write lock of the database: a careless backup, an office's inspection tool.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_locked_by_another_program() {
    let room = Room::open(|_| Launch::default()).await;
    let verdict = room
        .play(SIZE, async {
            room.sight.until_answered(1).await;
            tokio::time::sleep(BEFORE).await;
            let file = SqliteConnectOptions::new().filename(room.workplace.store());
            let file = file.busy_timeout(Duration::from_secs(5));
            let mut other = file.connect().await.unwrap();
            let lock = sqlx::query("BEGIN EXCLUSIVE").execute(&mut other);
            lock.await.unwrap();
            tokio::time::sleep(STALL).await;
            let unlock = sqlx::query("ROLLBACK").execute(&mut other);
            unlock.await.unwrap();
            other.close().await.unwrap();
        })
        .await;
    assert_made_good(&verdict);
}

/// The machine stands still with everything on it: suspended, or its disk does not come back from a write.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stands_still() {
    let room = Room::open(|_| Launch::default()).await;
    let verdict = room
        .play(SIZE, async {
            room.sight.until_answered(1).await;
            tokio::time::sleep(BEFORE).await;
            let pid = room.pid().await;
            kill_process(pid, Signal::STOP).unwrap();
            tokio::time::sleep(STALL).await;
            kill_process(pid, Signal::CONT).unwrap();
        })
        .await;
    assert_made_good(&verdict);
}
