//! What was done in a sitting, as those who watch it are told.

use exam::ports::{AuditEntry, Clock as _, Role};
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
    proctor.grant(seat, ("PC lambat", 60_000)).await.ok();
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

/// Nobody did it, and the proctor has to know: who was ended meanwhile may need an incident.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_was_cut_off_is_told_with_the_seats_that_had_ended() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    room.writing(NUMBERS[0]).await;
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let now = world.clock.now();
    for subject in [&room.sitting, "another"] {
        let detail = json!({ "from": now.0, "to": now.0 + 9_000, "given": 3, "ended": [attempt] });
        let entry = AuditEntry {
            at: now,
            by: None,
            act: "process.cut_off".to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_string(),
        };
        world.app.store.audit(&entry).await.unwrap();
    }
    let path = format!("/api/v1/sittings/{}/acts", room.sitting);
    let acts = room.admin.get(&path).await.ok();
    let acts: Vec<&Value> = acts["acts"].as_array().unwrap().iter().collect();
    let told = acts
        .iter()
        .filter(|act| act["act"].as_str().unwrap().starts_with("process."));
    let told: Vec<[&Value; 4]> = told
        .map(|act| ["act", "attempt", "from", "to"].map(|name| &act[name]))
        .collect();
    let (from, to) = (json!(now.0), json!(now.0 + 9_000));
    let (all, ended) = (json!("process.cut_off"), json!("process.cut_off.ended"));
    let (nobody, attempt) = (json!(null), json!(attempt));
    assert_eq!(told.len(), 2, "of this sitting alone");
    assert!(told.contains(&[&all, &nobody, &from, &to]), "{told:?}");
    assert!(told.contains(&[&ended, &attempt, &from, &to]), "{told:?}");
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
    for _ in 0..2 {
        room.admin.grant(here, ("PC lambat", 60_000)).await.ok();
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

/// Two officers have the same dialog open: what the second decides rests on a seat that is no longer so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_saw_the_same_seat_one_gives_time_and_one_warns() {
    let world = World::start().await;
    let room = world.room().await;
    let one = world.staff("satu", Role::Proctor).await;
    let two = world.staff("dua", Role::Proctor).await;
    room.open().await;
    room.writing(NUMBERS[0]).await;
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let here = (room.sitting.as_str(), attempt.as_str());
    let at = format!("/api/v1/sittings/{}/seats/{attempt}", room.sitting);
    let seat = async || {
        let path = format!("/api/v1/sittings/{}", room.sitting);
        let view = room.admin.get(&path).await.ok();
        let mut seats = view["seats"].as_array().unwrap().iter();
        let seat = seats.find(|seat| seat["attempt"] == attempt.as_str());
        seat.unwrap().clone()
    };
    let orders = [
        (
            "grant",
            json!({ "reason": "PC lambat", "length_ms": 300_000 }),
        ),
        ("warn", json!({ "reason": "menoleh" })),
    ];
    for (act, mut order) in orders {
        let path = format!("{at}/{act}");
        let unseen = one.post(&path, &order).await;
        unseen.refused(400, "malformed");
        let before = seat().await;
        order["seen"] = before["revision"].clone();
        // At the same moment, into the same batch.
        let (first, second) = tokio::join!(one.post(&path, &order), two.post(&path, &order));
        let done = [&first, &second].map(|reply| reply.status == 200);
        assert_ne!(done[0], done[1], "{act}: exactly one of them");
        let late = if done[0] { second } else { first };
        let told = late.refused(409, "seat_changed");
        let after = seat().await;
        assert_eq!(told["revision"], after["revision"]);
        let given = after["deadline"].as_i64().unwrap() - before["deadline"].as_i64().unwrap();
        let warned = after["warnings"].as_i64().unwrap() - before["warnings"].as_i64().unwrap();
        let wanted = if act == "grant" { (300_000, 0) } else { (0, 1) };
        assert_eq!((given, warned), wanted, "{act}: once");
    }
    // Who was faster stands among the acts, and on the new sight of the seat more can be given.
    let path = format!("/api/v1/sittings/{}/acts", room.sitting);
    let acts = two.get(&path).await.ok();
    assert_eq!(told(&acts).len(), 3, "{acts}");
    two.grant(here, ("PC mati lagi", 60_000)).await.ok();

    // An act on the whole room changes what a seat has left; one on a neighbour does not.
    let seen = two.revision(here).await;
    room.writing(NUMBERS[1]).await;
    let neighbour = room.attempt_of(NUMBERS[1]).await;
    one.seat((room.sitting.as_str(), neighbour.as_str()), "warn")
        .await
        .ok();
    assert_eq!(two.revision(here).await, seen);
    one.room(&room.sitting, "pause").await.ok();
    one.room(&room.sitting, "resume").await.ok();
    let order = json!({ "reason": "r", "length_ms": 60_000, "seen": seen });
    let late = two.post(&format!("{at}/grant"), &order).await;
    late.refused(409, "seat_changed");
}

/// A room may go on without a word; what is said is kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_words_of_a_resumption_are_kept() {
    let world = World::start().await;
    let room = world.room().await;
    let proctor = world.staff("pengawas", Role::Proctor).await;
    room.open().await;
    let at = format!("/api/v1/sittings/{}", room.sitting);
    for reason in ["genset menyala", ""] {
        world.clock.advance(Millis::from_secs(1));
        proctor.room(&room.sitting, "pause").await.ok();
        world.clock.advance(Millis::from_secs(1));
        let words = json!({ "reason": reason });
        proctor.post(&format!("{at}/resume"), &words).await.ok();
        let acts = proctor.get(&format!("{at}/acts")).await.ok();
        assert_eq!(told(&acts)[0], ["room.resumed", "Petugas pengawas", reason]);
    }
    let auditor = world.staff("auditor", Role::Auditor).await;
    let log = auditor.get("/api/v1/audit").await.ok().to_string();
    assert!(log.contains("genset menyala"), "{log}");
}
