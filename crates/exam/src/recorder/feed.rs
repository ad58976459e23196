//! What the boards are told after a commit.

use lexicon::Instant;
use session::{Attempt, Status};

use crate::forms::LoadedForm;
use crate::ports::{SeatRow, SeatUpdate};

/// The absolute state of a seat, to be compared by its revision.
#[must_use]
pub(crate) fn seat_update(
    row: &SeatRow,
    attempt: &Attempt,
    form: &LoadedForm,
    contact: Option<Instant>,
) -> SeatUpdate {
    SeatUpdate {
        attempt: row.id,
        sitting: row.sitting,
        application: row.application,
        formation: row.formation,
        revision: attempt.pos,
        status: standing(attempt),
        answered: u16::try_from(attempt.answers.answered()).unwrap_or(u16::MAX),
        totals: attempt.totals.clone(),
        rank_key: form.rank_key(&attempt.totals),
        contact,
    }
}

/// A disqualification after the finish changes neither status nor chain, and takes the place as an annulment does.
const fn standing(attempt: &Attempt) -> Status {
    if attempt.disqualified {
        Status::Cancelled
    } else {
        attempt.status
    }
}
