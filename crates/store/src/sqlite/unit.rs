//! The unit of work of the answer path.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use exam::ports::{
    LockedSeats, RoomChange, RoomLock, RoomRow, SeatChange, StoreError, Unit, UptimeState,
};
use lexicon::{AttemptId, Instant, SittingId};
use serde_json::{Value, json};
use session::{ProcessId, Settlement, Span, Stray, StrayKind};

use super::pack::{Slices, hex, hex_list};
use super::writer::Txn;
use super::{rooms, seats};
use crate::decode::Columns;
use crate::error::{broken, data};
use crate::sql::{answers, rooms as room_sql};
use crate::tokens::Token;

/// One transaction on the one writer: whoever has it holds every lock there is.
pub(super) struct SqliteUnit(pub(super) Txn);

#[async_trait]
impl Unit for SqliteUnit {
    async fn uptime(&mut self, process: ProcessId) -> Result<UptimeState, StoreError> {
        rooms::uptime(self.0.connection()?, process).await
    }

    async fn settle(&mut self, settlement: &Settlement) -> Result<(), StoreError> {
        rooms::settle(self.0.connection()?, settlement).await
    }

    async fn outages_since(&mut self, since: Instant) -> Result<Vec<Span>, StoreError> {
        let outages = room_sql::OUTAGES_SINCE.call().with(since.0);
        outages.list(self.0.connection()?, rooms::outage).await
    }

    async fn rooms(&mut self, ids: &[(SittingId, RoomLock)]) -> Result<Vec<RoomRow>, StoreError> {
        let list = hex_list(ids.iter().map(|(id, _)| id.as_bytes()));
        let rooms = room_sql::ROOMS.call().with(list);
        rooms.list(self.0.connection()?, rooms::room).await
    }

    async fn open_rooms(&mut self) -> Result<Vec<RoomRow>, StoreError> {
        let rooms = room_sql::OPEN_ROOMS.call();
        rooms.list(self.0.connection()?, rooms::room).await
    }

    async fn running(&mut self, sitting: SittingId) -> Result<u32, StoreError> {
        let count = room_sql::RUNNING.call().bytes(sitting.as_bytes());
        let count = count.first(self.0.connection()?, |row| Columns::of(row).number());
        Ok(count.await?.unwrap_or(0))
    }

    async fn save_rooms(&mut self, changes: &[RoomChange]) -> Result<(), StoreError> {
        rooms::save(self.0.connection()?, changes).await
    }

    async fn seats(&mut self, ids: &[AttemptId]) -> Result<LockedSeats, StoreError> {
        let list = hex_list(ids.iter().map(AttemptId::as_bytes));
        let seats = answers::SEATS.call().with(list);
        Ok(LockedSeats {
            seats: seats.list(self.0.connection()?, seats::seat).await?,
            held: Vec::new(),
        })
    }

    async fn journal_back(
        &mut self,
        from: i64,
        limit: u32,
    ) -> Result<(Vec<Vec<u8>>, i64), StoreError> {
        if from == 0 || limit == 0 {
            return Ok((Vec::new(), from));
        }
        let back = answers::BACK.call().with(from).with(i64::from(limit));
        let rows = back.list(self.0.connection()?, |row| {
            let mut columns = Columns::of(row);
            Ok((columns.value()?, columns.value()?))
        });
        let rows: Vec<(Vec<u8>, i64)> = rows.await?;
        let next = rows.last().map(|(_, prev)| *prev);
        let events: Vec<_> = rows.into_iter().map(|(event, _)| event).collect();
        match next {
            Some(next) if next == 0 || events.len() as u64 == u64::from(limit) => {
                Ok((events, next))
            }
            _ => Err(broken("a journal with a missing row")),
        }
    }

    async fn strays(&mut self, attempt: AttemptId) -> Result<Vec<Stray>, StoreError> {
        let strays = answers::STRAYS.call().bytes(attempt.as_bytes());
        strays.list(self.0.connection()?, seats::stray).await
    }

    async fn save_seats(&mut self, changes: &[SeatChange]) -> Result<(), StoreError> {
        let ids: BTreeSet<_> = changes.iter().map(|change| change.id).collect();
        if ids.len() < changes.len() {
            return Err(StoreError::Data(
                "an attempt is changed twice at once".into(),
            ));
        }
        let last_rows = self.append(changes).await?;
        self.update(changes, &last_rows).await?;
        self.columns(changes).await?;
        self.keep_strays(changes).await
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.0.commit().await
    }
}

