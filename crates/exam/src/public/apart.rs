//! Who had begun and no longer counts, as the hall is told.

use lexicon::ParticipantNo;
use serde::Serialize;
use session::{Attempt, SetAside};

use crate::error::ExamError;
use crate::ports::SeatList;

/// Who had begun and no longer counts: without place or points, and not without a word, for a name that vanishes from
/// a board is taken for fraud.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BoardApart {
    /// The participant number.
    pub participant_no: ParticipantNo,
    /// The candidate's name.
    pub name: String,
    /// Disqualified (DIS) or cancelled (TMS).
    pub why: SetAside,
}

/// Who has opened the paper and is disqualified or cancelled. A voided attempt has another in its place.
pub(super) fn apart(list: &SeatList) -> Result<Vec<BoardApart>, ExamError> {
    let mut apart = Vec::new();
    for seat in &list.seats {
        let attempt = Attempt::decode(&seat.seat.state)
            .map_err(|_| ExamError::Internal(format!("row of attempt {}", seat.seat.id)))?;
        let begun = attempt.blocks.iter().any(|block| block.started.is_some());
        if let Some(why @ (SetAside::Disqualified | SetAside::Cancelled)) = SetAside::of(&attempt)
            && begun
        {
            apart.push(BoardApart {
                participant_no: seat.participant_no,
                name: seat.name.clone(),
                why,
            });
        }
    }
    apart.sort_by_key(|out| out.participant_no);
    Ok(apart)
}
