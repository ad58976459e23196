//! The checkers: they read the raw journal, the ledger and the uptime rows, and know nothing of how
//! `session` judges or counts time.

use std::collections::HashMap;

use lexicon::{Instant, Millis};
use session::{
    EndReason, Event, JournalEvent, Kind, LedgerEntry, RoomAct, SeatAct, Submitted, UptimeRow,
};

use crate::form::{ITEMS, item_of, option_of, sub_test, worth};
use crate::page::Page;
use crate::server::Seat;
use crate::world::{SEATS, World};

/// Which promise is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Promise {
    /// An acknowledged answer is always in the result; a refused one never is.
    AcknowledgedIsJournaled,
    /// The score is what the journal adds up to.
    ScoreIsTheJournal,
    /// Nobody has less than the entitlement.
    NobodyHasLess,
    /// Nobody has much more.
    NobodyHasMore,
    /// Uptime never covers a stretch in which the server was away.
    UptimeIsTrue,
    /// Every page reaches a receipt.
    NobodyHangs,
    /// One device at a time.
    OneLease,
    /// What the candidate last saw acknowledged is what counts.
    ScreenIsResult,
}

pub(crate) type Violation = (Promise, String);

type Stretch = (Instant, Instant);

const END_OF_TIME: Instant = Instant(i64::MAX);

pub(crate) fn check(world: &World) -> Vec<Violation> {
    let mut found = uptime_is_true(world);
    let store = &world.server.store;
    for seat in 0..SEATS {
        let stored = &store.seats[seat];
        let pages: Vec<&Page> = world
            .pages
            .iter()
            .filter(|page| page.seat == seat)
            .collect();
        acknowledged(stored, &pages, &mut found);
        score(stored, &pages, &mut found);
        entitlement(
            stored,
            (&store.ledger, &store.uptime),
            &world.blocks,
            &mut found,
        );
        one_lease(stored, &mut found);
    }
    found
}

/// The candidate's events that count, in the order of the journal.
fn counted(seat: &Seat) -> impl Iterator<Item = (u32, &Event)> {
    seat.journal.iter().filter_map(|row| match row {
        JournalEvent::Accepted { epoch, event, .. }
        | JournalEvent::Admitted { epoch, event, .. } => Some((*epoch, event)),
        _ => None,
    })
}

/// Per item, the event that makes its current answer: the last by (epoch, seq).
fn current(seat: &Seat) -> HashMap<u64, Event> {
    let mut newest: HashMap<u64, (u32, Event)> = HashMap::new();
    for (epoch, event) in counted(seat) {
        if matches!(event.kind, Kind::Flag | Kind::Unflag) {
            continue;
        }
        let known = newest.entry(item_of(event.item)).or_insert((epoch, *event));
        if (epoch, event.seq) > (known.0, known.1.seq) {
            *known = (epoch, *event);
        }
    }
    newest
        .into_iter()
        .map(|(item, (_, event))| (item, event))
        .collect()
}

fn acknowledged(seat: &Seat, pages: &[&Page], found: &mut Vec<Violation>) {
    let accepted: HashMap<(u64, u32), bool> = seat
        .journal
        .iter()
        .filter_map(|row| match row {
            JournalEvent::Accepted { event, .. } => Some(((event.id, event.seq), true)),
            JournalEvent::Admitted { event, .. } => Some(((event.id, event.seq), false)),
            _ => None,
        })
        .collect();
    let mut last: HashMap<u64, (u32, Submitted)> = HashMap::new();
    let mut screen: HashMap<u64, Event> = HashMap::new();
    let rebased: Vec<u64> = pages.iter().flat_map(|page| page.rebased.clone()).collect();
    for ack in pages.iter().flat_map(|page| &page.acks) {
        last.insert(ack.event.id, (ack.event.seq, ack.verdict));
        let answers = !matches!(ack.event.kind, Kind::Flag | Kind::Unflag);
        if answers && ack.verdict == Submitted::Accepted {
            screen.insert(item_of(ack.event.item), ack.event);
        }
    }
    for (id, (seq, verdict)) in &last {
        let there = accepted.get(&(*id, *seq)).copied();
        let true_to_it = match verdict {
            Submitted::Accepted => there.is_some() || rebased.contains(id),
            Submitted::Late => there != Some(true),
            Submitted::Refused(_) => there.is_none(),
        };
        if !true_to_it {
            let text = format!("event {id:x}/{seq}: told {verdict:?}, journal says {there:?}");
            found.push((Promise::AcknowledgedIsJournaled, text));
        }
    }
    let current = current(seat);
    for (item, event) in screen {
        let counts = current.get(&item);
        let told = counts.is_some_and(|counts| last.contains_key(&counts.id));
        if counts.is_none() || (told && counts.map(|c| c.kind) != Some(event.kind)) {
            // What officers admitted is newer than what the screen knew.
            if counts.is_some_and(|c| accepted.get(&(c.id, c.seq)) == Some(&false)) {
                continue;
            }
            let text = format!("item {item}: acknowledged {event:?}, counts {counts:?}");
            found.push((Promise::ScreenIsResult, text));
        }
    }
}

