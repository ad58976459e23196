//! What is known of events that already have their verdicts: read only when a page sends again, and at most
//! once per attempt and batch, however often it does.

use std::collections::BTreeMap;

use session::{Effects, Event, JournalEvent, Past, Stray, StrayKind, Submitted};

use crate::ports::{SeatRow, StoreError, Unit};

/// Rows read at a time on the way back.
const STRIDE: u32 = 256;

/// The verdicts of one attempt, as far as anybody has asked.
#[derive(Default)]
pub(super) struct Verdicts {
    known: BTreeMap<u32, Past>,
    /// Where the way back through the journal goes on; `None` before the first step.
    next_row: Option<i64>,
    /// Everything from this sequence number on is known.
    back_to: Option<u32>,
}

impl Verdicts {
    /// The verdicts on those of `events` that have one; `last_seq` is the attempt's.
    pub(super) async fn on(
        &mut self,
        unit: &mut dyn Unit,
        row: &SeatRow,
        (events, last_seq): (&[Event], u32),
    ) -> Result<Vec<Past>, StoreError> {
        let again = || events.iter().filter(|event| event.seq <= last_seq);
        let unknown = again()
            .map(|event| event.seq)
            .filter(|seq| !self.known.contains_key(seq))
            .min();
        if let Some(seq) = unknown {
            self.look_back(unit, row, seq).await?;
        }
        Ok(again()
            .filter_map(|event| self.known.get(&event.seq).copied())
            .collect())
    }

    /// Takes in what a command of this very batch came to: the store does not know of it yet.
    pub(super) fn add(&mut self, effects: &Effects) {
        let accepted = effects.journal.iter().filter_map(accepted);
        let strays = effects.strays.iter().map(stray);
        for past in accepted.chain(strays) {
            self.known.insert(past.seq, past);
        }
    }

    async fn look_back(
        &mut self,
        unit: &mut dyn Unit,
        row: &SeatRow,
        seq: u32,
    ) -> Result<(), StoreError> {
        if self.next_row.is_none() {
            let strays = unit.strays(row.id).await?;
            let strays = strays.iter().map(stray).map(|past| (past.seq, past));
            self.known.extend(strays);
            self.next_row = Some(row.last_row);
        }
        while self.back_to.is_none_or(|reached| reached > seq)
            && let Some(from) = self.next_row.filter(|from| *from != 0)
        {
            let (events, next) = unit.journal_back(from, STRIDE).await?;
            for bytes in &events {
                let event = JournalEvent::decode(bytes)
                    .map_err(|_| StoreError::Data(format!("journal of attempt {}", row.id)))?;
                if let Some(past) = accepted(&event) {
                    self.back_to = Some(past.seq);
                    self.known.insert(past.seq, past);
                }
            }
            self.next_row = Some(next);
        }
        Ok(())
    }
}

fn accepted(event: &JournalEvent) -> Option<Past> {
    match event {
        JournalEvent::Accepted { event, .. } => Some(Past {
            seq: event.seq,
            id: event.id,
            verdict: Submitted::Accepted,
        }),
        _ => None,
    }
}

fn stray(stray: &Stray) -> Past {
    Past {
        seq: stray.event.seq,
        id: stray.event.id,
        verdict: match stray.kind {
            StrayKind::Late => Submitted::Late,
            StrayKind::Refused(reason) => Submitted::Refused(reason),
        },
    }
}
