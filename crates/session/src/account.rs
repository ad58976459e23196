//! The time account: one pure function from facts to phase and remaining time.

use lexicon::{Instant, Millis};

use crate::span::{Span, Stop, StopKind, union};

/// After the deadline, how long an event may still arrive: the way through the network is not the
/// candidate's time (design, "The answer path" 3).
pub const GRACE: Millis = Millis(2_000);

/// After an outage, a restart, a resume or a reopening no deadline lies nearer than this.
pub const FLOOR: Millis = Millis(30_000);

/// What a timed block is measured by. All instants are the server's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Duration + accommodation + granted time.
    pub entitlement: Millis,
    /// When the paper was first served.
    pub start: Instant,
    /// When the block was opened again after its end, if it was: the deadline keeps [`FLOOR`] from it.
    pub reopened: Option<Instant>,
}

/// Where a block stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Time runs, or stands still without anybody being told (a short outage); events are accepted.
    Running {
        /// The last instant of the entitlement as far as is known now.
        deadline: Instant,
    },
    /// A pause is open: events are kept by the page and sent again.
    Paused {
        /// What the candidate will have at least when time goes on.
        remaining: Millis,
        /// When time stopped.
        since: Instant,
    },
    /// The deadline has passed; until [`GRACE`] after it events are still accepted.
    TimeUp {
        /// The last instant of the entitlement.
        deadline: Instant,
    },
}

/// Time left, or none.
pub type Remaining = Millis;

/// The facts of a block and all that made its time stand still.
#[derive(Clone, Debug)]
pub struct Clockwork {
    /// The block's own facts.
    pub account: Account,
    /// Outages, pauses and incidents, in any order, overlapping as they happened.
    pub stops: Vec<Stop>,
}

/// How far a deadline was carried by the stops: either time goes on towards it, or it stands.
enum Course {
    Towards(Instant),
    Standing { remaining: Millis, since: Instant },
}

impl Clockwork {
    /// The phase at `at`.
    ///
    /// The deadline begins at `start + entitlement`. Each stretch of the union of all stops that begins
    /// before the deadline (or within [`GRACE`] after it) moves the deadline by its length; after a stretch
    /// that holds an outage or a pause, the deadline lies at least [`FLOOR`] beyond its end, and after a
    /// reopening at least [`FLOOR`] beyond that. So what remains is the entitlement minus the time in
    /// `[start, at]` outside the union, never less.
    ///
    /// - `Paused` while a pause contains `at` that began before the time was over. A pause that began after `at` is not yet known to an event
    ///   received at `at`: such an event counts as received before it.
    /// - What lies after the deadline moves nothing, but after a reopening the walk goes on from there.
    /// - Inside an outage or an incident that is over the phase is `Running`: the account stands still, and
    ///   what was received meanwhile and could be judged counts.
    /// - Otherwise `Running` up to and including the deadline, `TimeUp` after it.
    #[must_use]
    pub fn phase(&self, at: Instant) -> Phase {
        match self.course(at) {
            Course::Standing { remaining, since } => Phase::Paused { remaining, since },
            Course::Towards(deadline) if self.paused_at(at, deadline) => Phase::Paused {
                remaining: (deadline - at).or_zero().max(FLOOR),
                since: at,
            },
            Course::Towards(deadline) if at <= deadline => Phase::Running { deadline },
            Course::Towards(deadline) => Phase::TimeUp { deadline },
        }
    }

    /// Whether an event received at `at` still counts, as far as time is concerned.
    #[must_use]
    pub fn accepts(&self, at: Instant) -> bool {
        match self.phase(at) {
            Phase::Running { .. } => true,
            Phase::TimeUp { deadline } => at <= deadline + GRACE,
            Phase::Paused { .. } => false,
        }
    }

    /// Whether `at` lies in a pause that began before the time was over.
    fn paused_at(&self, at: Instant, deadline: Instant) -> bool {
        self.stops.iter().any(|stop| {
            let in_time = stop.span.from <= deadline + GRACE;
            stop.kind == StopKind::Pause && in_time && stop.span.contains(at)
        })
    }

    fn course(&self, at: Instant) -> Course {
        let mut deadline = self.account.start + self.account.entitlement;
        let mut owed = self.account.reopened;
        for (span, owes) in self.stretches(at) {
            deadline = lifted(deadline, &mut owed, span.from);
            if span.from > deadline + GRACE {
                // The time was over before; a reopening may still lie ahead.
                continue;
            }
            match span.to {
                None if span.from <= at => {
                    let remaining = (deadline - span.from).or_zero().max(FLOOR);
                    return Course::Standing {
                        remaining,
                        since: span.from,
                    };
                }
                None => break,
                Some(to) => {
                    deadline = deadline + (to - span.from);
                    if owes {
                        deadline = deadline.max(to + FLOOR);
                    }
                }
            }
        }
        Course::Towards(owed.map_or(deadline, |reopened| deadline.max(reopened + FLOOR)))
    }

    /// The union of the stops as they are known at `at`: without what began later and is still open. A
    /// stretch across the reopening falls into two, since the deadline is lifted between them.
    fn stretches(&self, at: Instant) -> Vec<(Span, bool)> {
        let known: Vec<Stop> = self
            .stops
            .iter()
            .filter(|stop| stop.span.to.is_some() || stop.span.from <= at)
            .copied()
            .collect();
        let mut stretches = union(&known, self.account.start);
        if let Some(reopened) = self.account.reopened
            && let Some(across) = stretches
                .iter()
                .position(|(span, _)| span.from < reopened && span.contains(reopened))
        {
            let (span, owes) = stretches[across];
            stretches[across] = (Span::closed(span.from, reopened), owes);
            let rest = Span {
                from: reopened,
                to: span.to,
            };
            stretches.insert(across + 1, (rest, owes));
        }
        stretches
    }
}

/// The deadline with the breath owed after a reopening, once the walk along the stops has come to it.
fn lifted(deadline: Instant, owed: &mut Option<Instant>, reached: Instant) -> Instant {
    match *owed {
        Some(reopened) if reopened <= reached => {
            *owed = None;
            deadline.max(reopened + FLOOR)
        }
        _ => deadline,
    }
}

#[cfg(test)]
mod tests;
