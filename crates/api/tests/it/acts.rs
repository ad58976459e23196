//! What was done in a sitting, as those who watch it are told.

use exam::ports::Role;
use lexicon::Millis;
use serde_json::{Value, json};

use crate::world::{NUMBERS, World};

fn told(acts: &Value) -> Vec<[&str; 3]> {
    let acts = acts["acts"].as_array().unwrap().iter();
    acts.map(|act| ["act", "by", "reason"].map(|name| act[name].as_str().unwrap_or("-")))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_watches_sees_what_was_done_by_whom_and_why() {
    let world = World::start().await;
    let room = world.room().await;
    let proctor = world.staff("pengawas", Role::Proctor).await;
    let auditor = world.staff("auditor", Role::Auditor).await;
    let path = format!("/api/v1/sittings/{}/acts", room.sitting);
    let none = proctor.get(&path).await.ok();
    assert_eq!(none, json!({ "acts": [], "complete": true }));
    let later = || world.clock.advance(Millis::from_secs(1));

    room.open().await;
    room.writing(NUMBERS[0]).await;
    later();
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let seat = (room.sitting.as_str(), attempt.as_str());
    let grant = json!({ "reason": "PC lambat", "length_ms": 60_000 });
    let at = format!("/api/v1/sittings/{}/seats/{attempt}/grant", room.sitting);
    proctor.post(&at, &grant).await.ok();
    later();
    proctor.seat(seat, "warn").await.ok();
    later();
    proctor.room(&room.sitting, "pause").await.ok();
    // What was refused was not done.
    proctor
        .room(&room.sitting, "pause")
        .await
        .refused(422, "rule");

    let acts = auditor.get(&path).await.ok();
    let (name, admin) = ("Petugas pengawas", acts["acts"][3]["by"].as_str().unwrap());
    assert_eq!(
        told(&acts),
        [
            ["room.paused", name, "listrik padam"],
            ["seat.warned", name, "PC rusak"],
            ["seat.granted", name, "PC lambat"],
            ["room.opened", admin, ""],
        ],
        "the latest first"
    );
    let acts = &acts["acts"];
    assert_eq!(
        (&acts[0]["cause"], &acts[0]["attempt"]),
        (&json!("proctor"), &json!(null))
    );
    assert_eq!(
        (&acts[2]["attempt"], &acts[2]["length_ms"]),
        (&json!(attempt), &json!(60_000))
    );
    assert!(acts[0]["at"].as_i64() > acts[1]["at"].as_i64());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acts_in_another_sitting_are_not_told() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let other = world.proctor_of_nothing("lain").await;
    let path = format!("/api/v1/sittings/{}/acts", room.sitting);
    other.get(&path).await.refused(403, "forbidden");
}

/// What a page may ask for again when an answer was lost: the second time nothing more happens.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_for_twice_nothing_is_done_twice_but_a_grant_and_a_warning() {
    let world = World::start().await;
    let room = world.room().await;
    let pin = room.check_in(NUMBERS[0]).await;
    assert_eq!(pin, room.check_in(NUMBERS[0]).await);
    room.open().await;
    room.admin
        .room(&room.sitting, "open")
        .await
        .refused(409, "room_status");
    room.writing(NUMBERS[0]).await;
    // A longer step would be an outage.
    for _ in 0..8 {
        world.clock.advance(Millis::from_secs(1));
        room.admin.room(&room.sitting, "release").await.ok();
    }
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let at = format!("/api/v1/sittings/{}", room.sitting);
    let seat = async || {
        let view = room.admin.get(&at).await.ok();
        let now = view["now"].as_i64().unwrap();
        let mut seats = view["seats"].as_array().unwrap().iter();
        let seat = seats.find(|seat| seat["attempt"] == attempt.as_str());
        (now, seat.unwrap().clone())
    };
    let (now, before) = seat().await;
    let span = json!({ "reason": "listrik padam", "from": now - 6_000, "to": now - 2_000 });
    for place in [
        format!("{at}/incident"),
        format!("{at}/seats/{attempt}/incident"),
    ] {
        room.admin.post(&place, &span).await.ok();
        room.admin.post(&place, &span).await.ok();
    }
    let (_, after) = seat().await;
    let later = after["deadline"].as_i64().unwrap() - before["deadline"].as_i64().unwrap();
    assert_eq!(later, 4_000, "four times the same stretch is one");

    let here = (room.sitting.as_str(), attempt.as_str());
    for act in ["pause", "resume"] {
        room.admin.seat(here, act).await.ok();
        room.admin.seat(here, act).await.refused(422, "rule");
    }
    for act in ["pause", "resume"] {
        room.admin.room(&room.sitting, act).await.ok();
        let again = room.admin.room(&room.sitting, act).await;
        again.refused(422, "rule");
    }
    for _ in 0..2 {
        room.admin.seat(here, "release").await.ok();
        room.admin.room(&room.sitting, "release").await.ok();
    }
    assert_eq!(seat().await.1["released"], true);

    let (_, before) = seat().await;
    let grant = json!({ "reason": "PC lambat", "length_ms": 60_000 });
    for _ in 0..2 {
        room.admin
            .post(&format!("{at}/seats/{attempt}/grant"), &grant)
            .await
            .ok();
        room.admin.seat(here, "warn").await.ok();
    }
    let (_, after) = seat().await;
    let later = after["deadline"].as_i64().unwrap() - before["deadline"].as_i64().unwrap();
    assert_eq!((later, &after["warnings"]), (120_000, &json!(2)));

    room.admin.seat(here, "end").await.ok();
    room.admin.seat(here, "end").await.refused(409, "status");
    let close = json!({ "reason": "pulang" });
    room.admin.post(&format!("{at}/close"), &close).await.ok();
    let again = room.admin.post(&format!("{at}/close"), &close).await;
    again.refused(409, "room_status");
    room.admin.room(&room.sitting, "seal").await.ok();
    let again = room.admin.room(&room.sitting, "seal").await;
    again.refused(409, "room_status");
}
