//! The rooms that a batch has locked.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use lexicon::{Instant, SittingId};
use session::{LedgerEntry, Room, RoomRefusal, RoomStatus, Span};

use crate::ports::{RoomChange, RoomRow, StoreError};

/// A room in the hands of a batch.
pub(super) struct OpenRoom {
    pub(super) row: RoomRow,
    pub(super) state: Room,
    entries: Vec<(u32, Vec<u8>)>,
}

impl OpenRoom {
    /// Applies an act; what the room's state forbids comes back and changes nothing.
    pub(super) fn act(&mut self, entry: &LedgerEntry, running: u32) -> Option<RoomRefusal> {
        if let Err(refusal) = self.state.apply(entry, running) {
            return Some(refusal);
        }
        self.entries.push((self.state.pos, entry.encode()));
        None
    }
}

/// The rooms of a batch by id.
#[derive(Default)]
pub(super) struct Rooms(BTreeMap<SittingId, OpenRoom>);

impl Rooms {
    /// Takes in rooms that are locked now; one that is there already stays as it is.
    pub(super) fn add(&mut self, rows: Vec<RoomRow>) -> Result<(), StoreError> {
        for row in rows {
            if let Entry::Vacant(place) = self.0.entry(row.id) {
                let state = Room::decode(&row.state)
                    .map_err(|_| StoreError::Data(format!("room of sitting {}", row.id)))?;
                place.insert(OpenRoom {
                    row,
                    state,
                    entries: Vec::new(),
                });
            }
        }
        Ok(())
    }

    pub(super) fn get(&self, id: SittingId) -> Option<&OpenRoom> {
        self.0.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: SittingId) -> Option<&mut OpenRoom> {
        self.0.get_mut(&id)
    }

    /// The rooms in which time can run: papers are served, or an attempt was reopened after the close.
    pub(super) fn open_mut(&mut self) -> impl Iterator<Item = &mut OpenRoom> {
        let rooms = self.0.values_mut();
        rooms.filter(|room| matches!(room.state.status, RoomStatus::Open | RoomStatus::Closed))
    }

    pub(super) fn changes(&self) -> Vec<RoomChange> {
        let changed = self.0.values().filter(|room| !room.entries.is_empty());
        changed
            .map(|room| RoomChange {
                id: room.row.id,
                state: room.state.encode(),
                status: room.state.status,
                paused: room.state.is_paused(),
                entries: room.entries.clone(),
            })
            .collect()
    }

    pub(super) fn earliest_opening(&self) -> Option<Instant> {
        self.0.values().filter_map(|room| room.state.opened).min()
    }
}

/// The outages that touch a room: those that ended after it was opened.
pub(crate) fn relevant<'o>(outages: &'o [Span], room: &Room) -> &'o [Span] {
    let Some(opened) = room.opened else {
        return &[];
    };
    let from = outages.partition_point(|span| span.to.is_some_and(|to| to <= opened));
    outages.get(from..).unwrap_or_default()
}
