//! The three hashes of RFC 6962: leaf, node, empty tree.

use lexicon::Digest;
use sha2::{Digest as _, Sha256};

/// Hash of a leaf: SHA-256(0x00 ‖ bytes).
#[must_use]
pub fn leaf_hash(bytes: &[u8]) -> Digest {
    Digest(
        Sha256::new()
            .chain_update([0x00])
            .chain_update(bytes)
            .finalize()
            .into(),
    )
}

/// Hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
pub(super) fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest(
        Sha256::new()
            .chain_update([0x01])
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// Root of a tree without leaves: SHA-256 of nothing.
pub(super) fn empty_root() -> Digest {
    Digest(Sha256::digest([]).into())
}
