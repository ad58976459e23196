//! What a candidate's page can ask for. The PIN or the token names the attempt; nothing here takes an id from
//! the request.

mod facts;
mod login;
mod page;
mod state;
mod why;

use lexicon::{AttemptId, SittingId};

pub use facts::{BlockFacts, ExamFacts, SubTestFacts};
pub use login::{LoggedIn, Login, login, logout};
pub use page::{Ended, Outcome, Paper, finish, outcome, picture, receipt, start, submit, time_up};
pub use state::{CurrentAnswer, answers, state};
pub use why::{Cause, Standstill, TimeChange, Why, why};

/// The seat that a token names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// In which sitting.
    pub sitting: SittingId,
    /// Which attempt.
    pub attempt: AttemptId,
    /// Under which epoch the token was given: after a move it opens nothing any more.
    pub epoch: u32,
    /// After how many log-outs it was given: after the next one it opens nothing any more.
    pub log_outs: u32,
}
