//! What the one writer knows without asking.
//!
//! Whoever writes passes the gate, so rows that were read or written behind it stay as they are until somebody
//! passes it again. A batch of answers meets the same attempts over and over: it finds them here, and its only way
//! to the engine is the one that writes.

use std::collections::BTreeMap;

use exam::ports::{Loaded, RoomRow, SeatChange, SeatRow, Wanted};
use lexicon::{AttemptId, Instant, SittingId};
use session::Span;

/// More attempts than run at once on one machine: some 40 MB. Beyond it the copies begin anew.
const SEATS_MAX: usize = 32_768;
/// More sittings than run at once.
const ROOMS_MAX: usize = 1_024;

/// Copies of committed rows. Only units of work keep them; any other writer makes them void.
#[derive(Debug, Default)]
pub(super) struct Known {
    rooms: BTreeMap<SittingId, RoomRow>,
    seats: BTreeMap<AttemptId, SeatRow>,
    /// All outages that end after an instant.
    outages: Option<(Instant, Vec<Span>)>,
}

impl Known {
    /// What is wanted, if all of it is known.
    pub(super) fn load(&self, wanted: &Wanted<'_>) -> Option<Loaded> {
        let (since, outages) = self.outages.as_ref()?;
        if wanted.outages_since < *since {
            return None;
        }
        let recent = |outage: &&Span| outage.to.is_none_or(|to| to > wanted.outages_since);
        let rooms = wanted
            .rooms
            .iter()
            .map(|(id, _)| self.rooms.get(id).cloned());
        let seats = wanted.seats.iter().map(|id| self.seats.get(id).cloned());
        Some(Loaded {
            rooms: rooms.collect::<Option<_>>()?,
            outages: outages.iter().filter(recent).copied().collect(),
            seats: seats.collect::<Option<_>>()?,
            held: Vec::new(),
        })
    }

    /// Keeps what was read.
    pub(super) fn keep(&mut self, since: Instant, loaded: &Loaded) {
        if self.seats.len() + loaded.seats.len() > SEATS_MAX
            || self.rooms.len() + loaded.rooms.len() > ROOMS_MAX
        {
            *self = Self::default();
        }
        self.outages = Some((since, loaded.outages.clone()));
        let rooms = loaded.rooms.iter().map(|room| (room.id, room.clone()));
        self.rooms.extend(rooms);
        let seats = loaded.seats.iter().map(|seat| (seat.id, seat.clone()));
        self.seats.extend(seats);
    }

    /// Keeps what was committed. `last_rows`: the last journal row of each change.
    pub(super) fn committed(&mut self, changes: &[SeatChange], last_rows: &[i64]) {
        for (change, last_row) in changes.iter().zip(last_rows) {
            if let Some(seat) = self.seats.get_mut(&change.id) {
                seat.state.clone_from(&change.state);
                seat.last_row = *last_row;
            }
        }
    }

    /// These rooms are being changed.
    pub(super) fn forget_rooms(&mut self, ids: impl Iterator<Item = SittingId>) {
        for id in ids {
            self.rooms.remove(&id);
        }
    }

    /// These attempts are being changed.
    pub(super) fn forget_seats(&mut self, ids: impl Iterator<Item = AttemptId>) {
        for id in ids {
            self.seats.remove(&id);
        }
    }

    /// An outage is being written.
    pub(super) fn forget_outages(&mut self) {
        self.outages = None;
    }
}
