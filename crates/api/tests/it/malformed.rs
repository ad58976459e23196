//! What a broken page, a curious candidate or a tool sends: refused with a code, and nothing happens.

use serde_json::{Value, json};

use crate::world::{Candidate, NUMBERS, World};

const ROUTES: [&str; 5] = ["login", "start", "events", "finish", "time-up"];

/// Bodies that no route takes.
fn broken_bodies() -> Vec<Vec<u8>> {
    let texts = [
        "",
        " ",
        "{",
        "null",
        "true",
        "0",
        "[]",
        "\"\"",
        "{}",
        "{\"epoch\":1",
        "{\"epoch\":\"1\"}",
        "{\"epoch\":-1}",
        "{\"epoch\":1.5,\"last_seq\":0}",
        "{\"epoch\":1e99,\"last_seq\":0}",
        "{\"epoch\":99999999999999999999,\"last_seq\":0,\"events\":[]}",
        "{\"epoch\":1,\"last_seq\":4294967296,\"events\":null}",
        "{\"epoch\":1,\"epoch\":1,\"last_seq\":0,\"events\":[]}",
        "{\"epoch\":1,\"last_seq\":0,\"events\":[],\"admin\":true}",
        "{\"participant_no\":90000000000000001,\"pin\":\"x\",\"device\":\"y\"}",
        "{\"participant_no\":\"9\",\"pin\":\"22222222\",\"device\":\"00\"}",
        "epoch=1&last_seq=0",
        "<xml/>",
    ];
    let mut bodies: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    bodies.push(b"{\"epoch\":\0}".to_vec());
    bodies.push(vec![0xff, 0xfe, 0x00]);
    bodies.push("[".repeat(30_000).into_bytes());
    bodies.push("{\"events\":".repeat(6_000).into_bytes());
    bodies
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_bodies_are_refused_on_every_route() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let (candidate, _) = room.writing(NUMBERS[0]).await;
    for route in ROUTES {
        for body in broken_bodies() {
            candidate.post_raw(route, body).await.is_the_senders_fault();
        }
    }
    untouched(&candidate).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_that_are_too_long_are_told_so() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let (candidate, _) = room.writing(NUMBERS[0]).await;
    for route in ROUTES {
        for length in [64 * 1024 + 1, 10 * 1024 * 1024] {
            let reply = candidate.post_raw(route, vec![b' '; length]).await;
            reply.refused(413, "too_large");
        }
    }
    let just = vec![b' '; 64 * 1024];
    candidate
        .post_raw("events", just)
        .await
        .refused(400, "malformed");
    untouched(&candidate).await;
}

