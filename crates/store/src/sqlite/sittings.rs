//! Sittings and their seats as they are made.

use exam::ports::{NewSeat, NewSitting, SittingRow, StoreError};
use lexicon::{SelectionId, SittingId};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteRow;

use super::import::text;
use super::pack::hex;
use super::rooms::flag;
use super::writer::Txn;
use crate::decode::Columns;
use crate::sql::catalogue as sql;
use crate::tokens::Token;

/// Writes a sitting with all its seats.
pub(super) async fn create(txn: &mut Txn, new: &NewSitting) -> Result<(), StoreError> {
    let row = &new.sitting;
    let create = sql::CREATE_SITTING
        .call()
        .bytes(row.id.as_bytes())
        .bytes(row.selection.as_bytes())
        .text(&row.name)
        .text(&row.place)
        .with(row.starts.0)
        .with(row.late_start_until_end)
        .text(row.status.word())
        .bytes(&new.room);
    create.run(txn.connection()?).await?;
    let seats = new.seats.iter().map(seat_json);
    let seats = Value::Array(seats.collect::<Result<_, _>>()?).to_string();
    let create = sql::CREATE_SEATS
        .call()
        .bytes(row.id.as_bytes())
        .bytes(row.selection.as_bytes())
        .with(seats);
    if create.run(txn.connection()?).await? == new.seats.len() as u64 {
        Ok(())
    } else {
        Err(StoreError::Data(
            "a seat names an application or a form that is not of this selection".to_owned(),
        ))
    }
}

fn seat_json(seat: &NewSeat) -> Result<Value, StoreError> {
    Ok(json!([
        hex(seat.id.as_bytes()),
        hex(seat.application.as_bytes()),
        hex(seat.form.as_bytes()),
        seat.variant.word(),
        hex(&seat.seed),
        text(&seat.place)?,
        hex(&seat.state),
    ]))
}

/// Reads a sitting.
pub(super) fn sitting(row: &SqliteRow) -> Result<SittingRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(SittingRow {
        id: columns.id(SittingId::from_bytes)?,
        selection: columns.id(SelectionId::from_bytes)?,
        name: columns.value()?,
        place: columns.value()?,
        starts: columns.instant()?,
        late_start_until_end: flag(&mut columns)?,
        status: Token::from_word(columns.value()?)?,
    })
}
