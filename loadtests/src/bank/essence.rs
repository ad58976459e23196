//! What a text says, without how it is set: letters and digits alone, of formulas their TeX.

use serde_json::Value;

fn keep(text: &str, out: &mut String) {
    // Signs of arithmetic are kept: they alone can tell two options apart.
    out.extend(
        text.chars()
            .filter(|c| c.is_alphanumeric() || "+-<>=/".contains(*c)),
    );
}

/// The essence of a text in the bank's markup.
pub(super) fn of_markup(text: &str) -> String {
    let mut essence = String::new();
    for line in text.lines() {
        keep(without_marker(line), &mut essence);
    }
    essence
}

/// A list's marker is not what the line says.
fn without_marker(line: &str) -> &str {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < line.len()
        && let Some(rest) = digits.strip_prefix(". ")
    {
        return rest;
    }
    line.strip_prefix("- ").unwrap_or(line)
}

/// The essence of a text as a paper brings it.
pub(super) fn of_view(rich: &Value) -> String {
    let mut essence = String::new();
    walk(rich, &mut essence);
    essence
}

fn walk(value: &Value, out: &mut String) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| walk(value, out)),
        Value::Object(fields) => match fields.get("kind").and_then(Value::as_str) {
            Some("text") => keep(
                fields.get("text").and_then(Value::as_str).unwrap_or(""),
                out,
            ),
            Some("formula") => keep(fields.get("tex").and_then(Value::as_str).unwrap_or(""), out),
            Some("list") => fields
                .get("items")
                .into_iter()
                .for_each(|items| walk(items, out)),
            _ => fields
                .get("children")
                .into_iter()
                .for_each(|children| walk(children, out)),
        },
        _ => {}
    }
}
