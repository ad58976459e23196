//! The judging of a candidate's events: the one place where it is decided what counts.

use lexicon::Instant;
use serde::{Deserialize, Serialize};

use crate::account::{Clockwork, GRACE, Phase};
use crate::attempt::{Attempt, Status};
use crate::away::Over;
use crate::event::{EVENTS_MAX, Event, Kind};
use crate::journal::JournalEvent;
use crate::points::PointsTable;
use crate::room::Sanction;
use crate::stray::{REFUSED_KEPT_MAX, Stray, StrayKind};

/// Why an event can never count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedReason {
    /// No such item on this form.
    ForeignItem,
    /// No such option of this item.
    ForeignOption,
    /// The item belongs to a block that does not run.
    OtherBlock,
    /// Beyond [`EVENTS_MAX`]: the attempt takes no more events. Finish and time-up it still takes.
    TooMany,
    /// Only on a repeat: it did not count, and whether it came late or named another block is no longer on
    /// record.
    NotOnRecord,
}

/// A final verdict: it is given once, and repeated to whoever sends the same event again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Submitted {
    /// It is in the journal and counts.
    Accepted,
    /// It came too late and does not count.
    Late,
    /// It could never count.
    Refused(RefusedReason),
}

/// What becomes of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Final, and given for the first time: advances `last_seq`.
    First(Submitted),
    /// The same event again; the first verdict stands.
    Duplicate(Submitted),
    /// Paused or not started: keep it and send it again. Advances nothing.
    NotRunning,
    /// Something before it is missing. Advances nothing.
    MissingSeq {
        /// The next sequence number the server takes.
        expected: u32,
    },
    /// Another event has this sequence number, or that of an event before it in the same request. Advances
    /// nothing.
    Conflict,
}

/// A verdict with its sequence number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Of which event.
    pub seq: u32,
    /// What became of it.
    pub verdict: Verdict,
}

/// What the store knows of an event that already has its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its sequence number.
    pub seq: u32,
    /// Its id.
    pub id: u64,
    /// Its verdict.
    pub verdict: Submitted,
}

/// Where rows for journal and side table gather while a submission is judged.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) journal: Vec<JournalEvent>,
    pub(crate) strays: Vec<Stray>,
    pub(crate) sanction: Option<Sanction>,
}

/// One submission being judged: `at` is the instant at which its last byte had arrived.
pub(crate) struct Bench<'a> {
    pub(crate) points: &'a PointsTable,
    pub(crate) clock: Option<&'a Clockwork>,
    pub(crate) over: Over,
    pub(crate) past: &'a [Past],
    pub(crate) at: Instant,
}

