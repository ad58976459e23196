//! What every route shares: bodies, tokens, problems.

mod body;
mod problem;
mod token;

pub(crate) use body::Timed;
pub use problem::{Problem, problem_codes};
pub(crate) use token::seat_cookie;
pub use token::{SeatToken, TokenKeys};
