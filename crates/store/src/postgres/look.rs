//! What a batch loads, with and without its locks.

use exam::ports::{Loaded, RoomRow, SeatRow, StoreError, Wanted};
use lexicon::{SelectionId, SittingId};
use session::Span;
use sqlx::PgPool;
use uuid::Uuid;

use super::{Columns, Row, seats};
use crate::error::broken;
use crate::sql::postgres as sql;

/// Attempts, rooms and outages of one moment.
pub(super) async fn look(readers: &PgPool, wanted: Wanted<'_>) -> Result<Loaded, StoreError> {
    let seats: Vec<Uuid> = wanted.seats.iter().map(|id| id.0).collect();
    let rooms: Vec<Uuid> = wanted.rooms.iter().map(|(id, _)| id.0).collect();
    let look = sql::LOOK.call().with(seats).with(rooms);
    let look = look.with(wanted.outages_since.0);
    Ok(gather(look.list(readers, part).await?))
}

/// A row of what a batch loads.
pub(super) enum Part {
    Room(RoomRow),
    Outage(Span),
    Seat(SeatRow),
}

/// Reads such a row: the first column says what it is.
pub(super) fn part(row: &Row) -> Result<Part, StoreError> {
    let mut columns = Columns::of(row);
    match columns.value::<i64>()? {
        0 => {
            columns.skip(1);
            let id = columns.id(SittingId::from_bytes)?;
            let selection = columns.id(SelectionId::from_bytes)?;
            columns.skip(5);
            Ok(Part::Room(RoomRow {
                id,
                selection,
                late_start_until_end: columns.flag()?,
                state: columns.value()?,
            }))
        }
        1 => {
            let to = columns.instant()?;
            columns.skip(7);
            Ok(Part::Outage(Span::closed(columns.instant()?, to)))
        }
        2 => {
            columns.skip(1);
            seats::seat_columns(&mut columns).map(Part::Seat)
        }
        _ => Err(broken("a row of unknown kind")),
    }
}

/// The parts by kind, each in its order.
pub(super) fn gather(parts: Vec<Part>) -> Loaded {
    let mut loaded = Loaded::default();
    for part in parts {
        match part {
            Part::Room(room) => loaded.rooms.push(room),
            Part::Outage(outage) => loaded.outages.push(outage),
            Part::Seat(seat) => loaded.seats.push(seat),
        }
    }
    loaded.rooms.sort_unstable_by_key(|room| room.id);
    loaded.outages.sort_unstable_by_key(|outage| outage.from);
    loaded.seats.sort_unstable_by_key(|seat| seat.id);
    loaded
}