/// The attempt runs as if nothing had been sent.
async fn untouched(candidate: &Candidate) {
    let state = candidate.get("state?answers=true").await.ok();
    assert_eq!(state["state"]["phase"], "running");
    assert_eq!(
        (&state["state"]["epoch"], &state["state"]["last_seq"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(state["answers"], json!([]));
}

fn event() -> Value {
    json!({
        "seq": 1, "id": "00000000000000aa", "kind": "answer",
        "item": "00000000000000bb", "option": "00000000000000cc", "client_ms": 5,
    })
}

/// The event with one field set, or taken away.
fn with(field: &str, value: Option<Value>) -> Value {
    let mut event = event();
    match value {
        Some(value) => event[field] = value,
        None => drop(event.as_object_mut().unwrap().remove(field)),
    }
    event
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_event_spoils_its_request_and_consumes_nothing() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let (candidate, items) = room.writing(NUMBERS[0]).await;
    let mut bad = vec![
        with("seq", Some(json!(0))),
        with("seq", Some(json!(-1))),
        with("seq", Some(json!(u64::from(u32::MAX) + 1))),
        with("option", None),
        with("option", Some(Value::Null)),
        with("option", Some(json!("A"))),
        with("option", Some(json!("\u{0}"))),
        with("kind", Some(json!("delete"))),
        with("kind", Some(json!("flag"))),
        with("kind", Some(json!("clear"))),
        with("client_ms", Some(json!(-1))),
        with("client_ms", Some(json!(u64::MAX))),
        with("points", Some(json!(5))),
        with("item", Some(json!("xyz"))),
        with("item", Some(json!("0".repeat(17)))),
        with("rebase", Some(json!("yes"))),
    ];
    bad.extend(["seq", "id", "kind", "item"].map(|field| with(field, None)));
    let good = json!({
        "seq": 1, "id": "00000000000000ab", "kind": "answer",
        "item": items[0].0, "option": items[0].1[0],
    });
    for event in bad {
        let body = json!({ "epoch": 1, "events": [good, event] });
        candidate
            .post("events", &body)
            .await
            .refused(400, "malformed");
    }
    for count in [0, 201] {
        let events: Vec<Value> = (1..=count)
            .map(|seq| with("seq", Some(json!(seq))))
            .collect();
        let body = json!({ "epoch": 1, "events": events });
        candidate
            .post("events", &body)
            .await
            .refused(400, "malformed");
    }
    untouched(&candidate).await;
}

/// Readable, but of nobody's paper: a verdict, which is final.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn foreign_ids_get_a_verdict_and_no_answer() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let (candidate, items) = room.writing(NUMBERS[0]).await;
    let choices = [
        ("00000000000000bb".to_owned(), items[0].1[0].clone()),
        (items[0].0.clone(), items[1].1[0].clone()),
        (items[0].0.clone(), items[0].0.clone()),
    ];
    let told = candidate.answer(1, &choices).await.ok();
    let reasons: Vec<&Value> = told["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| &v["reason"])
        .collect();
    assert_eq!(
        reasons,
        ["foreign_item", "foreign_option", "foreign_option"]
    );
    let state = candidate.get("state?answers=true").await.ok();
    assert_eq!(state["answers"], json!([]));
    assert_eq!(state["state"]["last_seq"], 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn epochs_and_numbers_that_are_not_in_force_change_nothing() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let (candidate, items) = room.writing(NUMBERS[0]).await;
    let choice = json!({
        "seq": 1, "id": "00000000000000ab", "kind": "answer",
        "item": items[0].0, "option": items[0].1[0],
    });
    for epoch in [0, 2, u32::MAX] {
        let bodies = [
            ("events", json!({ "epoch": epoch, "events": [choice] })),
            ("start", json!({ "epoch": epoch })),
            ("finish", json!({ "epoch": epoch, "last_seq": 0 })),
            ("time-up", json!({ "epoch": epoch, "last_seq": 0 })),
        ];
        for (route, body) in bodies {
            candidate
                .post(route, &body)
                .await
                .refused(409, "stale_epoch");
        }
    }
    for last_seq in [1, u32::MAX] {
        let reply = candidate.finish(last_seq).await;
        assert_eq!(reply.refused(409, "missing_seq")["expected"], 1);
    }
    let body = json!({ "epoch": 1, "block": 7, "last_seq": 0 });
    candidate.post("finish", &body).await.is_the_senders_fault();
    candidate
        .post("time-up", &json!({ "epoch": 1, "last_seq": 0 }))
        .await
        .refused(409, "not_due");
    untouched(&candidate).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_do_not_exist_are_problems_too() {
    let world = World::start().await;
    let room = world.room().await;
    let candidate = room.seated(NUMBERS[0], 1).await;
    for route in [
        "",
        "nothing",
        "login/x",
        "pictures",
        "%00",
        "..%2f..%2fetc%2fpasswd",
    ] {
        candidate.get(route).await.refused(404, "not_found");
    }
    let told = candidate.get("login").await;
    assert_eq!(told.refused(405, "method_not_allowed")["allow"], "POST");
    candidate
        .get("state?answers=perhaps")
        .await
        .refused(400, "malformed");
    candidate.get("receipt").await.refused(404, "not_found");
    for path in [
        "/api/v1/sittings/no-id",
        "/api/v1/selections/00000000-0000-0000-0000-000000000000/forms",
        "/api/v1/drafts/%00",
        "/api/v1/public/results/9",
        "/api/v1/public/publications/00000000-0000-0000-0000-000000000000",
    ] {
        room.admin.get(path).await.refused(404, "not_found");
    }
}
