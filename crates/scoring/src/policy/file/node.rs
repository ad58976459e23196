//! A table of the file with the path that leads to it.

use core::cell::RefCell;
use core::ops::RangeInclusive;
use core::str::FromStr;

use toml::{Table, Value};

use super::PolicyFault;
use crate::policy::Label;

/// Gathers faults from every branch of the walk.
#[derive(Default)]
pub(super) struct Sink(RefCell<Vec<PolicyFault>>);

impl Sink {
    pub(super) fn push(&self, path: impl Into<String>, reason: impl Into<String>) {
        self.0.borrow_mut().push(PolicyFault {
            path: path.into(),
            reason: reason.into(),
        });
    }

    pub(super) fn into_faults(self) -> Vec<PolicyFault> {
        self.0.into_inner()
    }
}

/// A reader of one table. What it cannot give is a fault in the sink, and `None`.
pub(super) struct Node<'t> {
    table: &'t Table,
    path: String,
    sink: &'t Sink,
}

impl<'t> Node<'t> {
    pub(super) const fn root(table: &'t Table, sink: &'t Sink) -> Self {
        Self {
            table,
            path: String::new(),
            sink,
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Reports a fault of one key.
    pub(super) fn fault(&self, key: &str, reason: impl Into<String>) {
        self.sink.push(self.path_of(key), reason);
    }

    /// Reports every key that is none of these.
    pub(super) fn only(&self, known: &[&str]) {
        for key in self
            .table
            .keys()
            .filter(|key| !known.contains(&key.as_str()))
        {
            self.fault(
                key,
                format!("is not known here; known are {}", known.join(", ")),
            );
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn value(&self, key: &str) -> Option<&'t Value> {
        let value = self.table.get(key);
        if value.is_none() {
            self.fault(key, "is missing");
        }
        value
    }

    /// The value as `pick` sees it, or the fault that it is not `what`.
    fn typed<T>(&self, key: &str, what: &str, pick: impl Fn(&'t Value) -> Option<T>) -> Option<T> {
        let picked = pick(self.value(key)?);
        if picked.is_none() {
            self.fault(key, format!("must be {what}"));
        }
        picked
    }

    pub(super) fn whole(&self, key: &str, range: RangeInclusive<i32>) -> Option<i32> {
        let what = format!("a whole number from {} to {}", range.start(), range.end());
        self.typed(key, &what, |value| whole(value, &range))
    }

    pub(super) fn count(&self, key: &str, range: RangeInclusive<i32>) -> Option<u32> {
        self.whole(key, range)
            .and_then(|number| u32::try_from(number).ok())
    }

    pub(super) fn wholes(&self, key: &str, range: RangeInclusive<i32>) -> Option<Vec<i32>> {
        let what = format!(
            "a list of whole numbers from {} to {}",
            range.start(),
            range.end()
        );
        self.typed(key, &what, |value| {
            value
                .as_array()?
                .iter()
                .map(|value| whole(value, &range))
                .collect()
        })
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        self.typed(key, "true or false", Value::as_bool)
    }

    /// A text of 1 to `len_max` characters, none of them a control character.
    pub(super) fn text(&self, key: &str, len_max: usize) -> Option<String> {
        let what = format!("a text of 1 to {len_max} characters");
        let fits = |text: &&str| {
            (1..=len_max).contains(&text.chars().count())
                && !text.chars().any(char::is_control)
                && text.trim() == *text
        };
        self.typed(key, &what, |value| {
            value.as_str().filter(fits).map(str::to_owned)
        })
    }

    pub(super) fn slug<T: FromStr<Err: ToString>>(&self, key: &str) -> Option<T> {
        let text = self.typed(key, "a text", Value::as_str)?;
        let parsed = text.parse::<T>();
        parsed
            .map_err(|error| self.fault(key, error.to_string()))
            .ok()
    }

    pub(super) fn texts(&self, key: &str) -> Option<Vec<&'t str>> {
        self.typed(key, "a list of texts", |value| {
            value.as_array()?.iter().map(Value::as_str).collect()
        })
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let names: Vec<_> = words
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        self.typed(key, &names.join(" or "), |value| {
            let text = value.as_str()?;
            words
                .iter()
                .find(|(name, _)| *name == text)
                .map(|(_, meaning)| *meaning)
        })
    }

    pub(super) fn child(&self, key: &str) -> Option<Node<'t>> {
        let table = self.typed(key, "a table", Value::as_table)?;
        Some(Node {
            table,
            path: self.path_of(key),
            sink: self.sink,
        })
    }

    /// A list of tables, at most `len_max`.
    pub(super) fn children(&self, key: &str, len_max: usize) -> Option<Vec<Node<'t>>> {
        let what = format!("a list of at most {len_max} tables");
        let tables: Vec<&Table> = self.typed(key, &what, |value| {
            let list = value.as_array().filter(|list| list.len() <= len_max)?;
            list.iter().map(Value::as_table).collect()
        })?;
        let node = |(index, table)| Node {
            table,
            path: format!("{}[{}]", self.path_of(key), index + 1),
            sink: self.sink,
        };
        Some(tables.into_iter().enumerate().map(node).collect())
    }

    pub(super) fn label(&self, key: &str) -> Option<Label> {
        let node = self.child(key)?;
        node.only(&["id", "en"]);
        let (id, en) = (node.text("id", 100), node.text("en", 100));
        Some(Label { id: id?, en: en? })
    }
}

fn whole(value: &Value, range: &RangeInclusive<i32>) -> Option<i32> {
    let number = i32::try_from(value.as_integer()?).ok()?;
    range.contains(&number).then_some(number)
}
