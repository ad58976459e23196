//! The document against the routes, and its committed copy, from which the browser's types are made.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::routes::{Who, all, covers, handlers};
use crate::world::{Staff, World};

pub(crate) fn document() -> Value {
    serde_json::from_str(&api::openapi_json()).unwrap()
}

/// `(method, path, operation)` of the document.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            found.push((method.to_uppercase(), path.clone(), operation));
        }
    }
    found
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let document = document();
    let described = operations(&document);
    let described: BTreeSet<_> = described
        .into_iter()
        .map(|(method, path, _)| (method, path))
        .collect();
    let served: BTreeSet<_> = handlers().into_iter().collect();
    assert_eq!(described, served);
}

#[test]
fn the_description_says_who_may_call() {
    let document = document();
    for (method, path, operation) in operations(&document) {
        let row = all()
            .into_iter()
            .find(|route| route.method == method && covers(&path, route.path));
        let Some(route) = row else {
            panic!("no row for {method} {path}")
        };
        let asked = operation["security"][0].as_object();
        let asked = asked.map(|scheme| scheme.keys().next().unwrap().as_str());
        let expected = match route.who {
            Who::Anyone => None,
            Who::Seat => Some("seat"),
            Who::Roles(_) => Some("staff"),
        };
        assert_eq!(asked, expected, "{method} {path}");
        let summary = operation["summary"].as_str().unwrap_or_default();
        let says = match route.who {
            Who::Anyone => summary.starts_with("Anyone"),
            Who::Seat => summary.starts_with("Whoever holds the seat's token"),
            Who::Roles(_) => {
                summary.starts_with("Permission: `") || summary.starts_with("Whoever is logged in")
            }
        };
        assert!(says, "{method} {path}: {summary}");
    }
}

fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn nothing_refers_to_what_is_not_there() {
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 100, "{}", found.len());
    for name in found {
        let there = document.pointer(name.trim_start_matches('#'));
        assert!(there.is_some(), "{name}");
    }
}

#[test]
fn operations_have_names_of_their_own() {
    let document = document();
    let operations = operations(&document);
    let names: BTreeSet<_> = operations
        .iter()
        .map(|(.., operation)| operation["operationId"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), operations.len());
}

/// `AMBANG_UPDATE=1` (or `cargo xtask openapi`) writes the copy anew.
#[test]
fn the_committed_copy_is_the_document() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let now = api::openapi_json();
    if std::env::var_os("AMBANG_UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == now,
        "the API has changed: run `cargo xtask openapi` and look at the difference"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_serves_its_description() {
    let world = World::start().await;
    let reply = Staff::stranger(&world.base)
        .get("/api/v1/openapi.json")
        .await;
    assert_eq!(reply.ok(), document());
    assert_eq!(reply.content_type, "application/json");
}
