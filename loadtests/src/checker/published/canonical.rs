//! The one spelling of a JSON value (RFC 8785), for values without fractions.

use core::fmt::Write as _;

use serde_json::Value;

/// The canonical text; `None` for a number that is no whole number.
pub(crate) fn canonical(value: &Value) -> Option<String> {
    let mut text = String::new();
    write(value, &mut text)?;
    Some(text)
}

fn write(value: &Value, out: &mut String) -> Option<()> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Number(number) => {
            let whole = number.as_i64()?;
            write!(out, "{whole}").ok()?;
        }
        Value::String(text) => quote(text, out),
        Value::Array(values) => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(value, out)?;
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_by_key(|name| name.encode_utf16().collect::<Vec<u16>>());
            out.push('{');
            for (at, name) in names.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                quote(name, out);
                out.push(':');
                write(fields.get(name)?, out)?;
            }
            out.push('}');
        }
    }
    Some(())
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_sorted_by_utf16_and_nothing_is_spare() {
        let value = json!({"b": [1, null, true], "a": "x\"\u{1}\n", "\u{1F600}": 0, "\u{FB33}": 0});
        let expected =
            "{\"a\":\"x\\\"\\u0001\\n\",\"b\":[1,null,true],\"\u{1F600}\":0,\"\u{FB33}\":0}";
        assert_eq!(canonical(&value).as_deref(), Some(expected));
        assert_eq!(canonical(&json!(1.5)), None);
    }
}
