//! A published list, and what spoils it.

use std::collections::BTreeMap;

use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

use super::scene::{NO, Scene};
use crate::checker::chain::{hash, short_code};
use crate::checker::published::{Publication, Quota, canonical, check, root};

const POLICY: &str = r#"
order = ["total", "tkp", "twk"]
cut = { multiple = 3 }
[[categories]]
code = "umum"
minima = { total = 9, twk = 5 }
[codes]
within = "P/L"
passed = "P"
below = "TL"
absent = "TH"
ineligible = "TMS"
disqualified = "DIS"
"#;

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn row(scene: &Scene) -> Value {
    json!({
        "code": "P/L", "formation": "F1", "head": hex(&scene.head), "nonce": "00",
        "participant": NO, "rank": 1, "reasons": [],
        "receipt": short_code(&scene.head, &[5, 4]),
        "scores": {"tkp": 4, "twk": 5}, "total": 9
    })
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[5; 32])
}

/// The list as the office would sign it, whatever its rows say.
fn signed(rows: &[Value]) -> Value {
    let leaves = |values: &[Value]| -> Vec<String> {
        values
            .iter()
            .map(|value| canonical(value).unwrap())
            .collect()
    };
    let formations = [json!({
        "formation": {"code": "F1"},
        "rows": rows.len(),
        "rows_root": hex(&root(&leaves(rows))),
    })];
    let content = json!({
        "counts": {"formations": 1, "rows": rows.len()},
        "formations_root": hex(&root(&leaves(&formations))),
        "rows_root": hex(&root(&leaves(rows))),
    });
    let text = canonical(&content).unwrap();
    let digest = hex(&hash(&[b"ambang/publication/1/content\n", text.as_bytes()]));
    let officer = |id: &str| json!({"content": digest, "officer": {"id": id}});
    let header = json!({
        "content": content,
        "sign_offs": {"drafted": officer("one"), "approved": officer("two")},
    });
    sealed(header, &formations, rows)
}

fn sealed(header: Value, formations: &[Value], rows: &[Value]) -> Value {
    let text = canonical(&header).unwrap();
    let message = [b"ambang/publication/1/header\n", text.as_bytes()].concat();
    let public = key().verifying_key().to_bytes();
    json!({
        "header": header,
        "formations": formations,
        "rows": rows,
        "signature": {
            "public_key": format!("ed25519:{}", hex(&public)),
            "key_id": hex(&hash(&[&public])),
            "value": hex(&key().sign(&message).to_bytes()),
        },
    })
}

/// Which of the three rules about a list are broken: form, rows, codes.
fn broken(scene: &Scene, document: &[u8], quota: u32) -> Vec<bool> {
    let quota = Quota {
        category: "umum".into(),
        position_group: String::new(),
        quota,
    };
    let publication = Publication {
        document,
        public_key: &key().verifying_key().to_bytes(),
        policy: POLICY,
        quotas: &BTreeMap::from([("F1".to_owned(), quota)]),
    };
    let checks = check(&scene.read(), &publication);
    checks.iter().map(|check| !check.holds()).collect()
}

fn broken_by(spoil: impl FnOnce(&mut Value)) -> Vec<bool> {
    let scene = Scene::new();
    let mut row = row(&scene);
    spoil(&mut row);
    let document = canonical(&signed(&[row])).unwrap();
    broken(&scene, document.as_bytes(), 1)
}

#[test]
fn a_true_list_holds() {
    assert_eq!(broken_by(|_| {}), [false, false, false]);
}

#[test]
fn another_score_head_or_receipt_is_seen_though_it_is_signed() {
    assert_eq!(
        broken_by(|row| row["scores"]["tkp"] = 5.into()),
        [false, true, false]
    );
    assert_eq!(
        broken_by(|row| row["total"] = 8.into()),
        [false, true, false]
    );
    assert_eq!(
        broken_by(|row| row["head"] = "00".into()),
        [false, true, false]
    );
    assert_eq!(
        broken_by(|row| row["receipt"] = "0".into()),
        [false, true, false]
    );
    assert_eq!(
        broken_by(|row| row["formation"] = "F2".into()),
        [true, true, false]
    );
}

#[test]
fn another_rank_or_code_is_seen() {
    assert_eq!(
        broken_by(|row| row["rank"] = 2.into()),
        [false, false, true]
    );
    assert_eq!(
        broken_by(|row| row["code"] = "P".into()),
        [false, false, true]
    );
}

#[test]
fn the_cut_is_drawn_from_the_quota() {
    let scene = Scene::new();
    let document = canonical(&signed(&[row(&scene)])).unwrap();
    assert_eq!(broken(&scene, document.as_bytes(), 0), [false, false, true]);
}

#[test]
fn a_missing_row_is_missed() {
    let scene = Scene::new();
    let document = canonical(&signed(&[])).unwrap();
    assert_eq!(broken(&scene, document.as_bytes(), 1), [false, true, true]);
}

#[test]
fn spelling_roots_sign_offs_and_signature_are_looked_at() {
    let scene = Scene::new();
    let good = signed(&[row(&scene)]);
    let spelled = serde_json::to_string_pretty(&good).unwrap();
    assert_eq!(broken(&scene, spelled.as_bytes(), 1), [true, false, false]);
    let spoils: [fn(&mut Value); 4] = [
        |list| list["signature"]["value"] = "00".repeat(64).into(),
        |list| list["signature"]["key_id"] = "00".repeat(32).into(),
        |list| list["rows"][0]["nonce"] = "01".into(),
        |list| list["formations"][0]["rows"] = 2.into(),
    ];
    for spoil in spoils {
        let mut list = good.clone();
        spoil(&mut list);
        let text = canonical(&list).unwrap();
        assert!(broken(&scene, text.as_bytes(), 1)[0], "{text}");
    }
    // One officer alone, signed all the same.
    let mut header = good["header"].clone();
    header["sign_offs"]["approved"]["officer"]["id"] = "one".into();
    let formations: Vec<Value> = good["formations"].as_array().unwrap().clone();
    let list = sealed(header, &formations, &[row(&scene)]);
    let text = canonical(&list).unwrap();
    assert_eq!(broken(&scene, text.as_bytes(), 1), [true, false, false]);
}
