//! What leaves the server as a document: the table of problems, the journal's export, the publication.

use core::fmt::Write as _;

use exam::ports::Role;
use serde_json::{Value, json};

use crate::world::{NUMBERS, Staff, World};

/// Codes are promises: clients tell problems apart by them.
#[test]
fn the_table_of_problems_is_as_documented() {
    let mut table = String::new();
    for (code, status, title) in api::problem_codes() {
        let _ = writeln!(table, "{status} {code}: {title}");
    }
    insta::assert_snapshot!(table);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_problem_has_everything_that_its_standard_names() {
    let world = World::start().await;
    let stranger = Staff::stranger(&world.base);
    let reply = stranger.get("/api/v1/nothing/at/all").await;
    assert_eq!(reply.content_type, "application/problem+json");
    let mut problem = reply.json();
    let request_id = problem["request_id"].take();
    assert_eq!(request_id.as_str().unwrap().len(), 12);
    let expected = json!({
        "type": "/problems/not_found", "title": "There is no such thing", "status": 404,
        "code": "not_found", "detail": "there is no such page", "request_id": null,
    });
    assert_eq!(problem, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_comes_whole_and_only_when_nobody_sits() {
    let world = World::start().await;
    let room = world.room().await;
    let auditor = world.staff("auditor", Role::Auditor).await;
    let path = format!("/api/v1/selections/{}/journal", room.selection);
    room.open().await;
    let (candidate, items) = room.writing(NUMBERS[0]).await;
    auditor.get(&path).await.refused(409, "sitting_open");
    let choices: Vec<_> = items
        .iter()
        .map(|(item, options)| (item.clone(), options[1].clone()))
        .collect();
    candidate.answer(1, &choices).await.ok();
    candidate.finish(7).await.ok();
    room.admin.room(&room.sitting, "close").await.ok();
    let export = auditor.get(&path).await;
    assert_eq!(
        (export.status, export.content_type.as_str()),
        (200, "application/x-ndjson")
    );
    let lines: Vec<Value> = export
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let count = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
    assert_eq!(
        (count("selection"), count("form"), count("sitting")),
        (1, 1, 1)
    );
    assert_eq!(count("attempt"), NUMBERS.len());
    assert!(
        count("event") > 7 && count("ledger") == 2,
        "{}",
        export.text()
    );
    let end = lines.last().unwrap();
    assert_eq!(
        (&end["kind"], &end["lines"]),
        (&json!("end"), &json!(lines.len()))
    );
    let log = auditor.get("/api/v1/audit?limit=500").await.ok();
    let acts: Vec<&Value> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["entry"]["act"])
        .collect();
    assert!(acts.contains(&&json!("journal.exported")), "{acts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ranking_is_live_and_provisional() {
    let world = World::start().await;
    let room = world.room().await;
    let committee = world.staff("committee", Role::Committee).await;
    room.open().await;
    for no in [NUMBERS[0], NUMBERS[1]] {
        let (candidate, items) = room.writing(no).await;
        let choices: Vec<_> = items
            .iter()
            .map(|(item, options)| (item.clone(), options[0].clone()))
            .collect();
        candidate.answer(1, &choices).await.ok();
    }
    let path = format!(
        "/api/v1/selections/{}/ranking?formation=F-1",
        room.selection
    );
    let page = committee.get(&path).await.ok();
    assert_eq!(page["provisional"], true);
    let rows = page["rows"].as_array().unwrap();
    let totals: Vec<i64> = rows
        .iter()
        .map(|row| row["total"].as_i64().unwrap())
        .collect();
    assert!(totals.is_sorted_by(|a, b| a >= b), "{page}");
    let ours = |row: &&Value| NUMBERS[..2].contains(&row["participant_no"].as_str().unwrap());
    assert_eq!(rows.iter().filter(ours).count(), 2, "{page}");
    let other = format!("{path}9");
    committee.get(&other).await.refused(404, "not_found");
}