impl Bench<'_> {
    /// Judges the events in order and writes into `attempt` what counts.
    pub(crate) fn judge(
        &self,
        attempt: &mut Attempt,
        events: &[Event],
        rows: &mut Rows,
    ) -> Vec<Ruling> {
        let timing = self.timing(attempt);
        let mut rulings = Vec::with_capacity(events.len());
        // What this very request has been told: the store cannot know of it yet.
        let mut given = Vec::new();
        let mut conflicts = false;
        for event in events {
            let verdict = if conflicts && event.seq > attempt.last_seq {
                // Numbered by the same mistake: taken now, it would be sent again under another number.
                Verdict::Conflict
            } else {
                self.one(attempt, timing, event, (&given, &mut *rows))
            };
            conflicts |= verdict == Verdict::Conflict;
            if let Verdict::First(verdict) = verdict {
                given.push(Past {
                    seq: event.seq,
                    id: event.id,
                    verdict,
                });
            }
            rulings.push(Ruling {
                seq: event.seq,
                verdict,
            });
        }
        rulings
    }

    fn one(
        &self,
        attempt: &mut Attempt,
        timing: Timing,
        event: &Event,
        (given, rows): (&[Past], &mut Rows),
    ) -> Verdict {
        let expected = attempt.last_seq.saturating_add(1);
        if event.seq < expected {
            return self.again(attempt, given, event);
        }
        let submitted = match timing {
            // A whole queue is kept, not only its first event: a gap is asked for when time runs again.
            Timing::NotRunning => return Verdict::NotRunning,
            _ if event.seq > expected => return Verdict::MissingSeq { expected },
            _ if event.seq > EVENTS_MAX => Submitted::Refused(RefusedReason::TooMany),
            // What names no item of the form is not kept as late: the side table holds one per item.
            Timing::Late => match Change::of(self.points, attempt, event) {
                Ok(_) => Submitted::Late,
                Err(reason) => Submitted::Refused(reason),
            },
            Timing::Counts => match Change::of(self.points, attempt, event) {
                Ok(change) => {
                    change.make(self.points, attempt);
                    Submitted::Accepted
                }
                Err(reason) => Submitted::Refused(reason),
            },
        };
        attempt.last_seq = event.seq;
        self.record(attempt, event, submitted, rows);
        Verdict::First(submitted)
    }

    /// The verdict on a sequence number that already has one.
    fn again(&self, attempt: &Attempt, given: &[Past], event: &Event) -> Verdict {
        let mut known = given.iter().chain(self.past);
        match known.find(|past| past.seq == event.seq) {
            Some(past) if past.id == event.id => Verdict::Duplicate(past.verdict),
            Some(_) => Verdict::Conflict,
            None => Verdict::Duplicate(self.forgotten(attempt, event)),
        }
    }

    /// The verdict on an event that neither journal nor side table knows, so that it did not count: a later
    /// late one on the item has displaced it, or it was refused and only counted. The form says which, since
    /// it never changes; what depends on the block that ran then is said only where it is certain.
    fn forgotten(&self, attempt: &Attempt, event: &Event) -> Submitted {
        if event.seq > EVENTS_MAX {
            return Submitted::Refused(RefusedReason::TooMany);
        }
        match Change::of(self.points, attempt, event) {
            Err(reason @ (RefusedReason::ForeignItem | RefusedReason::ForeignOption)) => {
                Submitted::Refused(reason)
            }
            _ if attempt.refused <= REFUSED_KEPT_MAX || self.points.block_count() == 1 => {
                Submitted::Late
            }
            _ => Submitted::Refused(RefusedReason::NotOnRecord),
        }
    }

    fn timing(&self, attempt: &Attempt) -> Timing {
        match attempt.status {
            Status::Assigned | Status::Present | Status::Absent => return Timing::NotRunning,
            Status::Finished | Status::Cancelled | Status::Voided => return Timing::Late,
            Status::Running => {}
        }
        match self.clock.map(|clock| clock.phase(self.at)) {
            None | Some(Phase::Paused { .. }) => Timing::NotRunning,
            Some(Phase::Running { .. }) => Timing::Counts,
            Some(Phase::TimeUp { deadline }) if self.at <= deadline + GRACE => Timing::Counts,
            Some(Phase::TimeUp { .. }) if self.over == Over::NotYet => Timing::NotRunning,
            Some(Phase::TimeUp { .. }) => Timing::Late,
        }
    }

    fn record(&self, attempt: &mut Attempt, event: &Event, verdict: Submitted, rows: &mut Rows) {
        let kind = match verdict {
            Submitted::Accepted => {
                attempt.rebased = attempt.rebased.saturating_add(event.rebase.into());
                let accepted = JournalEvent::Accepted {
                    at: self.at,
                    epoch: attempt.epoch,
                    event: *event,
                };
                rows.journal.push(accepted);
                return;
            }
            // A mark gives no points, and the one place that an item has is its answer's.
            Submitted::Late if event.is_mark() => return,
            Submitted::Late => StrayKind::Late,
            Submitted::Refused(reason) => {
                attempt.refused = attempt.refused.saturating_add(1);
                if attempt.refused > REFUSED_KEPT_MAX {
                    return;
                }
                StrayKind::Refused(reason)
            }
        };
        rows.strays.push(Stray {
            received: self.at,
            epoch: attempt.epoch,
            event: *event,
            kind,
        });
    }
}

#[derive(Clone, Copy)]
enum Timing {
    Counts,
    Late,
    NotRunning,
}

/// What an event does to the answers, with its ids found on the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) item: u16,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Choose(Option<u8>),
    Flag(bool),
}

impl Change {
    /// What `event` does to the block of `attempt` that runs, or ran last.
    pub(crate) fn of(
        points: &PointsTable,
        attempt: &Attempt,
        event: &Event,
    ) -> Result<Self, RefusedReason> {
        let item = points
            .index_of(event.item)
            .ok_or(RefusedReason::ForeignItem)?;
        let row = points.item(item).ok_or(RefusedReason::ForeignItem)?;
        let what = match event.kind {
            Kind::Answer(option) => What::Choose(Some(
                row.option_index(option)
                    .ok_or(RefusedReason::ForeignOption)?,
            )),
            Kind::Clear => What::Choose(None),
            Kind::Flag => What::Flag(true),
            Kind::Unflag => What::Flag(false),
        };
        if usize::from(points.block_of(row)) != attempt.block_index() {
            return Err(RefusedReason::OtherBlock);
        }
        Ok(Self { item, what })
    }

    /// Writes the change, and moves the sub-test's total by the difference.
    pub(crate) fn make(self, points: &PointsTable, attempt: &mut Attempt) {
        match self.what {
            What::Flag(on) => attempt.answers.flag(self.item, on),
            What::Choose(option) => {
                let before = attempt.answers.choose(self.item, option);
                let Some(item) = points.item(self.item) else {
                    return;
                };
                let worth =
                    |index: Option<u8>| index.map(|at| item.points_at(at)).unwrap_or_default();
                if let Some(total) = attempt.totals.get_mut(usize::from(item.sub_test)) {
                    *total = *total + worth(option) - worth(before);
                }
            }
        }
    }
}
