//! Every transaction that judges first settles the uptime; an outage found that way is made good before
//! anything is judged.

use std::sync::Arc;

use lexicon::{Instant, Millis};
use session::{
    LedgerEntry, PauseReason, RoomAct, RoomRefusal, Settled, Settlement, Span, UptimeRow,
    outage_pause, settle,
};

use super::Ports;
use super::fleet::Fleet;
use super::rooms::{OpenRoom, Rooms};
use super::set_back::missing;
use crate::ports::{StoreError, Unit};

/// Commits extend the uptime at most this often: far below a stall, and rarer than batches.
const EXTEND_EVERY: Millis = Millis(250);

/// The uptime of this process as it was last committed, and what the store said of the others then.
pub(super) struct Settler {
    fleet: Arc<Fleet>,
    settled: Option<UptimeRow>,
    absences: Arc<[Span]>,
}

/// What a settlement came to.
pub(super) enum Found {
    /// The last one is recent enough.
    NotDue,
    /// A fleet may be up, and it is not known yet.
    Wait,
    /// It is written, and becomes known to [`Settler::committed`] when the unit is committed.
    Due(Due),
}

/// A settlement that was written.
pub(super) struct Due {
    settled: Settled,
    /// When others were away.
    absences: Arc<[Span]>,
    /// Who was up.
    others: Vec<UptimeRow>,
    /// What this process had committed and the store has no more.
    lost: Option<Span>,
}

impl Settler {
    pub(super) fn new(fleet: Arc<Fleet>) -> Self {
        Self {
            fleet,
            settled: None,
            absences: Arc::default(),
        }
    }

    /// Settles if it is due, or in any case when `must`; returns the instant of the unit, too.
    pub(super) async fn settle(
        &self,
        unit: &mut dyn Unit,
        rooms: &mut Rooms,
        ports: &Ports,
        must: bool,
    ) -> Result<(Instant, Found), StoreError> {
        let now = ports.clock.now();
        if !must && self.settled.is_some_and(|row| now - row.to < EXTEND_EVERY) {
            return Ok((now, Found::NotDue));
        }
        let node = self.fleet.node;
        let state = unit.uptime(node.process).await?;
        let lost = missing(self.settled, state.own);
        let mut others = self.fleet.others(unit, now).await?;
        // Only now is it sure that the store is there: what the first step had to wait for belongs to the gap.
        let now = ports.clock.now();
        let known = (state.own, state.latest);
        let Some(settled) = settle(node.process, node.company, known, now) else {
            return Ok((now, Found::Wait));
        };
        others.absences.extend(settled.cut);
        unit.settle(&settled.settlement).await?;
        if settled.settlement.outage.is_some() {
            pause_after_outage(unit, rooms, &settled.settlement, now).await?;
        }
        let due = Due {
            settled,
            absences: others.absences.into(),
            others: others.rows,
            lost,
        };
        Ok((now, Found::Due(due)))
    }

    /// When others were away, for a unit with this settlement.
    pub(super) fn absences(&self, found: &Found) -> Arc<[Span]> {
        match found {
            Found::Due(due) => Arc::clone(&due.absences),
            Found::NotDue | Found::Wait => Arc::clone(&self.absences),
        }
    }

    /// The unit was committed.
    pub(super) fn committed(&mut self, now: Instant, found: Found) {
        self.fleet.committed(now);
        let Found::Due(due) = found else {
            return;
        };
        let row = due.settled.settlement.row;
        self.settled = Some(row);
        self.fleet.settled(row, due.others);
        self.absences = due.absences;
        if let Some(cut) = due.settled.cut {
            self.fleet.was_cut(cut);
        }
        if let Some(lost) = due.lost {
            self.fleet.was_set_back(lost);
        }
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
