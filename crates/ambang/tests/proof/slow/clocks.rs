//! Somebody sets the machine's clock: while the server runs, which changes nothing, and while it is down, which
//! an officer must confirm.

use std::path::Path;

use loadtests::Stopwatch;
use loadtests::throwaway::Launch;

use crate::common::clock;
use crate::common::sitting::Size;
use crate::room::Room;

const SIZE: Size = Size {
    candidates: 10,
    seconds: 20,
    wiped: 0,
};
const DAY_MS: i64 = 86_400_000;
/// Ten years of libfaketime, which knows no leap years.
const TEN_YEARS_MS: i64 = 10 * 365 * DAY_MS;

fn set_clock(room: &Room, offset: &str) {
    clock::set(room.workplace.folder(), offset);
}

fn settable(folder: &Path) -> Launch {
    clock::settable(folder, "+0")
}

/// Kills the server, and removes what libfaketime leaves behind when nobody lets it clean up.
async fn kill(room: &Room) {
    let pid = room.pid().await;
    room.server.kill().await.unwrap();
    clock::clean_up_after(pid.as_raw_nonzero().get().unsigned_abs());
}

/// The step in a line of the log, in ms.
fn step_ms(line: &str) -> i64 {
    let (_, step) = line.split_once("step_ms=").expect(line);
    let end = step.find(|c: char| c != '-' && !c.is_ascii_digit());
    step[..end.unwrap_or(step.len())].parse().expect(line)
}

fn assert_near(found: i64, wanted: i64) {
    assert!(
        (found - wanted).abs() < 10_000,
        "{found} instead of {wanted}"
    );
}

const MOVED: &str = "the wall clock was moved";
const DISTRUSTED: &str = "the clock does not fit";

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_while_the_server_runs() {
    let room = Room::open(settable).await;
    let watch = Stopwatch::start();
    let verdict = room
        .play(SIZE, async {
            room.sight.until_answered(50).await;
            set_clock(&room, "-10y");
            let back = room.log.until(MOVED, 1).await;
            assert_near(step_ms(&back[0]), -TEN_YEARS_MS);
            room.sight.until_answered(50).await;
            set_clock(&room, "+1d");
            let forward = room.log.until(MOVED, 2).await;
            assert_near(step_ms(&forward[1]), TEN_YEARS_MS + DAY_MS);
            room.sight.until_answered(50).await;
        })
        .await;
    let elapsed = i64::try_from(watch.ms()).unwrap();
    kill(&room).await;
    verdict.assert_nothing_lost();
    assert_eq!(verdict.pauses(), [], "the sitting goes on");
    let uptime = verdict.lines("uptime");
    let ends = |name: &'static str| uptime.iter().map(move |row| row[name].as_i64().unwrap());
    let lived = ends("to").max().unwrap() - ends("from").min().unwrap();
    assert_near(lived, elapsed);
}

/// The server stops, the clock is set, the server starts: the room stands still until an officer says so.
async fn restart_with_clock(room: &Room, offset: &str, times: usize) {
    room.sight.until_answered(50).await;
    room.sight.let_resume(false);
    kill(room).await;
    set_clock(room, offset);
    room.server.run().await.unwrap();
    assert_eq!(room.log.lines(DISTRUSTED).len(), times);
    room.sight.until_looked(2).await;
    let paused = room.sight.seen().acknowledged;
    room.sight.until_looked(10).await;
    let acknowledged = room.sight.seen().acknowledged;
    assert_eq!(acknowledged, paused, "nobody has confirmed the clock");
    room.sight.let_resume(true);
    room.sight.until_answered(50).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_while_the_server_is_down() {
    let room = Room::open(settable).await;
    let verdict = room
        .play(SIZE, async {
            restart_with_clock(&room, "-10y", 1).await;
            restart_with_clock(&room, "+1d", 2).await;
        })
        .await;
    kill(&room).await;
    verdict.assert_nothing_lost();
    let pauses = verdict.pauses();
    let clock = pauses.iter().filter(|(reason, _)| reason == "clock");
    assert_eq!(clock.count(), 2, "{pauses:?}");
    assert!(pauses.iter().all(|(_, by)| by.is_some()), "{pauses:?}");
}
