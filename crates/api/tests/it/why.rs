//! Why time stands still, and what has moved its end: in words that a candidate and a proctor can be told.

use serde_json::{Value, json};

use crate::world::{Candidate, NUMBERS, World};

async fn why(candidate: &Candidate) -> Value {
    candidate.get("state?why=true").await.ok()["why"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_learns_why_when_it_asks() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let (candidate, _) = room.writing(NUMBERS[0]).await;
    let attempt = room.attempt_of(NUMBERS[0]).await;
    assert_eq!(candidate.get("state").await.ok()["why"], Value::Null);
    assert_eq!(
        why(&candidate).await,
        json!({ "pause": null, "changes": [] })
    );
    room.admin.room(&room.sitting, "pause").await.ok();
    let told = why(&candidate).await;
    let (cause, words) = (&told["pause"]["cause"], &told["pause"]["words"]);
    assert_eq!((cause, words), (&json!("room"), &json!("listrik padam")));
    room.admin.room(&room.sitting, "resume").await.ok();
    let here = (room.sitting.as_str(), attempt.as_str());
    let grant = ("alarm kebakaran", 180_000);
    room.admin.grant(here, grant).await.ok();
    let told = why(&candidate).await;
    assert_eq!(told["pause"], Value::Null);
    let changes = told["changes"].as_array().unwrap();
    let granted = changes.last().unwrap();
    assert_eq!(
        (&granted["cause"], &granted["by_ms"]),
        (&json!("grant"), &json!(180_000))
    );
    assert_eq!(granted["words"], "alarm kebakaran");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_sees_since_when_and_why_and_what_is_left() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    room.writing(NUMBERS[0]).await;
    let path = format!("/api/v1/sittings/{}", room.sitting);
    let running = room.admin.get(&path).await.ok();
    assert_eq!(running["pause"], Value::Null);
    room.admin.room(&room.sitting, "pause").await.ok();
    let paused = room.admin.get(&path).await.ok();
    let pause = json!({ "since": paused["now"], "reasons": ["proctor"], "words": "listrik padam" });
    assert_eq!(paused["pause"], pause);
    let seat = |view: &Value| {
        let mut seats = view["seats"].as_array().unwrap().iter();
        let seat = seats.find(|seat| seat["participant_no"] == NUMBERS[0]);
        seat.unwrap().clone()
    };
    let left = seat(&running)["deadline"].as_i64().unwrap() - running["now"].as_i64().unwrap();
    assert_eq!(seat(&running)["remaining_ms"], Value::Null);
    assert_eq!(seat(&paused)["remaining_ms"], left);
}
