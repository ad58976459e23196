//! What anybody may see without a log-in, beside what is published: which sittings there are, and their hall boards.

mod apart;
mod board;
mod listing;

pub use apart::BoardApart;
pub use board::{BoardRow, BoardView, Boards};
pub use listing::{PublicSelection, PublicSitting, selections, sittings};