fn score(seat: &Seat, pages: &[&Page], found: &mut Vec<Violation>) {
    let mut totals = [0; 2];
    let current = current(seat);
    for (item, event) in &current {
        if let Kind::Answer(option) = event.kind {
            totals[sub_test(*item)] += worth(*item, option_of(option));
        }
    }
    let mut stated = vec![("row", seat.attempt.totals.clone())];
    let ends = seat.journal.iter().rev().find_map(|row| match row {
        JournalEvent::Finished { totals, .. } => Some(totals.clone()),
        _ => None,
    });
    stated.extend(ends.map(|totals| ("journal", totals)));
    let receipts = pages.iter().filter_map(|page| page.receipt.as_ref());
    let latest = receipts.filter(|receipt| receipt.head == seat.attempt.head);
    stated.extend(latest.map(|receipt| ("receipt", receipt.totals.clone())));
    for (where_stated, points) in stated {
        let points: Vec<i32> = points.iter().map(|points| points.0).collect();
        if points != totals {
            let text = format!("{where_stated} says {points:?}, the journal {totals:?}");
            found.push((Promise::ScoreIsTheJournal, text));
        }
    }
    let on_row = |item: u64| seat.attempt.answers.chosen(item as u16).map(u64::from);
    let chosen = |event: &Event| match event.kind {
        Kind::Answer(option) => Some(option_of(option)),
        _ => None,
    };
    for item in 0..ITEMS {
        let journal = current.get(&item).and_then(chosen);
        if journal != on_row(item) {
            let text = format!("item {item}: row {:?}, journal {journal:?}", on_row(item));
            found.push((Promise::ScoreIsTheJournal, text));
        }
    }
}

/// When nobody in the room could be expected to work, in any order, overlapping. An incident that was
/// declared after an attempt had `ended` is given back by reopening it.
fn stops_of_room(ledger: &[LedgerEntry], uptime: &[UptimeRow], ended: Instant) -> Vec<Stretch> {
    let mut stops = Vec::new();
    let mut open: Vec<Instant> = Vec::new();
    for entry in ledger {
        match entry.act {
            RoomAct::Pause { from, .. } => open.push(from),
            RoomAct::Resume => stops.extend(open.drain(..).map(|from| (from, entry.at))),
            RoomAct::Incident { from, to } if entry.at < ended => stops.push((from, to)),
            _ => {}
        }
    }
    stops.extend(open.into_iter().map(|from| (from, END_OF_TIME)));
    let mut rows: Vec<Stretch> = uptime.iter().map(|row| (row.from, row.to)).collect();
    rows.sort_unstable();
    let mut up_until = rows.first().map_or(END_OF_TIME, |row| row.0);
    for (from, to) in rows {
        if from > up_until {
            stops.push((up_until, from));
        }
        up_until = up_until.max(to);
    }
    stops
}

/// Runs of one block: from its start to its end, and again from each reopening.
struct Run {
    block: usize,
    entitlement: Millis,
    from: Instant,
    ended: Option<(Instant, EndReason)>,
}