impl SqliteUnit {
    /// Appends the journal rows; each change's last row then.
    async fn append(&mut self, changes: &[SeatChange]) -> Result<Vec<i64>, StoreError> {
        let count: usize = changes.iter().map(|change| change.events.len()).sum();
        if count == 0 {
            return Ok(changes.iter().map(|change| change.last_row).collect());
        }
        let first = self.0.reserve_rows(count as i64).await?;
        let len = changes.iter().flat_map(|c| &c.events).map(Vec::len).sum();
        let mut slices = Slices::with_capacity(count, len);
        let mut next = first;
        let mut last_rows = Vec::with_capacity(changes.len());
        for change in changes {
            let mut prev = change.last_row;
            for event in &change.events {
                slices.push([prev], change.id.as_bytes(), event);
                prev = next;
                next += 1;
            }
            last_rows.push(prev);
        }
        let (list, bytes) = slices.finish();
        let append = answers::APPEND.call().with(list).with(bytes).with(first);
        append.run(self.0.connection()?).await?;
        Ok(last_rows)
    }

    async fn update(
        &mut self,
        changes: &[SeatChange],
        last_rows: &[i64],
    ) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        let len = changes.iter().map(|change| change.state.len()).sum();
        let mut slices = Slices::with_capacity(changes.len(), len);
        for (change, now) in changes.iter().zip(last_rows) {
            slices.push([change.last_row, *now], change.id.as_bytes(), &change.state);
        }
        let (list, bytes) = slices.finish();
        let update = answers::UPDATE.call().with(list).with(bytes);
        let updated = update.run(self.0.connection()?).await?;
        if updated == changes.len() as u64 {
            Ok(())
        } else {
            Err(StoreError::Stale("an attempt".to_owned()))
        }
    }

    async fn columns(&mut self, changes: &[SeatChange]) -> Result<(), StoreError> {
        let changed = changes.iter().filter_map(|change| {
            let columns = change.columns?;
            let deadline = columns.deadline.map(|deadline| deadline.0);
            Some(json!([
                hex(change.id.as_bytes()),
                columns.status.word(),
                deadline
            ]))
        });
        let list: Vec<Value> = changed.collect();
        if list.is_empty() {
            return Ok(());
        }
        let columns = answers::COLUMNS.call().with(Value::Array(list).to_string());
        columns.run(self.0.connection()?).await.map(drop)
    }

    async fn keep_strays(&mut self, changes: &[SeatChange]) -> Result<(), StoreError> {
        // The last one per item, decided here: a statement may not meet a row twice in every engine.
        let mut late = BTreeMap::new();
        let mut refused = Vec::new();
        for (change, stray) in changes
            .iter()
            .flat_map(|c| c.strays.iter().map(move |s| (c, s)))
        {
            match stray.kind {
                StrayKind::Late => {
                    let last = late.entry((change.id, stray.event.item)).or_insert(stray);
                    if (stray.epoch, stray.event.seq) >= (last.epoch, last.event.seq) {
                        *last = stray;
                    }
                }
                StrayKind::Refused(_) => refused.push((change.id, stray)),
            }
        }
        if !late.is_empty() {
            let rows = late.iter().map(|((id, item), stray)| {
                let item = item.0.cast_signed();
                let (epoch, seq) = (stray.epoch, stray.event.seq);
                Ok(json!([hex(id.as_bytes()), item, epoch, seq, text(stray)?]))
            });
            let list: Vec<Value> = rows.collect::<Result<_, StoreError>>()?;
            let call = answers::LATE.call().with(Value::Array(list).to_string());
            call.run(self.0.connection()?).await?;
        }
        if !refused.is_empty() {
            let rows = refused.iter().map(|(id, stray)| {
                let (epoch, seq) = (stray.epoch, stray.event.seq);
                Ok(json!([hex(id.as_bytes()), seq, epoch, text(stray)?]))
            });
            let list: Vec<Value> = rows.collect::<Result<_, StoreError>>()?;
            let call = answers::REFUSED.call().with(Value::Array(list).to_string());
            call.run(self.0.connection()?).await?;
        }
        Ok(())
    }
}

fn text(stray: &Stray) -> Result<String, StoreError> {
    serde_json::to_string(stray).map_err(|error| data("an event cannot be kept", &error))
}
