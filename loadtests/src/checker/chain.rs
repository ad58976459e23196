//! The hash chains, computed from their published description.

use sha2::{Digest as _, Sha256};

/// A SHA-256 value.
pub(crate) type Hash = [u8; 32];

/// SHA-256 over the parts one after the other.
pub(crate) fn hash(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// The head of an attempt's chain before its first event.
pub(crate) fn genesis(attempt: &[u8; 16], commitment: &Hash) -> Hash {
    hash(&[b"ambang/chain/1", attempt, commitment])
}

/// The head after one more event.
pub(crate) fn link(head: &Hash, event: &[u8]) -> Hash {
    hash(&[b"ambang/journal/1", head, event])
}

/// The head of a sitting's ledger before its first entry: bound to nothing but itself.
pub(crate) fn ledger_genesis(sitting: &[u8; 16]) -> Hash {
    genesis(sitting, &[0; 32])
}

/// The head of a ledger after one more entry.
pub(crate) fn link_ledger(head: &Hash, entry: &[u8]) -> Hash {
    hash(&[b"ambang/ledger/1", head, entry])
}

/// The short code of a receipt: 60 bits in Crockford's base 32.
pub(crate) fn short_code(head: &Hash, totals: &[i32]) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut parts: Vec<u8> = head.to_vec();
    for points in totals {
        parts.extend(points.to_be_bytes());
    }
    let digest = hash(&[b"ambang/receipt/1", &parts]);
    let bits = digest[..8]
        .iter()
        .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..12)
        .map(|place| usize::try_from(bits >> (59 - 5 * place) & 31).unwrap_or_default())
        .filter_map(|digit| DIGITS.get(digit).map(|byte| char::from(*byte)))
        .collect()
}