fn entitlement(
    seat: &Seat,
    (ledger, uptime): (&[LedgerEntry], &[UptimeRow]),
    blocks: &[Millis],
    found: &mut Vec<Violation>,
) {
    let (runs, own) = runs_and_stops(seat);
    for run in runs {
        let Some((ended, by)) = run.ended else {
            continue;
        };
        let mut stops = stops_of_room(ledger, uptime, ended);
        stops.extend(&own);
        let open = open_time(run.from, ended, &stops);
        let granted = run.entitlement - blocks[run.block];
        if by == EndReason::Time && open < run.entitlement {
            let text = format!(
                "block {}: open {open}, entitled {}",
                run.block, run.entitlement
            );
            found.push((Promise::NobodyHasLess, text));
        }
        // Thirty seconds after each stop, the grace, and the closer's round.
        let breaths = Millis(30_000 * (stops.len() as i64 + 1));
        let most = run.entitlement + breaths + Millis(2_000 + 4_000);
        if open > most || granted < Millis::ZERO {
            let text = format!(
                "block {}: open {open}, entitled {}",
                run.block, run.entitlement
            );
            found.push((Promise::NobodyHasMore, text));
        }
    }
}

fn runs_and_stops(seat: &Seat) -> (Vec<Run>, Vec<Stretch>) {
    let (mut runs, mut stops): (Vec<Run>, Vec<Stretch>) = (Vec::new(), Vec::new());
    let mut paused = None;
    for row in &seat.journal {
        match row {
            JournalEvent::Started {
                at,
                block,
                entitlement,
                ..
            } => runs.push(Run {
                block: usize::from(*block),
                entitlement: *entitlement,
                from: *at,
                ended: None,
            }),
            JournalEvent::BlockEnded { at, by, .. } | JournalEvent::Finished { at, by, .. } => {
                if let Some(run) = runs.last_mut().filter(|run| run.ended.is_none()) {
                    run.ended = Some((*at, *by));
                }
            }
            JournalEvent::SeatOutage { from, to, .. } => stops.push((*from, *to)),
            JournalEvent::Seat { at, act, .. } => match act {
                SeatAct::Pause | SeatAct::Interrupt => paused = Some(*at),
                SeatAct::Resume => stops.extend(paused.take().map(|from| (from, *at))),
                SeatAct::Incident { from, to } => stops.push((*from, *to)),
                SeatAct::Grant { length } => {
                    if let Some(run) = runs.last_mut() {
                        run.entitlement += *length;
                    }
                }
                SeatAct::Reopen { from, to } => {
                    stops.push((*from, *to));
                    if let Some(run) = runs.last_mut()
                        && let Some((ended, _)) = run.ended.take()
                    {
                        stops.push((ended, *at));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    stops.extend(paused.map(|from| (from, END_OF_TIME)));
    (runs, stops)
}

/// How long the paper was open and the server there: counted from edge to edge.
fn open_time(from: Instant, to: Instant, stops: &[Stretch]) -> Millis {
    let within = |at: &Instant| from < *at && *at < to;
    let mut edges: Vec<Instant> = stops.iter().flat_map(|stop| [stop.0, stop.1]).collect();
    edges.retain(within);
    edges.extend([from, to]);
    edges.sort_unstable();
    let stopped = |at: Instant| stops.iter().any(|stop| stop.0 <= at && at < stop.1);
    let pairs = edges.windows(2).filter(|pair| !stopped(pair[0]));
    pairs.map(|pair| pair[1] - pair[0]).sum()
}

fn uptime_is_true(world: &World) -> Vec<Violation> {
    let mut found = Vec::new();
    for (from, to) in &world.away {
        for row in &world.server.store.uptime {
            let covered = (row.to).min(*to) - (row.from).max(*from);
            if covered > Millis::ZERO {
                let text = format!("{row:?} covers {covered} of {from:?}..{to:?}");
                found.push((Promise::UptimeIsTrue, text));
            }
        }
    }
    found
}

/// Event ids carry their device in the upper half.
fn one_lease(seat: &Seat, found: &mut Vec<Violation>) {
    let mut holder = (0, 0_u128);
    for row in &seat.journal {
        match row {
            JournalEvent::LoggedIn { epoch, device, .. } => {
                if *epoch <= holder.0 && *device != session::DeviceId(holder.1) {
                    let text = format!("epoch {epoch} follows {}", holder.0);
                    found.push((Promise::OneLease, text));
                }
                holder = (*epoch, device.0);
            }
            JournalEvent::Accepted { epoch, event, .. } => {
                let device = u128::from(event.id >> 32);
                if (*epoch, device) != holder {
                    let text = format!("event of {device} under {epoch}, held by {holder:?}");
                    found.push((Promise::OneLease, text));
                }
            }
            _ => {}
        }
    }
}
