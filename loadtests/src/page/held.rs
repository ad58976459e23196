//! An event that the page holds.

use serde_json::{Value, json};

use crate::checker::{Click, Deed};
use crate::ledger::Final;

/// An event as the page keeps it; its number is its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// 64 random bits.
    pub id: u64,
    /// On which item.
    pub item: u64,
    /// What.
    pub deed: Deed,
    /// Whether it repeats a current answer.
    pub rebase: bool,
    /// When, on the page's own clock.
    pub client_ms: u64,
    /// The final verdict, once told.
    pub verdict: Option<Final>,
}

impl Held {
    pub(super) const fn new(item: u64, deed: Deed, id: u64, client_ms: u64) -> Self {
        Self {
            id,
            item,
            deed,
            rebase: false,
            client_ms,
            verdict: None,
        }
    }

    pub(super) const fn as_rebase(self) -> Self {
        Self {
            rebase: true,
            ..self
        }
    }

    /// The click under a number.
    #[must_use]
    pub const fn click(&self, seq: u32) -> Click {
        Click {
            seq,
            id: self.id,
            item: self.item,
            deed: self.deed,
        }
    }

    /// The event as it is sent.
    #[must_use]
    pub fn to_json(&self, seq: u32) -> Value {
        let (kind, option) = match self.deed {
            Deed::Answer(option) => ("answer", Some(option)),
            Deed::Clear => ("clear", None),
            Deed::Flag => ("flag", None),
            Deed::Unflag => ("unflag", None),
        };
        let mut event = json!({
            "seq": seq,
            "id": format!("{:016x}", self.id),
            "kind": kind,
            "item": format!("{:016x}", self.item),
            "client_ms": self.client_ms,
        });
        if let Value::Object(fields) = &mut event {
            if let Some(option) = option {
                fields.insert("option".into(), format!("{option:016x}").into());
            }
            if self.rebase {
                fields.insert("rebase".into(), true.into());
            }
        }
        event
    }
}
