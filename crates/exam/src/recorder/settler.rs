//! Every transaction that judges first settles the uptime; an outage found that way is made good before
//! anything is judged.

use lexicon::{Instant, Millis};
use session::{
    LedgerEntry, PauseReason, ProcessId, RoomAct, RoomRefusal, Settlement, UptimeRow, outage_pause,
    settle,
};

use super::rooms::{OpenRoom, Rooms};
use crate::ports::{Clock, StoreError, Unit};

/// Commits extend the uptime at most this often: far below a stall, and rarer than batches.
const EXTEND_EVERY: Millis = Millis(250);

/// The uptime of this process as it was last committed.
pub(super) struct Settler {
    process: ProcessId,
    settled: Option<UptimeRow>,
}

impl Settler {
    pub(super) fn new(process: ProcessId) -> Self {
        Self {
            process,
            settled: None,
        }
    }

    /// Settles if it is due, or in any case when `must`; returns the instant of the unit, too. The row becomes
    /// known to [`Self::committed`] only when the unit is.
    pub(super) async fn settle(
        &self,
        unit: &mut dyn Unit,
        rooms: &mut Rooms,
        clock: &dyn Clock,
        must: bool,
    ) -> Result<(Instant, Option<UptimeRow>), StoreError> {
        let now = clock.now();
        if !must && self.settled.is_some_and(|row| now - row.to < EXTEND_EVERY) {
            return Ok((now, None));
        }
        let state = unit.uptime(self.process).await?;
        // Only now is it sure that the store is there: what the first step had to wait for belongs to the gap.
        let now = clock.now();
        let settlement = settle(self.process, state.own, state.latest, now);
        unit.settle(&settlement).await?;
        if settlement.outage.is_some() {
            pause_after_outage(unit, rooms, &settlement, now).await?;
        }
        Ok((now, Some(settlement.row)))
    }

    pub(super) fn committed(&mut self, row: Option<UptimeRow>) {
        self.settled = row.or(self.settled);
    }
}

/// Pauses every open room for which the outages add up to more than can be made good without a proctor.
async fn pause_after_outage(
    unit: &mut dyn Unit,
    rooms: &mut Rooms,
    settlement: &Settlement,
    now: Instant,
) -> Result<(), StoreError> {
    if let Some(outage) = settlement.outage {
        tracing::warn!(from = outage.from.0, to = now.0, "the server was away");
    }
    rooms.add(unit.open_rooms().await?)?;
    for room in rooms.open_mut() {
        let resumed = room
            .state
            .pauses
            .iter()
            .filter_map(|pause| pause.span.to)
            .max();
        let since = resumed.max(room.state.opened).unwrap_or(now);
        let outages = unit.outages_since(since).await?;
        if let Some(from) = outage_pause(&outages, since) {
            let act = RoomAct::Pause {
                reason: PauseReason::Outage,
                from,
            };
            by_itself(room, &server_act(now, act, "outage"));
        }
    }
    Ok(())
}

/// Pauses every open room from `from` on because the clock cannot be trusted.
pub(super) async fn pause_for_clock(
    unit: &mut dyn Unit,
    rooms: &mut Rooms,
    from: Instant,
    now: Instant,
) -> Result<(), StoreError> {
    rooms.add(unit.open_rooms().await?)?;
    for room in rooms.open_mut() {
        let from = from.max(room.state.opened.unwrap_or(from));
        let act = RoomAct::Pause {
            reason: PauseReason::Clock,
            from,
        };
        by_itself(room, &server_act(now, act, "clock"));
    }
    Ok(())
}

fn server_act(at: Instant, act: RoomAct, reason: &str) -> LedgerEntry {
    LedgerEntry {
        at,
        by: None,
        reason: reason.to_owned(),
        act,
    }
}

/// An act of the server. A room that is paused for the same reason already stands still.
fn by_itself(room: &mut OpenRoom, entry: &LedgerEntry) {
    match room.act(entry, 0) {
        None | Some(RoomRefusal::AlreadyPaused) => {}
        Some(refusal) => {
            tracing::error!(sitting = %room.row.id, %refusal, "the room was not paused");
        }
    }
}
