//! Why a candidate's time stands still, and what has moved its end: asked for by a page that sees a revision it does
//! not know, not told with every answer.

use lexicon::{Instant, Millis};
use session::{
    Account, Attempt, Clockwork, JournalEvent, LedgerEntry, PauseReason, Phase, Room, RoomAct,
    SeatAct, SeatReason, Span, Status, Stop, StopKind,
};

use super::{Seat, state};
use crate::app::App;
use crate::error::ExamError;

/// Changes that are told, at most; the latest.
const CHANGES_MAX: usize = 20;

/// What has stopped or given time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The server was away.
    Outage,
    /// The server's clock waits for an officer's word.
    Clock,
    /// A proctor has paused the room.
    Room,
    /// A proctor has paused this seat.
    Seat,
    /// The run is interrupted, to go on another time.
    Interrupted,
    /// A declared incident, of the room or of this seat.
    Incident,
    /// Time that a proctor has granted.
    Grant,
}

/// A pause that lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standstill {
    /// What has stopped the time.
    pub cause: Cause,
    /// Since when.
    pub since: Instant,
    /// In the officer's words; none where the server acted by itself.
    pub words: Option<String>,
}

/// Time that has come on top: by so much the end lies later than without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeChange {
    /// When it was over, or declared, or granted.
    pub at: Instant,
    /// How much.
    pub by: Millis,
    /// What it was.
    pub cause: Cause,
    /// In the officer's words; none where the server acted by itself.
    pub words: Option<String>,
}

/// Why the time of a seat is as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// The pause that began first of those that last.
    pub pause: Option<Standstill>,
    /// What has moved the end of the block that runs, in order; the latest 20.
    pub changes: Vec<TimeChange>,
}

/// Why the time of the seat is as it is at `now`. Reads the sitting's ledger, and the journal of a seat that has
/// changes of its own.
///
/// # Errors
/// `NotFound`, store errors.
pub async fn why(app: &App, seat: Seat, now: Instant) -> Result<Why, ExamError> {
    let loaded = state::load(app, seat).await?;
    if !matches!(
        loaded.attempt.status,
        Status::Assigned | Status::Present | Status::Running
    ) {
        return Ok(Why::default());
    }
    let mut history = History::default();
    for bytes in app.store.ledger(seat.sitting).await? {
        let entry = LedgerEntry::decode(&bytes);
        history.room(entry.map_err(|_| unreadable(&"ledger", &seat.sitting))?);
    }
    if loaded.attempt.time_changes > 0 {
        for bytes in app.store.journal(seat.attempt).await? {
            let event = JournalEvent::decode(&bytes);
            history.seat(event.map_err(|_| unreadable(&"journal", &seat.attempt))?);
        }
    }
    history.outages(loaded.outages());
    Ok(history.told(&loaded.attempt, &loaded.room.state, now))
}

fn unreadable(what: &dyn core::fmt::Display, whose: &dyn core::fmt::Display) -> ExamError {
    ExamError::Internal(format!("{what} of {whose}"))
}

/// What an act on the time does to it.
#[derive(Clone, Copy)]
enum Effect {
    Stop(Stop),
    Grant(Millis),
    Reopen(Stop),
}

struct Past {
    at: Instant,
    effect: Effect,
    cause: Cause,
    words: Option<String>,
}

/// Everything that has touched the time of a seat, as ledger, journal and uptime tell it.
#[derive(Default)]
struct History {
    past: Vec<Past>,
    open_room: Vec<Standstill>,
    open_seat: Vec<Standstill>,
}

fn words(reason: String) -> Option<String> {
    Some(reason).filter(|reason| !reason.trim().is_empty())
}

const fn stop(span: Span, kind: StopKind) -> Stop {
    Stop { span, kind }
}

impl History {
    fn room(&mut self, entry: LedgerEntry) {
        let LedgerEntry {
            at,
            by,
            reason,
            act,
        } = entry;
        let words = words(reason).filter(|_| by.is_some());
        match act {
            RoomAct::Pause { reason, from } => {
                let cause = match reason {
                    PauseReason::Proctor => Cause::Room,
                    PauseReason::Outage => Cause::Outage,
                    PauseReason::Clock => Cause::Clock,
                };
                self.open_room.push(Standstill {
                    cause,
                    since: from,
                    words,
                });
            }
            RoomAct::Resume => close(&mut self.open_room, at, &mut self.past),
            RoomAct::Incident { from, to } => self.incident(at, Span::closed(from, to), words),
            _ => {}
        }
    }

