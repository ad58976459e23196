//! Finding a candidate by number or name, in whichever sitting of the selection they have their seat.

use lexicon::{AttemptId, ParticipantNo, SelectionId, SittingId};
use serde::Serialize;
use session::Status;

use super::text::invalid;
use super::{Caller, Permission, Place};
use crate::app::App;
use crate::error::ExamError;
use crate::staff::selections::load;

/// Seats in one answer, at most.
const FOUND_MAX: usize = 20;
/// Shorter texts would find everybody.
const TEXT_LEN_MIN: usize = 2;

/// A seat that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundSeat {
    /// In which sitting.
    pub sitting: SittingId,
    /// The attempt.
    pub attempt: AttemptId,
    /// Whose.
    pub participant_no: ParticipantNo,
    /// The candidate's name.
    pub name: String,
    /// Workstation or chair, may be empty.
    pub place: String,
    /// Where it stands.
    pub status: Status,
}

/// The first seats whose number contains, or whose name has all the words of, this text; in the sittings in which the
/// caller may check candidates in.
///
/// # Errors
/// [`ExamError::Invalid`] for a text that is too short; [`ExamError::NotFound`]; [`ExamError::Forbidden`] for who may
/// check in nowhere in the selection.
pub async fn find_seats(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    text: &str,
) -> Result<Vec<FoundSeat>, ExamError> {
    load(app, selection).await?;
    let sittings = app.store.sittings(selection).await?;
    let all = caller.may(Permission::CheckIn, Place::Selection(selection));
    let may = |id| all || caller.may(Permission::CheckIn, Place::Sitting(selection, id));
    if !all && !sittings.iter().any(|sitting| may(sitting.id)) {
        return Err(ExamError::Forbidden);
    }
    let sought = Sought::new(text)?;
    let seats = app.store.seats_of_selection(selection).await?;
    let found = seats
        .into_iter()
        .filter(|seat| may(seat.seat.sitting))
        .filter(|seat| sought.fits(seat.participant_no, &seat.name));
    let found = found.take(FOUND_MAX).map(|seat| FoundSeat {
        sitting: seat.seat.sitting,
        attempt: seat.seat.id,
        participant_no: seat.participant_no,
        name: seat.name,
        place: seat.place,
        status: seat.status,
    });
    Ok(found.collect())
}

enum Sought {
    Number(String),
    Words(Vec<String>),
}

impl Sought {
    fn new(text: &str) -> Result<Self, ExamError> {
        let text = text.trim();
        if text.chars().count() < TEXT_LEN_MIN {
            return Err(invalid("find", "two characters or more"));
        }
        // A scanner may send the number in groups.
        let number: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '.'))
            .collect();
        if number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self::Number(number));
        }
        Ok(Self::Words(
            text.split_whitespace().map(str::to_lowercase).collect(),
        ))
    }

    fn fits(&self, no: ParticipantNo, name: &str) -> bool {
        match self {
            Self::Number(digits) => no.as_str().contains(digits.as_str()),
            Self::Words(words) => {
                let name = name.to_lowercase();
                words.iter().all(|word| name.contains(word.as_str()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_by_their_digits_and_names_by_their_words() {
        let no: ParticipantNo = "24400123456789012".parse().unwrap();
        let fits = |text: &str| Sought::new(text).unwrap().fits(no, "Ani Contoh Sari");
        for text in [
            "24400123456789012",
            "9012",
            "2440 0123 4567",
            "ani",
            "SARI ani",
            " contoh ",
        ] {
            assert!(fits(text), "{text}");
        }
        for text in ["99", "budi", "ani budi"] {
            assert!(!fits(text), "{text}");
        }
        assert!(Sought::new(" a ").is_err());
    }
}
