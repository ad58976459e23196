//! What a candidate must not see: other people's pictures, anything before the start, the key ever.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::world::{Candidate, NUMBERS, Reply, World, items_of, later_item_form};

/// No object that a candidate receives has a field of such a name.
const NAMES_OF_THE_KEY: [&str; 8] = [
    "key",
    "correct",
    "answer_key",
    "score",
    "weight",
    "right",
    "seed",
    "nonce",
];

fn names(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| names(value, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                found.push(name.clone());
                names(value, found);
            }
        }
        _ => {}
    }
}

fn pictures(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| pictures(value, found)),
        Value::Object(fields) => {
            found.extend(
                fields
                    .get("digest")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            fields.values().for_each(|value| pictures(value, found));
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_are_the_own_papers_and_come_after_the_start() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let candidate = room.seated(NUMBERS[0], 1).await;
    let neighbour = room.seated(NUMBERS[1], 2).await;
    let started = candidate.start(1).await.ok();
    let mut digests = Vec::new();
    pictures(&started["paper"], &mut digests);
    assert_eq!(digests.len(), 1, "the paper has one picture");
    let route = format!("pictures/{}", digests[0]);
    let picture = candidate.get(&route).await;
    picture.ok();
    assert_eq!(picture.content_type, "image/svg+xml");
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&picture.bytes));
    assert_eq!(digest, digests[0]);
    neighbour.get(&route).await.refused(404, "not_found");
    let stranger = Candidate::at(&world.base, NUMBERS[0], 1);
    stranger.get(&route).await.refused(401, "unauthenticated");
    let (later, bytes) = later_item_form();
    let items = format!("/api/v1/selections/{}/items", room.selection);
    room.admin.send_form(&items, later).await.ok();
    let foreign = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes.as_bytes()));
    for other in [
        foreign,
        "00".repeat(32),
        "zz".to_owned(),
        "..%2f..%2fsecret".to_owned(),
    ] {
        let reply = candidate.get(&format!("pictures/{other}")).await;
        reply.refused(404, "not_found");
    }
}

/// Everything that a candidate can receive in a whole attempt.
async fn everything(candidate: &Candidate, pin: &str) -> Vec<Reply> {
    let mut replies = vec![candidate.log_in(pin).await, candidate.get("state").await];
    let started = candidate.start(1).await;
    let items = items_of(&started.ok()["paper"]);
    let choose = |(item, options): &(String, Vec<String>)| (item.clone(), options[2].clone());
    let choices: Vec<(String, String)> = items.iter().map(choose).collect();
    replies.push(started);
    replies.push(candidate.answer(1, &choices).await);
    replies.push(candidate.answer(1, &choices).await);
    replies.push(candidate.answer(99, &choices).await);
    replies.push(candidate.get("state?answers=true").await);
    replies.push(
        candidate
            .post("time-up", &json!({ "epoch": 1, "last_seq": 7 }))
            .await,
    );
    replies.push(candidate.finish(9).await);
    replies
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_the_key_reaches_a_candidate() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let pin = room.check_in(NUMBERS[0]).await;
    let candidate = Candidate::at(&world.base, NUMBERS[0], 1);
    let replies = everything(&candidate, &pin).await;
    for reply in &replies {
        let mut found = Vec::new();
        names(&reply.json(), &mut found);
        let key = found
            .iter()
            .find(|name| NAMES_OF_THE_KEY.contains(&name.as_str()) || name.contains("points"));
        assert_eq!(key, None, "{}", reply.text());
    }
    // Points come with the receipt, and only as sums.
    let ended = candidate.finish(7).await.ok();
    let mut found = Vec::new();
    names(&ended, &mut found);
    assert!(found.contains(&"totals".to_owned()));
    assert!(
        !found
            .iter()
            .any(|name| NAMES_OF_THE_KEY.contains(&name.as_str()))
    );
    let again = candidate.get("state?answers=true").await.ok();
    let mut found = Vec::new();
    names(&again, &mut found);
    assert!(!found.iter().any(|name| name.contains("points")), "{again}");
}

/// Two papers of one form: the bank's order shows neither in items nor in options.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neighbours_have_the_same_items_in_other_orders() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let mut papers = Vec::new();
    for no in NUMBERS {
        papers.push(room.writing(no).await.1);
    }
    let sorted = |paper: &[(String, Vec<String>)]| {
        let mut items: Vec<_> = paper.to_vec();
        items.iter_mut().for_each(|(_, options)| options.sort());
        items.sort();
        items
    };
    assert!(
        papers
            .iter()
            .all(|paper| sorted(paper) == sorted(&papers[0]))
    );
    assert!(papers.iter().any(|paper| *paper != papers[0]));
}
