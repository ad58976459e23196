//! Uptime, outages, rooms and their ledger.

use exam::ports::{RoomChange, RoomRow, StoreError, UptimeState};
use lexicon::{SelectionId, SittingId};
use serde_json::{Value, json};
use session::{ProcessId, Settlement, Span, UptimeRow};

use super::{Columns, Connection, Row};
use crate::pack::hex;
use crate::sql::rooms as sql;
use crate::tokens::Token;

pub(super) async fn uptime(
    connection: &mut Connection,
    process: ProcessId,
) -> Result<UptimeState, StoreError> {
    let found = sql::UPTIME.call().with(process.0.cast_signed());
    let found = found.first(connection, |row| {
        let mut columns = Columns::of(row);
        let latest: Option<i64> = columns.value()?;
        let from: Option<i64> = columns.value()?;
        let to: Option<i64> = columns.value()?;
        Ok((latest, from.zip(to)))
    });
    let (latest, own) = found.await?.unwrap_or_default();
    Ok(UptimeState {
        own: own.map(|(from, to)| UptimeRow {
            process,
            from: lexicon::Instant(from),
            to: lexicon::Instant(to),
        }),
        latest: latest.map(lexicon::Instant),
    })
}

pub(super) async fn settle(
    connection: &mut Connection,
    settlement: &Settlement,
) -> Result<(), StoreError> {
    let row = settlement.row;
    let settle = sql::SETTLE
        .call()
        .with(row.process.0.cast_signed())
        .with(row.from.0)
        .with(row.to.0);
    settle.run(&mut *connection).await?;
    if let Some(outage) = settlement.outage {
        let to = outage
            .to
            .ok_or_else(|| StoreError::Data("an outage without an end".to_owned()))?;
        let noted = sql::OUTAGE.call().with(outage.from.0).with(to.0);
        noted.run(connection).await?;
    }
    Ok(())
}

pub(super) async fn save(
    connection: &mut Connection,
    changes: &[RoomChange],
) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    let rows = changes.iter().map(|change| {
        let id = hex(change.id.as_bytes());
        json!([
            id,
            hex(&change.state),
            change.status.word(),
            u8::from(change.paused)
        ])
    });
    let save = sql::SAVE_ROOMS
        .call()
        .with(Value::Array(rows.collect()).to_string());
    if save.run(&mut *connection).await? != changes.len() as u64 {
        return Err(StoreError::Stale("a sitting".to_owned()));
    }
    let entries = changes.iter().flat_map(|change| {
        let id = hex(change.id.as_bytes());
        let entry = move |(pos, entry): &(u32, Vec<u8>)| json!([id, pos, hex(entry)]);
        change.entries.iter().map(entry)
    });
    let entries: Vec<Value> = entries.collect();
    if entries.is_empty() {
        return Ok(());
    }
    let append = sql::APPEND_LEDGER
        .call()
        .with(Value::Array(entries).to_string());
    append.run(connection).await.map(drop)
}

/// Reads an outage.
pub(super) fn outage(row: &Row) -> Result<Span, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Span::closed(columns.instant()?, columns.instant()?))
}

/// Reads a stretch of uptime.
pub(super) fn uptime_row(row: &Row) -> Result<UptimeRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(UptimeRow {
        process: ProcessId(columns.value::<i64>()?.cast_unsigned()),
        from: columns.instant()?,
        to: columns.instant()?,
    })
}

/// Reads a room.
pub(super) fn room(row: &Row) -> Result<RoomRow, StoreError> {
    room_columns(&mut Columns::of(row))
}

/// Reads a room from the next columns.
pub(super) fn room_columns(columns: &mut Columns<'_>) -> Result<RoomRow, StoreError> {
    Ok(RoomRow {
        id: columns.id(SittingId::from_bytes)?,
        selection: columns.id(SelectionId::from_bytes)?,
        late_start_until_end: columns.flag()?,
        state: columns.value()?,
    })
}
