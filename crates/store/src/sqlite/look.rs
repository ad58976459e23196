//! What a batch would load, without its locks.

use exam::ports::{Loaded, StoreError, Wanted};
use lexicon::AttemptId;
use sqlx::SqlitePool;

use super::packed;
use crate::pack::hex_list;
use crate::sql::answers;

/// Attempts, rooms and outages of one moment.
pub(super) async fn look(readers: &SqlitePool, wanted: Wanted<'_>) -> Result<Loaded, StoreError> {
    let rooms = hex_list(wanted.rooms.iter().map(|(id, _)| id.as_bytes()));
    let seats = hex_list(wanted.seats.iter().map(AttemptId::as_bytes));
    let load = answers::LOAD.call().with(rooms);
    let load = load.with(wanted.outages_since.0).with(seats);
    let loaded = load.first(readers, packed::loaded).await?;
    Ok(loaded.unwrap_or_default())
}
