//! Merkle trees hashed as RFC 6962 (section 2.1) hashes them.

mod hash;
mod inclusion;
mod tree;

pub use hash::leaf_hash;
pub use inclusion::verify_inclusion;
pub use tree::Tree;
pub(crate) use tree::root_of;
