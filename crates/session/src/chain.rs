//! Hash chains: of an attempt's journal and of a sitting's ledger.

use lexicon::Digest;
use sha2::{Digest as _, Sha256};

use crate::journal::JournalEvent;
use crate::room::LedgerEntry;

const GENESIS: &[u8] = b"ambang/chain/1";
const LINK: &[u8] = b"ambang/journal/1";
const LEDGER: &[u8] = b"ambang/ledger/1";

/// The head of an empty chain: it names the thing (its id) and what it is bound to (for an attempt, the
/// commitment of its form; for a sitting, zeros), so that no two chains share a beginning.
#[must_use]
pub fn genesis(id: &[u8; 16], bound_to: &Digest) -> Digest {
    hash(&[GENESIS, id, &bound_to.0])
}

/// The head after an event with these bytes.
#[must_use]
pub fn link(head: Digest, event: &[u8]) -> Digest {
    hash(&[LINK, &head.0, event])
}

/// The head of a sitting's ledger after `entry`.
pub(crate) fn link_ledger(head: Digest, entry: &LedgerEntry) -> Digest {
    hash(&[LEDGER, &head.0, &entry.encode()])
}

fn hash(parts: &[&[u8]]) -> Digest {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    Digest(hasher.finalize().into())
}

/// A chain as it grows: head and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Head over everything so far.
    pub head: Digest,
    /// How many events.
    pub pos: u32,
}

impl Chain {
    /// Appends one event.
    pub fn push(&mut self, event: &JournalEvent) {
        self.push_bytes(&event.encode());
    }

    /// Appends one event given as the bytes of its row.
    pub fn push_bytes(&mut self, event: &[u8]) {
        self.head = link(self.head, event);
        self.pos += 1;
    }
}
