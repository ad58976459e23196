//! The audit log and its chain.

use std::collections::BTreeMap;

use exam::ports::{AuditEntry, AuditRow};
use lexicon::{Digest, Instant, UserId};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Place;
use super::fixture::{World, act, selection_row, user_row, uuid};

/// The head that must follow: SHA-256 over the head before and the entry as JSON with sorted keys and without
/// white space (RFC 8785, which for these members is the same).
fn link(head: Digest, entry: &AuditEntry) -> Digest {
    let value = serde_json::to_value(entry).unwrap();
    let sorted: BTreeMap<String, Value> = serde_json::from_value(value).unwrap();
    let bytes = serde_json::to_vec(&sorted).unwrap();
    let hash = Sha256::new().chain_update(head.0).chain_update(bytes);
    Digest(hash.finalize().into())
}

pub(super) fn verify(log: &[AuditRow]) {
    let mut head = Digest([0; 32]);
    for (row, pos) in log.iter().zip(1_i64..) {
        head = link(head, &row.entry);
        assert_eq!((row.pos, row.head), (pos, head), "{}", row.entry.act);
    }
}

pub(super) async fn every_act_extends_the_chain(place: &impl Place) {
    let world = World::of(place, 2).await;
    let store = &world.store;
    store.create_user(&user_row(1), &act("user")).await.unwrap();
    let by_somebody = AuditEntry {
        at: Instant(1_700_000_000_123),
        by: Some(UserId(uuid(8, 1))),
        act: "candidates.imported".to_owned(),
        subject: "Ujian \"é\" \u{1F600}\n".to_owned(),
        detail: r#"{"rows":3}"#.to_owned(),
    };
    store.audit(&by_somebody).await.unwrap();
    let log = store.audit_log(1, 1_000).await.unwrap();
    let acts: Vec<_> = log.iter().map(|row| row.entry.act.as_str()).collect();
    let expected = [
        "selection",
        "formations",
        "applications",
        "form",
        "sitting",
        "user",
        "candidates.imported",
    ];
    assert_eq!(acts, expected);
    assert_eq!(log.last().unwrap().entry, by_somebody);
    verify(&log);
}

pub(super) async fn a_refused_act_is_not_logged(place: &impl Place) {
    let store = place.open().await;
    let row = selection_row(1);
    store
        .create_selection(&row, &act("selection"))
        .await
        .unwrap();
    for _ in 0..2 {
        store
            .create_selection(&row, &act("again"))
            .await
            .unwrap_err();
    }
    store.audit(&act("after")).await.unwrap();
    let log = store.audit_log(1, 10).await.unwrap();
    assert_eq!(log.len(), 2);
    verify(&log);
    // An entry that cannot be logged takes its act with it.
    let refused = store.create_selection(&selection_row(2), &act("")).await;
    assert!(refused.is_err());
    assert_eq!(store.selections().await.unwrap().len(), 1);
}

pub(super) async fn acts_of_one_kind_are_found(place: &impl Place) {
    let store = place.open().await;
    for (name, at) in [("a", 10), ("b", 20), ("a", 30), ("a", 20), ("ab", 40)] {
        let entry = AuditEntry {
            at: Instant(at),
            ..act(name)
        };
        store.audit(&entry).await.unwrap();
    }
    let found = async |name: &str, since: i64, limit: u32| {
        let rows = store.acts_since(name, Instant(since), limit).await.unwrap();
        assert!(rows.iter().all(|row| row.entry.act == name));
        rows.iter().map(|row| row.pos).collect::<Vec<_>>()
    };
    assert_eq!(found("a", 0, 9).await, [1, 4, 3], "by their time");
    assert_eq!(found("a", 20, 9).await, [4, 3]);
    assert_eq!(found("a", 0, 2).await, [4, 3], "the latest ones");
    assert!(found("a", 31, 9).await.is_empty());
    assert!(found("c", 0, 9).await.is_empty());
}

pub(super) async fn the_log_comes_in_pages(place: &impl Place) {
    let store = place.open().await;
    for at in 0..7 {
        store.audit(&act(&format!("act-{at}"))).await.unwrap();
    }
    let page = store.audit_log(3, 2).await.unwrap();
    let pos: Vec<_> = page.iter().map(|row| row.pos).collect();
    assert_eq!(pos, [3, 4]);
    assert!(store.audit_log(8, 10).await.unwrap().is_empty());
    verify(&store.audit_log(0, 10).await.unwrap());
}
