//! The published document and its bytes.

use lexicon::{Digest, Instant};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::canonical::{Sink, canonical_bytes, put_array};
use crate::content::Content;
use crate::fault::Fault;
use crate::formation::FormationEntry;
use crate::merkle::leaf_hash;
use crate::progress::Officer;
use crate::row::Row;
use crate::signature::SignatureBlock;

/// An officer's word for exactly one content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// When.
    pub at_ms: Instant,
    /// [`Content::digest`] of what was signed off.
    pub content: Digest,
    /// Who.
    pub officer: Officer,
}

/// The two sign-offs of a published list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOffs {
    /// By another person than the drafter.
    pub approved: SignOff,
    /// By who made the draft.
    pub drafted: SignOff,
}

/// What the key signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Subject, counts, roots.
    pub content: Content,
    /// Who stands for it.
    pub sign_offs: SignOffs,
}

/// A signed list. Reading one proves nothing: that is [`crate::verify`]'s work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The formations, in the list's order.
    pub formations: Vec<FormationEntry>,
    /// What the key signed.
    pub header: Header,
    /// The rows, in the list's order.
    pub rows: Vec<Row>,
    /// The signature over the header.
    pub signature: SignatureBlock,
}

/// Leaf hashes of both trees.
pub(crate) struct Leaves {
    pub(crate) formations: Vec<Digest>,
    pub(crate) rows: Vec<Digest>,
}

impl Document {
    /// Reads the shape, strictly: no unknown, missing or doubled field.
    ///
    /// # Errors
    /// [`Fault::Unreadable`], or [`Fault::UnknownFormat`] where the bytes name another format or kind.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Fault> {
        crate::verify::read(bytes)
    }

    /// The canonical bytes: what is published, hashed and cited.
    ///
    /// # Errors
    /// None for documents that serde can write; the type says so because the writer does.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = Vec::new();
        self.put(&mut bytes)?;
        Ok(bytes)
    }

    /// Puts the canonical bytes element by element and gives the leaf hashes on the way.
    ///
    /// RFC 8785 sorts keys, so the four parts always come in this order.
    pub(crate) fn put(&self, sink: &mut impl Sink) -> Result<Leaves, serde_json::Error> {
        let mut leaves = Leaves {
            formations: Vec::with_capacity(self.formations.len()),
            rows: Vec::with_capacity(self.rows.len()),
        };
        sink.put(b"{\"formations\":");
        put_array(sink, &self.formations, |bytes| {
            leaves.formations.push(leaf_hash(bytes));
        })?;
        sink.put(b",\"header\":");
        sink.put(&canonical_bytes(&self.header)?);
        sink.put(b",\"rows\":");
        put_array(sink, &self.rows, |bytes| leaves.rows.push(leaf_hash(bytes)))?;
        sink.put(b",\"signature\":");
        sink.put(&canonical_bytes(&self.signature)?);
        sink.put(b"}");
        Ok(leaves)
    }
}

/// The name of a document for ever: SHA-256 of its bytes as published, what `sha256sum` prints.
#[must_use]
pub fn document_digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}
