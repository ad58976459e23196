//! A batch as arrays.

use exam::ports::SeatChange;
use uuid::Uuid;

use super::Call;
use crate::sql::postgres as sql;

/// How many journal rows the changes bring.
pub(super) fn rows(changes: &[SeatChange]) -> usize {
    changes.iter().map(|change| change.events.len()).sum()
}

/// The call that saves these changes; `ids` are the numbers of their journal rows.
pub(super) fn call(changes: &[SeatChange], ids: Vec<i64>) -> Call {
    let mut prevs: Vec<i64> = Vec::with_capacity(ids.len());
    let mut owners: Vec<Uuid> = Vec::with_capacity(ids.len());
    let mut events: Vec<&[u8]> = Vec::with_capacity(ids.len());
    let mut last_rows: Vec<i64> = Vec::with_capacity(changes.len());
    let mut next = ids.iter().copied();
    for change in changes {
        let mut last = change.last_row;
        for (event, id) in change.events.iter().zip(&mut next) {
            prevs.push(last);
            owners.push(change.id.0);
            events.push(event);
            last = id;
        }
        last_rows.push(last);
    }
    let attempts: Vec<Uuid> = changes.iter().map(|change| change.id.0).collect();
    let read: Vec<i64> = changes.iter().map(|change| change.last_row).collect();
    let states: Vec<&[u8]> = changes.iter().map(|change| &*change.state).collect();
    let call = sql::SAVE.call().with(ids).with(prevs).with(owners);
    let call = call.with(events).with(attempts).with(read);
    call.with(last_rows).with(states)
}
