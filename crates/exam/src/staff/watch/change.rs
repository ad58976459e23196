//! What has changed in a room.

use std::collections::HashMap;

use lexicon::{AttemptId, Instant};

use crate::staff::{SeatView, SittingView};

/// Contacts are shown in steps of this: a seat that is merely heard changes nothing in between.
const CONTACT_STEP_MS: i64 = 10_000;

/// The room as streams show it.
pub(super) fn coarse(mut view: SittingView) -> SittingView {
    for seat in &mut view.seats {
        let step = |at: Instant| Instant(at.0 - at.0.rem_euclid(CONTACT_STEP_MS));
        seat.last_contact = seat.last_contact.map(step);
    }
    view
}

/// The room with the seats that differ only; `None` where nothing but the time does.
pub(super) fn between(before: &SittingView, after: &SittingView) -> Option<SittingView> {
    let known: HashMap<AttemptId, &SeatView> = before
        .seats
        .iter()
        .map(|seat| (seat.attempt, seat))
        .collect();
    let changed = after
        .seats
        .iter()
        .filter(|seat| known.get(&seat.attempt) != Some(seat));
    let change = with_seats(after, after.now, changed.cloned().collect());
    let same = change.seats.is_empty() && with_seats(before, after.now, Vec::new()) == change;
    (!same).then_some(change)
}

fn with_seats(view: &SittingView, now: Instant, seats: Vec<SeatView>) -> SittingView {
    SittingView {
        now,
        seats,
        ..view.clone()
    }
}
