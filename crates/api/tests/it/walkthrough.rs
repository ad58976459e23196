//! One small sitting from the import to a published row, over HTTP alone.

use exam::ports::Role;
use serde_json::{Value, json};

use crate::world::{NUMBERS, Room, Staff, World};

/// Always the third option as the bank has it; papers show options in an order of their own.
fn any_choices(items: &[(String, Vec<String>)]) -> Vec<(String, String)> {
    items
        .iter()
        .map(|(item, options)| (item.clone(), options[0].clone()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_import_to_a_published_row() {
    let world = World::start().await;
    let room = world.room().await;
    let (no, absent) = (NUMBERS[0], NUMBERS[4]);
    let pin = room.check_in(no).await;
    assert_eq!(room.check_in(no).await, pin, "a reprint is the same PIN");
    let candidate = crate::world::Candidate::at(&world.base, no, 1);
    let logged_in = candidate.log_in(&pin).await.ok();
    assert_eq!(logged_in["name"], "Ani Contoh");
    assert_eq!(logged_in["state"]["phase"], "waiting");
    candidate.start(1).await.refused(409, "not_open");
    room.open().await;
    let (candidate, items) = (candidate.clone(), start(&candidate).await);
    assert_eq!(items.len(), 7);
    let answered = candidate.answer(1, &any_choices(&items)).await.ok();
    let verdicts = answered["verdicts"].as_array().unwrap();
    assert!(
        verdicts
            .iter()
            .all(|verdict| verdict["verdict"] == "accepted")
    );
    candidate.finish(9).await.refused(409, "missing_seq");
    let ended = candidate.finish(7).await.ok();
    assert_eq!(ended["state"]["phase"], "finished");
    let receipt = candidate.get("receipt").await.ok();
    assert_eq!(receipt, ended["receipt"]);
    room.admin.room(&room.sitting, "close").await.ok();
    room.admin.room(&room.sitting, "seal").await.ok();
    let published = publish(&world, &room).await;
    let listed = room.admin.get("/api/v1/public/selections").await.ok();
    assert_eq!(listed[0]["publications"][0]["id"], published);
    let row = row_of(&room.admin, no).await;
    assert_eq!(row["publication"], published);
    assert_eq!(
        row["row"]["head"], receipt["head"],
        "announced is what was shown"
    );
    assert_eq!(row["row"]["total"], receipt["total"]);
    assert_eq!(row_of(&room.admin, absent).await["row"]["code"], "TH");
    let stranger = Staff::stranger(&world.base);
    let unknown = stranger
        .get("/api/v1/public/results/90000000000000009")
        .await;
    unknown.refused(404, "not_found");
}

async fn start(candidate: &crate::world::Candidate) -> Vec<(String, Vec<String>)> {
    let started = candidate.start(1).await.ok();
    assert_eq!(started["state"]["phase"], "running");
    crate::world::items_of(&started["paper"])
}

async fn row_of(staff: &Staff, no: &str) -> Value {
    staff
        .get(&format!("/api/v1/public/results/{no}"))
        .await
        .ok()
}

/// Drafted by one officer, approved by another; the publication's id.
async fn publish(world: &World, room: &Room) -> Value {
    let first = world.staff("first", Role::Committee).await;
    let second = world.staff("second", Role::Committee).await;
    let drafts = format!("/api/v1/selections/{}/drafts", room.selection);
    let draft = first.post(&drafts, &json!({})).await.ok();
    assert_eq!(draft["rows"], NUMBERS.len());
    let at = format!("/api/v1/drafts/{}", draft["id"].as_str().unwrap());
    let preview = first.get(&at).await.ok();
    assert_eq!(preview["digest"], draft["digest"]);
    // Whoever checks it knows people by their names; what is published does not hold them.
    let named = preview["names"].as_object().unwrap();
    assert_eq!(named.len(), NUMBERS.len());
    assert_eq!(named[NUMBERS[0]], "Ani Contoh");
    assert!(!preview["list"].to_string().contains("Ani Contoh"));
    let (approve, publish) = (format!("{at}/approve"), format!("{at}/publish"));
    let word = json!({ "digest": draft["digest"] });
    first.post(&publish, &json!({})).await.refused(412, "stale");
    first.post(&approve, &word).await.refused(422, "rule");
    let other = json!({ "digest": "00".repeat(32) });
    second.post(&approve, &other).await.refused(412, "stale");
    second.post(&approve, &word).await.ok();
    let published = first.post(&publish, &json!({})).await.ok();
    first.post(&publish, &json!({})).await.refused(412, "stale");
    published["id"].clone()
}
