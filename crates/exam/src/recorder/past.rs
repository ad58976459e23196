//! What the store knows of events that already have their verdicts: read only when a page sends again.

use session::{JournalEvent, Past, StrayKind, Submitted};

use crate::ports::{SeatRow, StoreError, Unit};

/// Rows read at a time on the way back.
const STRIDE: u32 = 256;

/// The verdicts on events from `from_seq` on that are committed.
pub(super) async fn load(
    unit: &mut dyn Unit,
    seat: &SeatRow,
    from_seq: u32,
) -> Result<Vec<Past>, StoreError> {
    let mut found = strays(unit, seat, from_seq).await?;
    let mut row = seat.last_row;
    while row != 0 {
        let (events, next) = unit.journal_back(row, STRIDE).await?;
        for bytes in &events {
            let event = JournalEvent::decode(bytes)
                .map_err(|_| StoreError::Data(format!("journal of attempt {}", seat.id)))?;
            match event {
                JournalEvent::Accepted { event, .. } if event.seq < from_seq => return Ok(found),
                JournalEvent::Accepted { event, .. } => found.push(Past {
                    seq: event.seq,
                    id: event.id,
                    verdict: Submitted::Accepted,
                }),
                _ => {}
            }
        }
        row = next;
    }
    Ok(found)
}

async fn strays(
    unit: &mut dyn Unit,
    seat: &SeatRow,
    from_seq: u32,
) -> Result<Vec<Past>, StoreError> {
    let strays = unit.strays(seat.id).await?;
    let known = strays
        .into_iter()
        .filter(|stray| stray.event.seq >= from_seq)
        .map(|stray| Past {
            seq: stray.event.seq,
            id: stray.event.id,
            verdict: match stray.kind {
                StrayKind::Late => Submitted::Late,
                StrayKind::Refused(reason) => Submitted::Refused(reason),
            },
        });
    Ok(known.collect())
}
