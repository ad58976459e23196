//! Sittings and their seats as they are made.

use exam::ports::{AuditEntry, NewSeat, NewSitting, SittingRow, StoreError};
use lexicon::{SelectionId, SittingId};
use serde_json::{Value, json};

use super::import::{SLICE_LEN, text};
use super::{Adapter, Columns, Row, Txn, audit};
use crate::pack::hex;
use crate::sql::catalogue as sql;
use crate::tokens::Token;

impl Adapter {
    /// Writes a sitting with all its seats, slice by slice; it is seen when the last one is there. After a refused
    /// slice nothing of it is left.
    pub(super) async fn make_sitting(
        &self,
        new: &NewSitting,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let _turn = self.turn().await?;
        self.sweep_sittings().await?;
        let made = match self.lay_out_sitting(new).await {
            Ok(()) => self.finish_sitting(new.sitting.id, entry).await,
            Err(error) => Err(error),
        };
        if made.is_err()
            && let Err(error) = self.sweep_sittings().await
        {
            tracing::warn!(%error, "a refused sitting is not swept yet");
        }
        made
    }

    /// Lays it out where nobody sees it yet.
    pub(super) async fn lay_out_sitting(&self, new: &NewSitting) -> Result<(), StoreError> {
        let row = &new.sitting;
        let mut txn = self.write().await?;
        let create = sql::CREATE_SITTING
            .call()
            .id(row.id.as_bytes())
            .id(row.selection.as_bytes())
            .text(&row.name)
            .text(&row.place)
            .with(row.starts.0)
            .with(i64::from(row.late_start_until_end))
            .text(row.status.word())
            .bytes(&new.room);
        create.run(txn.connection()?).await?;
        let begin = sql::BEGIN_SITTING.call().id(row.id.as_bytes());
        begin.run(txn.connection()?).await?;
        txn.commit().await?;
        for seats in new.seats.chunks(SLICE_LEN) {
            let mut txn = self.write().await?;
            create_seats(&mut txn, row, seats).await?;
            txn.commit().await?;
        }
        Ok(())
    }

    async fn finish_sitting(&self, id: SittingId, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut txn = self.write().await?;
        let finish = sql::FINISH_SITTING.call().id(id.as_bytes());
        finish.run(txn.connection()?).await?;
        audit::append(&mut txn, entry).await?;
        txn.commit().await
    }

    /// Takes away what was left of sittings that have not come to be.
    pub(super) async fn sweep_sittings(&self) -> Result<(), StoreError> {
        let unfinished = sql::UNFINISHED_SITTINGS.call();
        let unfinished = unfinished.list(self.readers().await, |row| {
            Columns::of(row).id(SittingId::from_bytes)
        });
        for id in unfinished.await? {
            self.delete_in_slices(|len| sql::SWEEP_SEATS.call().id(id.as_bytes()).with(len))
                .await?;
            let mut txn = self.write().await?;
            for sweep in [sql::FINISH_SITTING, sql::SWEEP_SITTING] {
                let sweep = sweep.call().id(id.as_bytes());
                sweep.run(txn.connection()?).await?;
            }
            txn.commit().await?;
        }
        Ok(())
    }
}

async fn create_seats(
    txn: &mut Txn,
    row: &SittingRow,
    seats: &[NewSeat],
) -> Result<(), StoreError> {
    let list = seats.iter().map(seat_json);
    let list = Value::Array(list.collect::<Result<_, _>>()?).to_string();
    let create = sql::CREATE_SEATS
        .call()
        .id(row.id.as_bytes())
        .id(row.selection.as_bytes())
        .with(list);
    if create.run(txn.connection()?).await? == seats.len() as u64 {
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
pub(super) fn sitting(row: &Row) -> Result<SittingRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(SittingRow {
        id: columns.id(SittingId::from_bytes)?,
        selection: columns.id(SelectionId::from_bytes)?,
        name: columns.value()?,
        place: columns.value()?,
        starts: columns.instant()?,
        late_start_until_end: columns.flag()?,
        status: Token::from_word(columns.value()?)?,
    })
}
