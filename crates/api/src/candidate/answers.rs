//! An event as it comes over the wire.

use lexicon::{FormItemId, OptionId};
use serde::Deserialize;
use session::{Event, Kind};

/// Every field is checked before anything reaches the queue; there is no free text in an event.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireEvent {
    seq: u32,
    /// 64 random bits; the same text form as an item's id.
    id: FormItemId,
    kind: WireKind,
    item: FormItemId,
    option: Option<OptionId>,
    #[serde(default)]
    rebase: bool,
    #[serde(default)]
    client_ms: u32,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WireKind {
    Answer,
    Clear,
    Flag,
    Unflag,
}

/// The event cannot be: `answer` without option, another kind with one, or sequence number 0.
#[derive(Debug)]
pub(crate) struct BadEvent {
    pub(crate) seq: u32,
    pub(crate) reason: &'static str,
}

impl TryFrom<WireEvent> for Event {
    type Error = BadEvent;

    fn try_from(wire: WireEvent) -> Result<Self, BadEvent> {
        let bad = |reason| BadEvent {
            seq: wire.seq,
            reason,
        };
        let kind = match (wire.kind, wire.option) {
            (WireKind::Answer, Some(option)) => Kind::Answer(option),
            (WireKind::Answer, None) => return Err(bad("an answer names an option")),
            (_, Some(_)) => return Err(bad("only an answer names an option")),
            (WireKind::Clear, None) => Kind::Clear,
            (WireKind::Flag, None) => Kind::Flag,
            (WireKind::Unflag, None) => Kind::Unflag,
        };
        if wire.seq == 0 {
            return Err(bad("sequence numbers begin at 1"));
        }
        Ok(Self {
            seq: wire.seq,
            id: wire.id.0,
            item: wire.item,
            kind,
            rebase: wire.rebase,
            client_ms: wire.client_ms,
        })
    }
}