    fn seat(&mut self, event: JournalEvent) {
        if let JournalEvent::SeatOutage { from, to, .. } = event {
            return self.outages(&[Span::closed(from, to)]);
        }
        let JournalEvent::Seat {
            at, reason, act, ..
        } = event
        else {
            return;
        };
        let words = words(reason);
        let open = |cause| Standstill {
            cause,
            since: at,
            words: words.clone(),
        };
        match act {
            SeatAct::Pause => self.open_seat.push(open(Cause::Seat)),
            SeatAct::Interrupt => self.open_seat.push(open(Cause::Interrupted)),
            SeatAct::Resume => close(&mut self.open_seat, at, &mut self.past),
            SeatAct::Incident { from, to } => self.incident(at, Span::closed(from, to), words),
            SeatAct::Grant { length } => self.past.push(Past {
                at,
                effect: Effect::Grant(length),
                cause: Cause::Grant,
                words,
            }),
            SeatAct::Reopen { from, to } => self.past.push(Past {
                at,
                effect: Effect::Reopen(stop(Span::closed(from, to), StopKind::Incident)),
                cause: Cause::Incident,
                words,
            }),
            _ => {}
        }
    }

    fn incident(&mut self, at: Instant, span: Span, words: Option<String>) {
        self.past.push(Past {
            at,
            effect: Effect::Stop(stop(span, StopKind::Incident)),
            cause: Cause::Incident,
            words,
        });
    }

    fn outages(&mut self, outages: &[Span]) {
        self.past.extend(outages.iter().filter_map(|span| {
            Some(Past {
                at: span.to?,
                effect: Effect::Stop(stop(*span, StopKind::Outage)),
                cause: Cause::Outage,
                words: None,
            })
        }));
    }

    fn told(mut self, attempt: &Attempt, room: &Room, now: Instant) -> Why {
        let own = attempt
            .stops
            .iter()
            .any(|stop| stop.span.to.is_none() && stop.reason != SeatReason::Incident);
        let mut open: Vec<Standstill> = Vec::new();
        if room.is_paused() {
            open.append(&mut self.open_room);
        }
        if own {
            open.append(&mut self.open_seat);
        }
        // A pause of the room says that an outage was long: what has stopped the time is the same.
        self.past.sort_by_key(|past| past.at);
        Why {
            pause: open.into_iter().min_by_key(|pause| pause.since),
            changes: changes(attempt, &self.past, now),
        }
    }
}

fn close(open: &mut Vec<Standstill>, at: Instant, past: &mut Vec<Past>) {
    past.extend(open.drain(..).map(|pause| Past {
        at,
        effect: Effect::Stop(stop(
            Span::closed(pause.since, at.max(pause.since)),
            StopKind::Pause,
        )),
        cause: pause.cause,
        words: pause.words,
    }));
}

/// By how much the end has moved with each of them, one after the other.
fn changes(attempt: &Attempt, past: &[Past], now: Instant) -> Vec<TimeChange> {
    let block = attempt.blocks.get(attempt.block_index());
    let Some((block, start)) = block.and_then(|block| Some((block, block.started?))) else {
        return Vec::new();
    };
    let mut clock = Clockwork {
        account: Account {
            entitlement: block.base,
            start,
            reopened: None,
        },
        stops: Vec::new(),
    };
    let mut told = Vec::new();
    let mut end = deadline(&clock, now);
    for past in past.iter().filter(|past| past.at >= start) {
        match past.effect {
            Effect::Stop(stop) => clock.stops.push(stop),
            Effect::Grant(length) => clock.account.entitlement += length,
            Effect::Reopen(stop) => {
                clock.stops.push(stop);
                clock.account.reopened = Some(past.at);
            }
        }
        let later = deadline(&clock, now);
        if later > end {
            told.push(TimeChange {
                at: past.at,
                by: later - end,
                cause: past.cause,
                words: past.words.clone(),
            });
            end = later;
        }
    }
    told.split_off(told.len().saturating_sub(CHANGES_MAX))
}

fn deadline(clock: &Clockwork, now: Instant) -> Instant {
    match clock.phase(now) {
        Phase::Running { deadline } | Phase::TimeUp { deadline } => deadline,
        Phase::Paused { remaining, since } => since + remaining,
    }
}

#[cfg(test)]
mod tests;
