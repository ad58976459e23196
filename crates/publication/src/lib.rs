//! Canonical signed documents: Merkle tree, signatures, verification.
