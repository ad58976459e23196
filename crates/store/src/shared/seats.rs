//! Attempts as they are read outside the unit of work.

use async_trait::async_trait;
use exam::ports::{Loaded, RoomRow, SeatList, SeatRow, SeatSummary, Seats, StoreError, Wanted};
use lexicon::{
    ApplicationId, AttemptId, FormId, FormationId, Instant, ParticipantNo, SelectionId, SittingId,
};
use session::Stray;

use super::rooms::{room, room_columns};
use super::snapshot::Snapshot;
use super::{Adapter, Columns, Connection, Row, look};
use crate::error::broken;
use crate::sql::{answers, seats as sql};
use crate::tokens::Token;

#[async_trait]
impl Seats for Adapter {
    async fn seat(&self, id: AttemptId) -> Result<Option<(SeatRow, RoomRow)>, StoreError> {
        let seat = sql::SEAT.call().id(id.as_bytes());
        seat.first(self.readers().await, seat_with_room).await
    }

    async fn look(&self, wanted: Wanted<'_>) -> Result<Loaded, StoreError> {
        look::look(self.readers().await, wanted).await
    }

    async fn seat_of(
        &self,
        participant_no: ParticipantNo,
    ) -> Result<Option<(SeatRow, RoomRow)>, StoreError> {
        let seat = sql::SEAT_OF.call().text(participant_no.as_str());
        seat.first(self.readers().await, seat_with_room).await
    }

    async fn seats_of(&self, sitting: SittingId) -> Result<Option<SeatList>, StoreError> {
        let mut snapshot = Snapshot::begin(self.readers().await).await?;
        let room_of = sql::ROOM.call().id(sitting.as_bytes());
        let room = room_of.first(snapshot.connection(), room).await?;
        let seats = sql::SEATS_OF.call().id(sitting.as_bytes());
        let seats = seats.list(snapshot.connection(), summary).await?;
        snapshot.end().await?;
        Ok(room.map(|room| SeatList { room, seats }))
    }

    async fn seats_of_selection(
        &self,
        selection: SelectionId,
    ) -> Result<Vec<SeatSummary>, StoreError> {
        let seats = sql::SEATS_OF_SELECTION.call().id(selection.as_bytes());
        seats.list(self.readers().await, summary).await
    }

    async fn due(
        &self,
        before: Instant,
        limit: u32,
    ) -> Result<Vec<(SittingId, AttemptId)>, StoreError> {
        let due = sql::DUE.call().with(before.0).with(i64::from(limit));
        due.list(self.readers().await, |row| {
            let mut columns = Columns::of(row);
            let sitting = columns.id(SittingId::from_bytes)?;
            Ok((sitting, columns.id(AttemptId::from_bytes)?))
        })
        .await
    }

    async fn journal(&self, attempt: AttemptId) -> Result<Vec<Vec<u8>>, StoreError> {
        let rows = sql::JOURNAL.call().id(attempt.as_bytes());
        let rows = rows.rows(self.readers().await).await?;
        let mut events = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut columns = Columns::of(row);
            let (event, prev) = (columns.value()?, columns.value::<i64>()?);
            // Only the first row may have none before it, and every row is this attempt's.
            let sound = (prev == 0) == events.is_empty();
            if !sound || columns.id(AttemptId::from_bytes)? != attempt {
                return Err(broken("a journal"));
            }
            events.push(event);
        }
        Ok(events)
    }

    async fn strays_of(&self, attempt: AttemptId) -> Result<Vec<Stray>, StoreError> {
        let strays = answers::STRAYS.call().id(attempt.as_bytes());
        strays.list(self.readers().await, stray).await
    }
}

/// Reads an event that does not count.
pub(super) fn stray(row: &Row) -> Result<Stray, StoreError> {
    let text: &str = Columns::of(row).value()?;
    serde_json::from_str(text).map_err(|_| broken("a stored event"))
}

/// Journal rows backwards from row `from`, which is one, as the port says.
pub(super) async fn journal_back(
    connection: &mut Connection,
    from: i64,
    limit: u32,
) -> Result<(Vec<Vec<u8>>, i64), StoreError> {
    let back = answers::BACK.call().with(from).with(i64::from(limit));
    let rows = back.list(connection, |row| {
        let mut columns = Columns::of(row);
        Ok((columns.value()?, columns.value()?))
    });
    let rows: Vec<(Vec<u8>, i64)> = rows.await?;
    let next = rows.last().map(|(_, prev)| *prev);
    let events: Vec<_> = rows.into_iter().map(|(event, _)| event).collect();
    match next {
        Some(next) if next == 0 || events.len() as u64 == u64::from(limit) => Ok((events, next)),
        _ => Err(broken("a journal with a missing row")),
    }
}

/// Reads an attempt from the next columns.
pub(super) fn seat_columns(columns: &mut Columns<'_>) -> Result<SeatRow, StoreError> {
    Ok(SeatRow {
        id: columns.id(AttemptId::from_bytes)?,
        sitting: columns.id(SittingId::from_bytes)?,
        application: columns.id(ApplicationId::from_bytes)?,
        formation: columns.id(FormationId::from_bytes)?,
        form: columns.id(FormId::from_bytes)?,
        variant: Token::from_word(columns.value()?)?,
        seed: columns.array()?,
        last_row: columns.value()?,
        state: columns.value()?,
    })
}

fn seat_with_room(row: &Row) -> Result<(SeatRow, RoomRow), StoreError> {
    let mut columns = Columns::of(row);
    let seat = seat_columns(&mut columns)?;
    Ok((seat, room_columns(&mut columns)?))
}

fn summary(row: &Row) -> Result<SeatSummary, StoreError> {
    let mut columns = Columns::of(row);
    Ok(SeatSummary {
        seat: seat_columns(&mut columns)?,
        place: columns.value()?,
        participant_no: columns.word()?,
        name: columns.value()?,
        status: Token::from_word(columns.value()?)?,
    })
}
