//! What stands beside the attempts' blobs: the columns that staff query, and events that do not count.

use std::collections::{BTreeMap, BTreeSet};

use exam::ports::{SeatChange, StoreError};
use lexicon::AttemptId;
use serde_json::{Value, json};
use session::{Stray, StrayKind};

use super::Connection;
use crate::error::data;
use crate::pack::hex;
use crate::sql::answers;
use crate::tokens::Token;

/// Writes all of it.
pub(super) async fn save(
    connection: &mut Connection,
    changes: &[SeatChange],
) -> Result<(), StoreError> {
    columns(connection, changes).await?;
    strays(connection, changes).await
}

/// Refuses changes of which two speak of the same attempt.
pub(super) fn check_once(changes: &[SeatChange]) -> Result<(), StoreError> {
    let ids: BTreeSet<_> = changes.iter().map(|change| change.id).collect();
    if ids.len() < changes.len() {
        let why = "an attempt is changed twice at once";
        return Err(StoreError::Data(why.to_owned()));
    }
    Ok(())
}

async fn columns(connection: &mut Connection, changes: &[SeatChange]) -> Result<(), StoreError> {
    let changed = changes.iter().filter_map(|change| {
        let columns = change.columns?;
        let deadline = columns.deadline.map(|deadline| deadline.0);
        let id = hex(change.id.as_bytes());
        Some(json!([id, columns.status.word(), deadline]))
    });
    let list: Vec<Value> = changed.collect();
    if list.is_empty() {
        return Ok(());
    }
    let columns = answers::COLUMNS.call().with(Value::Array(list).to_string());
    columns.run(connection).await.map(drop)
}

async fn strays(connection: &mut Connection, changes: &[SeatChange]) -> Result<(), StoreError> {
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
        call.run(&mut *connection).await?;
    }
    if !refused.is_empty() {
        let list = refused.iter().map(refused_json);
        let list: Vec<Value> = list.collect::<Result<_, StoreError>>()?;
        let call = answers::REFUSED.call().with(Value::Array(list).to_string());
        call.run(connection).await?;
    }
    Ok(())
}

fn refused_json((id, stray): &(AttemptId, &Stray)) -> Result<Value, StoreError> {
    let (epoch, seq) = (stray.epoch, stray.event.seq);
    Ok(json!([hex(id.as_bytes()), seq, epoch, text(stray)?]))
}

fn text(stray: &Stray) -> Result<String, StoreError> {
    serde_json::to_string(stray).map_err(|error| data("an event cannot be kept", &error))
}
