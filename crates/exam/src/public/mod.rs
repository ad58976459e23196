//! What anybody may see without a log-in, beside what is published: which sittings there are, and their hall boards.

mod board;
mod listing;

pub use board::{BoardRow, BoardView, Boards};
pub use listing::{PublicSelection, PublicSitting, selections, sittings};
