//! Two devices at once: one holds the attempt, whoever comes first.

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::world::{Candidate, NUMBERS, Reply, World, items_of};

const ROUNDS: u8 = 12;
const DEVICES: u8 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_devices_that_log_in_at_once_one_holds_the_attempt() {
    let world = World::start().await;
    let room = world.room().await;
    for (round, no) in (0..ROUNDS).zip(NUMBERS.iter().cycle()) {
        let pin = room.check_in(no).await;
        let attempt = room.attempt_of(no).await;
        if usize::from(round) >= NUMBERS.len() {
            let seat = (room.sitting.as_str(), attempt.as_str());
            room.admin.seat(seat, "release").await.ok();
        }
        let device = |device| round * DEVICES + device + 1;
        let devices: Vec<Candidate> = (0..DEVICES)
            .map(|at| Candidate::at(&world.base, no, device(at)))
            .collect();
        let replies = join_all(devices.iter().map(|device| device.log_in(&pin))).await;
        let in_: Vec<&Candidate> = devices
            .iter()
            .zip(&replies)
            .filter_map(|(device, reply)| (reply.status == 200).then_some(device))
            .collect();
        assert_eq!(in_.len(), 1, "round {round}");
        let others = replies.iter().filter(|reply| reply.status != 200);
        others.for_each(|reply| drop(reply.refused(409, "held_elsewhere")));
        // The same device again keeps the epoch.
        let epoch = in_[0].log_in(&pin).await.ok()["state"]["epoch"].clone();
        assert_eq!(
            epoch,
            1 + u32::from(round) / u32::try_from(NUMBERS.len()).unwrap()
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_lost_the_lease_is_fenced_off_everywhere() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let (old, items) = room.writing(NUMBERS[0]).await;
    let pin = room.check_in(NUMBERS[0]).await;
    let new = Candidate::at(&world.base, NUMBERS[0], 2);
    new.log_in(&pin).await.refused(409, "held_elsewhere");
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let seat = (room.sitting.as_str(), attempt.as_str());
    room.admin.seat(seat, "release").await.ok();
    let moved = new.log_in(&pin).await.ok();
    assert!(moved["moved"] == true && moved["state"]["epoch"] == 2);
    let choice = (items[0].0.clone(), items[0].1[0].clone());
    let fenced = [
        old.answer(1, &[choice]).await,
        old.start(1).await,
        old.finish(0).await,
        old.post("time-up", &json!({ "epoch": 1, "last_seq": 0 }))
            .await,
    ];
    for reply in fenced {
        assert_eq!(reply.refused(409, "stale_epoch")["current"], 2);
    }
    // Nor does the old device read on, or come back by naming the new epoch.
    for route in ["state", "state?answers=true", "receipt"] {
        old.get(route).await.refused(409, "stale_epoch");
    }
    old.start(2).await.refused(409, "stale_epoch");
    let named = json!({ "epoch": 2, "last_seq": 0 });
    old.post("time-up", &named)
        .await
        .refused(409, "stale_epoch");
    let paper = new.start(2).await.ok()["paper"].clone();
    assert_eq!(items_of(&paper), items, "the paper stays the same");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_events_sent_at_once_count_once() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let (candidate, items) = room.writing(NUMBERS[0]).await;
    let body = json!({ "epoch": 1, "events": [{
        "seq": 1, "id": "00000000000000aa", "kind": "answer",
        "item": items[0].0, "option": items[0].1[1],
    }] });
    let sent = (0..8).map(|_| Reply::of(candidate.request(Method::POST, "events").json(&body)));
    let mut told: Vec<String> = join_all(sent)
        .await
        .iter()
        .map(|reply| reply.ok()["verdicts"][0]["verdict"].to_string())
        .collect();
    told.sort();
    assert_eq!(told[0], "\"accepted\"");
    assert!(
        told[1..].iter().all(|verdict| verdict == "\"duplicate\""),
        "{told:?}"
    );
    assert_eq!(candidate.get("state").await.ok()["state"]["last_seq"], 1);
}
