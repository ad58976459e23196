//! Nobody has less time than the entitlement: summed from journal times, the room's ledger and the uptime
//! of the server's processes, never from a deadline or from what the server calls an outage.

use std::collections::BTreeMap;

use lexicon::SittingId;

use super::event::{EndedBy, SeatAct, What};
use super::export::{Attempt, Export, Sitting};
use super::finding::Check;
use super::room::{self, RoomAct};
use super::spans::{Span, union, usable};
use crate::ledger::Ledger;

/// An end that has not come.
const NEVER: i64 = i64::MAX;

/// Sums what every paper had.
pub(crate) fn check(export: &Export, ledger: &Ledger) -> Vec<Check> {
    let mut enough = Check::of("nobody had less time than entitled");
    let up = union(export.uptime.iter().copied());
    let rooms: BTreeMap<SittingId, Vec<Span>> = export
        .sittings
        .values()
        .map(|sitting| (sitting.id, room_stops(sitting, &mut enough)))
        .collect();
    for attempt in export.attempts.values() {
        let room = rooms.get(&attempt.sitting);
        let run = Run::of(attempt, room.cloned().unwrap_or_default());
        // Where the policy lets a late start run only to the others' end nothing is promised.
        let promised = export
            .sittings
            .get(&attempt.sitting)
            .filter(|sitting| !sitting.late_start_until_end)
            .and_then(|_| ledger.promised.get(&attempt.id));
        for block in &run.blocks {
            hold_end(attempt, &run, block, &up, &mut enough);
            hold_promise(attempt, block, promised, &mut enough);
        }
        hold_late(attempt, &run, &up, &mut enough);
    }
    vec![enough]
}

/// One timed block as it was.
struct Block {
    index: u8,
    /// Stated at its start, and granted since.
    entitlement: i64,
    stated: i64,
    /// When its paper was open; the last one may not have ended.
    open: Vec<Span>,
    by: Option<EndedBy>,
}

/// What an attempt's journal says about time.
struct Run {
    blocks: Vec<Block>,
    stops: Vec<Span>,
}

impl Run {
    fn of(attempt: &Attempt, mut stops: Vec<Span>) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        let mut stopped: Option<i64> = None;
        for entry in attempt.entries() {
            let at = entry.at;
            match &entry.what {
                What::Started { block, entitlement } => blocks.push(Block {
                    index: *block,
                    entitlement: *entitlement,
                    stated: *entitlement,
                    open: vec![(at, NEVER)],
                    by: None,
                }),
                What::BlockEnded { by, .. } | What::Finished { by, .. } => {
                    end(blocks.last_mut(), at, *by);
                }
                What::Seat(SeatAct::Stop) => stopped = stopped.or(Some(at)),
                What::Seat(SeatAct::Resume) => {
                    stops.extend(stopped.take().map(|from| (from, at)));
                }
                What::Seat(SeatAct::Incident { from, to }) | What::SeatOutage { from, to } => {
                    stops.push((*from, *to));
                }
                What::Seat(SeatAct::Grant { length }) => {
                    if let Some(block) = blocks.last_mut() {
                        block.entitlement += length;
                    }
                }
                What::Seat(SeatAct::Reopen { from, to }) => {
                    stops.push((*from, *to));
                    if let Some(block) = blocks.last_mut() {
                        block.open.push((at, NEVER));
                        block.by = None;
                    }
                }
                _ => {}
            }
        }
        stops.extend(stopped.map(|from| (from, NEVER)));
        let stops = union(stops);
        Self { blocks, stops }
    }

    /// What the block's paper was open and usable for until `until`.
    fn had(&self, block: &Block, up: &[Span], until: i64) -> i64 {
        let open = block.open.iter();
        open.map(|(from, to)| usable((*from, until.min(*to)), up, &self.stops))
            .sum()
    }
}

/// The first end counts: a second `Finished` after an admission opens nothing.
fn end(block: Option<&mut Block>, at: i64, by: EndedBy) {
    if let Some(block) = block
        && let Some(open) = block.open.last_mut()
        && open.1 == NEVER
    {
        open.1 = at;
        block.by = Some(by);
    }
}

fn hold_end(attempt: &Attempt, run: &Run, block: &Block, up: &[Span], enough: &mut Check) {
    let Some(by) = block.by else { return };
    enough.look();
    let had = run.had(block, up, NEVER);
    enough.demand(by != EndedBy::Time || had >= block.entitlement, || {
        format!(
            "attempt {}: block {} was ended by time after {had} ms of {}",
            attempt.id, block.index, block.entitlement
        )
    });
}

fn hold_promise(attempt: &Attempt, block: &Block, promised: Option<&i64>, enough: &mut Check) {
    let Some(promised) = promised.filter(|_| block.index == 0) else {
        return;
    };
    enough.demand(block.stated >= *promised, || {
        format!(
            "attempt {}: block {} began with {} ms of {promised}",
            attempt.id, block.index, block.stated
        )
    });
}

/// A verdict "late" says that the time was over: was it?
fn hold_late(attempt: &Attempt, run: &Run, up: &[Span], enough: &mut Check) {
    for stray in attempt.strays.iter().filter(|stray| stray.reason == "late") {
        // The block that ran when it was received, or had ended last.
        let begun = |block: &&Block| block.open.iter().any(|(from, _)| *from <= stray.received);
        let Some(block) = run.blocks.iter().rev().find(begun) else {
            enough.fault(format!(
                "attempt {}: an event was late before the start",
                attempt.id
            ));
            continue;
        };
        if !matches!(block.by, Some(EndedBy::Time) | None) {
            continue;
        }
        enough.look();
        let had = run.had(block, up, stray.received);
        enough.demand(had >= block.entitlement, || {
            format!(
                "attempt {}: an event was late after {had} ms of {}",
                attempt.id, block.entitlement
            )
        });
    }
}

fn room_stops(sitting: &Sitting, enough: &mut Check) -> Vec<Span> {
    let mut stops = Vec::new();
    let mut open: Option<i64> = None;
    for (pos, bytes) in &sitting.ledger {
        match room::read(bytes) {
            Ok((_, RoomAct::Pause { from })) => {
                open = Some(open.map_or(from, |open| open.min(from)));
            }
            Ok((at, RoomAct::Resume)) => stops.extend(open.take().map(|from| (from, at))),
            Ok((_, RoomAct::Incident { from, to })) => stops.push((from, to)),
            Ok((_, RoomAct::Other)) => {}
            Err(_) => enough.fault(format!(
                "sitting {}: ledger entry {pos} cannot be read",
                sitting.id
            )),
        }
    }
    stops.extend(open.map(|from| (from, NEVER)));
    stops
}
