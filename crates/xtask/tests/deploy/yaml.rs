//! Reading YAML: documents, and a way into them by names.

use yaml_serde::Value;

use crate::place::read;

/// Every document of a file, anchors and merges resolved.
pub(crate) fn documents(file: &str) -> Vec<Value> {
    use serde::de::Deserialize as _;
    let text = read(file);
    let documents = yaml_serde::Deserializer::from_str(&text);
    let parsed = documents.map(|document| {
        let mut value =
            Value::deserialize(document).unwrap_or_else(|error| panic!("{file}: {error}"));
        // What is merged may merge something itself.
        for _ in 0..3 {
            value.apply_merge().unwrap();
        }
        value
    });
    let parsed: Vec<Value> = parsed.collect();
    assert!(!parsed.is_empty(), "{file} is empty");
    parsed
}

/// What lies at `a/b/0/c`; null where there is nothing.
pub(crate) fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    static NOTHING: Value = Value::Null;
    let mut here = value;
    for name in path.split('/') {
        let next = match name.parse::<usize>() {
            Ok(index) if here.is_sequence() => here.get(index),
            _ => here.get(name),
        };
        here = match next {
            Some(next) => next,
            None => return &NOTHING,
        };
    }
    here
}

pub(crate) fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    at(value, path)
        .as_str()
        .unwrap_or_else(|| panic!("{path} is no text"))
}

/// The texts of a list.
pub(crate) fn list(value: &Value, path: &str) -> Vec<String> {
    let items = at(value, path).as_sequence().into_iter().flatten();
    items
        .map(|item| {
            item.as_str()
                .unwrap_or_else(|| panic!("{path} has more than texts"))
                .to_owned()
        })
        .collect()
}

/// The names and values of a map.
pub(crate) fn entries<'a>(value: &'a Value, path: &str) -> Vec<(&'a str, &'a Value)> {
    let map = at(value, path)
        .as_mapping()
        .unwrap_or_else(|| panic!("{path} is no map"));
    map.iter()
        .map(|(name, value)| (name.as_str().unwrap(), value))
        .collect()
}
