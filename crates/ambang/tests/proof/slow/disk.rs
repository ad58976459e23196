//! The disk is full in the middle of a sitting, and has room again later.

use std::time::Duration;

use loadtests::throwaway::Launch;
use rustix::process::{Pid, Resource, Rlimit, prlimit};

use crate::common::sitting::Size;
use crate::room::Room;

/// How long nothing can be written.
const FULL: Duration = Duration::from_secs(10);

const SIZE: Size = Size {
    candidates: 10,
    seconds: 20,
    wiped: 0,
};

/// Without this a process that hits its file size limit is killed, which a full disk does not do.
fn unharmed_by_limits() -> Launch {
    let script = "trap '' XFSZ; exec \"$0\" \"$@\"";
    Launch {
        through: Some(("sh".into(), vec!["-c".into(), script.into()])),
        ..Launch::default()
    }
}

/// No file of the process grows beyond `length`; none stands for no limit.
fn limit_files(pid: Pid, length: Option<u64>) {
    let limit = Rlimit {
        current: length,
        maximum: None,
    };
    prlimit(Some(pid), Resource::Fsize, limit).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk() {
    let room = Room::open(|_| unharmed_by_limits()).await;
    let sight = &room.sight;
    let verdict = room
        .play(SIZE, async {
            sight.until_answered(200).await;
            let pid = room.pid().await;
            // Not even the log of the store, which begins anew from time to time, takes a byte.
            limit_files(pid, Some(0));
            sight.until_looked(3).await;
            let full = sight.seen().acknowledged;
            tokio::time::sleep(FULL).await;
            assert_eq!(sight.seen().acknowledged, full, "on a disk that is full");
            limit_files(pid, None);
            room.log.until("recording again", 1).await;
            sight.until_answered(200).await;
            assert_eq!(room.pid().await, pid, "the server has not ended");
        })
        .await;
    verdict.assert_nothing_lost();
    assert!(verdict.answers_refused() > 0, "no answer met the full disk");
    let longest = verdict.outages().iter().map(|(from, to)| to - from).max();
    assert!(longest.is_some_and(|ms| ms >= 9_000), "{longest:?}");
}
