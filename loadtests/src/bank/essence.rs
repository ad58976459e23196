//! What a text says, without how it is set: its words and signs, of formulas their TeX.

use serde_json::Value;

/// Characters of the markup, and of TeX alone: they are dropped wherever they stand.
const MARKUP: [char; 6] = ['*', '_', '$', '\\', '`', '~'];

/// Collects words with one blank between them: where words are parted can be the question.
#[derive(Default)]
struct Essence {
    text: String,
    parted: bool,
}

impl Essence {
    fn keep(&mut self, text: &str) {
        for c in text.chars().filter(|c| !MARKUP.contains(c)) {
            if c.is_whitespace() {
                self.parted = true;
            } else {
                if self.parted && !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.parted = false;
                self.text.push(c);
            }
        }
    }
}

/// The essence of a text in the bank's markup.
pub(super) fn of_markup(text: &str) -> String {
    let mut essence = Essence::default();
    for line in text.lines() {
        essence.keep(without_marker(line));
        essence.parted = true;
    }
    essence.text
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
    let mut essence = Essence::default();
    walk(rich, &mut essence);
    essence.text
}

fn walk(value: &Value, essence: &mut Essence) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| walk(value, essence)),
        Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or("");
            match text("kind") {
                "text" => essence.keep(text("text")),
                "break" => essence.parted = true,
                // The formula's own fields stand beside its kind.
                "formula" => essence.keep(text("tex")),
                "paragraph" | "list" => {
                    essence.parted = true;
                    children(fields.get("children"), essence);
                    items(fields.get("items"), essence);
                }
                _ => children(fields.get("children"), essence),
            }
        }
        _ => {}
    }
}

fn children(value: Option<&Value>, essence: &mut Essence) {
    if let Some(value) = value {
        walk(value, essence);
    }
}

fn items(value: Option<&Value>, essence: &mut Essence) {
    for item in value.and_then(Value::as_array).into_iter().flatten() {
        essence.parted = true;
        walk(item, essence);
    }
}
