//! From TOML to a policy. The tree is walked by hand so that one reading names every fault.

mod exam;
mod node;
mod rules;

use crate::policy::Policy;
use node::{Node, Sink};

/// The only version of the file so far.
const FORMAT: i64 = 1;

/// Ample: the presets have 4 KB.
const TEXT_LEN_MAX: usize = 64 * 1024;

/// One thing wrong in a policy file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct PolicyFault {
    /// Where: `sub_tests[2].items`, entries counted from 1. `file` for the whole file.
    pub path: String,
    /// A sentence without a full stop.
    pub reason: String,
}

/// Everything wrong in a policy file, in the order of the file's sections; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct PolicyFaults(pub Vec<PolicyFault>);

impl Policy {
    /// Reads a policy file (`format = 1`). The presets are the specification by example.
    ///
    /// # Errors
    /// The text is no TOML, or breaks rules of the format: unknown or missing keys, values out of range,
    /// references to sub-tests or categories that are not there. All faults are named at once.
    pub fn parse(text: &str) -> Result<Self, PolicyFaults> {
        let sink = Sink::default();
        let policy = read(text, &sink);
        let faults = sink.into_faults();
        match policy {
            Some(policy) if faults.is_empty() => Ok(policy),
            _ => Err(PolicyFaults(faults)),
        }
    }
}

/// The policy, as far as every section gave one; `None` only after a fault.
fn read(text: &str, sink: &Sink) -> Option<Policy> {
    if text.len() > TEXT_LEN_MAX {
        sink.push(
            "file",
            format!("the file is longer than {TEXT_LEN_MAX} bytes"),
        );
        return None;
    }
    let table = match text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(error) => {
            sink.push("file", syntax(text, &error));
            return None;
        }
    };
    if table.get("format").and_then(toml::Value::as_integer) != Some(FORMAT) {
        sink.push(
            "format",
            format!("is missing or not {FORMAT}, the version this program reads"),
        );
        return None;
    }
    exam::read(&Node::root(&table, sink))
}

/// A syntax error with its place in the words of an editor.
fn syntax(text: &str, error: &toml::de::Error) -> String {
    let Some(span) = error.span() else {
        return error.message().to_owned();
    };
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("line {line}, column {column}: {}", error.message().trim())
}
