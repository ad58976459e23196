//! States and places as bytes.
//!
//! A state begins with what the script compares. A place is ordered by its bytes: better keys come first, equals
//! stand by application. No score is ever a float.

use exam::ports::SeatUpdate;
use lexicon::{ApplicationId, AttemptId, FormationId, Points, SittingId};
use scoring::Key;
use session::Status;

const ID_LEN: usize = 16;
/// Bytes of a key that stand in the reverse order of keys.
pub(super) const REVERSED_LEN: usize = Key::BYTES_LEN;

/// Status by its number. The numbers stay.
const STATUSES: [Status; 7] = [
    Status::Assigned,
    Status::Present,
    Status::Running,
    Status::Finished,
    Status::Absent,
    Status::Cancelled,
    Status::Voided,
];

/// Revision (4), annulled (1), status (1), answered (2), application, formation, key, then each total (4).
pub(super) fn state(seat: &SeatUpdate) -> Vec<u8> {
    let status = STATUSES.iter().position(|known| *known == seat.status);
    let status = status.and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
    let mut bytes = Vec::with_capacity(8 + 2 * ID_LEN + Key::BYTES_LEN + 4 * seat.totals.len());
    bytes.extend_from_slice(&seat.revision.to_be_bytes());
    bytes.push(seat.is_annulled().into());
    bytes.push(status);
    bytes.extend_from_slice(&seat.answered.to_be_bytes());
    bytes.extend_from_slice(seat.application.as_bytes());
    bytes.extend_from_slice(seat.formation.as_bytes());
    bytes.extend_from_slice(&seat.rank_key.to_bytes());
    for points in &seat.totals {
        bytes.extend_from_slice(&points.0.to_be_bytes());
    }
    bytes
}

/// The state of an attempt from what was kept of it; none if those are no such bytes.
pub(super) fn seat(sitting: SittingId, attempt: AttemptId, bytes: &[u8]) -> Option<SeatUpdate> {
    let (revision, rest) = bytes.split_first_chunk::<4>()?;
    let ([_, status], rest) = rest.split_first_chunk::<2>()?;
    let (answered, rest) = rest.split_first_chunk::<2>()?;
    let (application, rest) = rest.split_first_chunk::<ID_LEN>()?;
    let (formation, rest) = rest.split_first_chunk::<ID_LEN>()?;
    let (key, rest) = rest.split_first_chunk::<{ Key::BYTES_LEN }>()?;
    let (totals, []) = rest.as_chunks::<4>() else {
        return None;
    };
    Some(SeatUpdate {
        attempt,
        sitting,
        application: ApplicationId::from_bytes(*application),
        formation: FormationId::from_bytes(*formation),
        revision: u32::from_be_bytes(*revision),
        status: *STATUSES.get(usize::from(*status))?,
        answered: u16::from_be_bytes(*answered),
        totals: totals
            .iter()
            .map(|points| Points(i32::from_be_bytes(*points)))
            .collect(),
        rank_key: Key::from_bytes(key),
        contact: None,
    })
}

/// Where an application stands in its formation's order: reversed key, application, attempt, sitting.
pub(super) fn place(seat: &SeatUpdate) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(REVERSED_LEN + 3 * ID_LEN);
    bytes.extend(seat.rank_key.to_bytes().map(|byte| !byte));
    bytes.extend_from_slice(seat.application.as_bytes());
    bytes.extend_from_slice(seat.attempt.as_bytes());
    bytes.extend_from_slice(seat.sitting.as_bytes());
    bytes
}

/// Which seat stands at a place.
pub(super) fn seat_at(place: &[u8]) -> Option<(SittingId, AttemptId)> {
    let (rest, sitting) = place.split_last_chunk::<ID_LEN>()?;
    let (_, attempt) = rest.split_last_chunk::<ID_LEN>()?;
    Some((
        SittingId::from_bytes(*sitting),
        AttemptId::from_bytes(*attempt),
    ))
}

#[cfg(test)]
mod tests {
    use lexicon::Instant;
    use proptest::prelude::*;

    use super::*;

    /// Bytes on both sides of the sign.
    fn a_key() -> impl Strategy<Value = Key> {
        let parts = prop::collection::vec(
            prop::sample::select(vec![0, 1, 127, 128_u8]),
            Key::BYTES_LEN,
        );
        parts.prop_map(|bytes| Key::from_bytes(&bytes.try_into().unwrap()))
    }

    fn a_seat() -> impl Strategy<Value = SeatUpdate> {
        let ids = any::<[[u8; 16]; 4]>();
        let totals = prop::collection::vec(any::<i32>(), 0..=8);
        let rest = (any::<u32>(), 0..STATUSES.len(), any::<u16>());
        (ids, totals, a_key(), rest).prop_map(|(ids, totals, rank_key, rest)| {
            let (revision, status, answered) = rest;
            SeatUpdate {
                attempt: AttemptId::from_bytes(ids[0]),
                sitting: SittingId::from_bytes(ids[1]),
                application: ApplicationId::from_bytes(ids[2]),
                formation: FormationId::from_bytes(ids[3]),
                revision,
                status: STATUSES[status],
                answered,
                rank_key,
                totals: totals.into_iter().map(Points).collect(),
                contact: None,
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(written in a_seat()) {
            let bytes = state(&written);
            let read = seat(written.sitting, written.attempt, &bytes);
            prop_assert_eq!(seat_at(&place(&written)), Some((written.sitting, written.attempt)));
            prop_assert_eq!(read, Some(written));
        }

        #[test]
        fn places_stand_best_first(one in a_seat(), mut other in a_seat(), equal: bool) {
            if equal {
                other.rank_key = one.rank_key;
            }
            let order = |seat: &SeatUpdate| (core::cmp::Reverse(seat.rank_key), seat.application);
            let places = place(&one).cmp(&place(&other));
            prop_assert_eq!(places, order(&one).cmp(&order(&other)));
        }

        #[test]
        fn anything_may_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let ids = (SittingId::from_bytes([0; 16]), AttemptId::from_bytes([0; 16]));
            let _ = (seat(ids.0, ids.1, &bytes), seat_at(&bytes));
        }
    }

    #[test]
    fn what_is_cut_short_is_no_state() {
        let seat_of = SeatUpdate {
            attempt: AttemptId::from_bytes([1; 16]),
            sitting: SittingId::from_bytes([2; 16]),
            application: ApplicationId::from_bytes([3; 16]),
            formation: FormationId::from_bytes([4; 16]),
            revision: 1,
            status: Status::Running,
            answered: 2,
            totals: vec![Points(5)],
            rank_key: Key::default(),
            contact: Some(Instant(1)),
        };
        let bytes = state(&seat_of);
        for len in [0, 7, 40, bytes.len() - 1] {
            assert_eq!(seat(seat_of.sitting, seat_of.attempt, &bytes[..len]), None);
        }
    }
}
