//! Every answer that a test receives is held against the API's description.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Value, json};

use crate::routes::covers;

struct Description {
    document: Value,
    known: Mutex<HashMap<String, Arc<Validator>>>,
}

fn description() -> &'static Description {
    static DESCRIPTION: OnceLock<Description> = OnceLock::new();
    DESCRIPTION.get_or_init(|| {
        let mut document: Value = serde_json::from_str(&api::openapi_json()).unwrap();
        for schema in document["components"]["schemas"]
            .as_object_mut()
            .unwrap()
            .values_mut()
        {
            close(schema);
        }
        Description {
            document,
            known: Mutex::default(),
        }
    })
}

/// What is not described may not be there either.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// The operation, and its path as the document names it. Paths without a parameter come first.
fn operation(document: &Value, method: &Method, path: &str) -> Option<(String, Value)> {
    let paths = document["paths"].as_object()?;
    let mut fitting: Vec<&String> = paths.keys().filter(|known| covers(known, path)).collect();
    fitting.sort_by_key(|known| known.matches('{').count());
    let method = method.as_str().to_lowercase();
    let known = fitting
        .into_iter()
        .find(|known| paths[*known].get(&method).is_some())?;
    Some((known.clone(), paths[known][&method].clone()))
}

/// Panics where an answer is not as described. A path that nothing serves has no description.
#[track_caller]
pub(super) fn hold((method, path): (&Method, &str), status: u16, content: &str, body: &[u8]) {
    let description = description();
    let Some((known, operation)) = operation(&description.document, method, path) else {
        return;
    };
    let told = format!(
        "{method} {known}: {status} {}",
        String::from_utf8_lossy(body)
    );
    let mut response = &operation["responses"][status.to_string()];
    if let Some(name) = response["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        response = description.document.pointer(pointer).expect("a response");
    }
    assert!(response.is_object(), "not described: {told}");
    let Some(contents) = response["content"].as_object() else {
        assert!(body.is_empty(), "a body is not described: {told}");
        return;
    };
    let media = content.split(';').next().unwrap_or_default();
    let Some(described) = contents.get(media) else {
        panic!("{media} is not described: {told}");
    };
    if !["application/json", "application/problem+json"].contains(&media) {
        return;
    }
    let key = format!("{method} {known} {status} {media}");
    let validator = validator(description, &key, &described["schema"]);
    let value: Value = serde_json::from_slice(body).expect("JSON");
    let faults: Vec<String> = validator
        .iter_errors(&value)
        .map(|fault| format!("{} at {}", fault, fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{told}");
}

fn validator(description: &Description, key: &str, schema: &Value) -> Arc<Validator> {
    let mut known = description.known.lock().unwrap();
    if let Some(validator) = known.get(key) {
        return Arc::clone(validator);
    }
    let mut whole = schema.clone();
    whole["components"] = description.document["components"].clone();
    let validator = Arc::new(jsonschema::validator_for(&whole).unwrap());
    known.insert(key.to_owned(), Arc::clone(&validator));
    validator
}
