//! Faults built into the server on purpose, to show that the checkers can fail.

use lexicon::{Millis, Points};
use session::{Attempt, Effects, JournalEvent, Refusal, Reply, Status, Submitted, Verdict};

use crate::server::Server;

/// A fault built into the server on purpose: the checkers must find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutant {
    /// The server as it is.
    None,
    /// Now and then an accepted event is acknowledged and not written.
    DropsAnAnswer,
    /// Replies leave before the commit, which may fail.
    AcknowledgesTooEarly,
    /// Every paper is closed a second early.
    ShortensTheTime,
    /// Nobody is given the time of an outage.
    ForgetsOutages,
    /// Each process of a fleet judges as if it were alone.
    ForgetsTheOthers,
    /// Any epoch is as good as the current one.
    IgnoresTheFence,
    /// A point too many on the receipt.
    MiscountsPoints,
    /// An end is never confirmed.
    NeverConfirms,
    /// Now and then an accepted event is called late.
    CallsAnAnswerLate,
    /// The deadline is moved by an hour.
    NeverCloses,
}

impl Server {
    /// What a faulty server writes instead.
    pub(crate) fn tamper(&mut self, attempt: &mut Attempt, was: Status, effects: &mut Effects) {
        let started = was != Status::Running && attempt.status == Status::Running;
        match self.mutant {
            Mutant::ShortensTheTime | Mutant::NeverCloses if started => {
                let moved = match self.mutant {
                    Mutant::NeverCloses => Millis::from_mins(60),
                    _ => Millis::from_secs(-1),
                };
                for block in &mut attempt.blocks {
                    block.base += moved;
                }
            }
            Mutant::DropsAnAnswer => effects.journal.retain(|row| {
                self.accepted += u64::from(matches!(row, JournalEvent::Accepted { .. }));
                !matches!(row, JournalEvent::Accepted { .. }) || !self.accepted.is_multiple_of(16)
            }),
            Mutant::MiscountsPoints if attempt.status == Status::Finished => {
                for row in &mut effects.journal {
                    if let JournalEvent::Finished { totals, .. } = row {
                        totals[0] += Points(1);
                    }
                }
            }
            _ => {}
        }
    }

    /// What a faulty server says instead.
    pub(crate) fn twist(&self, result: &mut Result<Reply, Refusal>) {
        if let Ok(Reply::Ruled(rulings)) = result
            && self.mutant == Mutant::CallsAnAnswerLate
            && let Some(last) = rulings.iter_mut().find(|ruling| ruling.seq % 16 == 0)
        {
            last.verdict = Verdict::First(Submitted::Late);
        }
        if self.mutant == Mutant::NeverConfirms && matches!(result, Ok(Reply::Receipt(_))) {
            *result = Err(Refusal::NotDue);
        }
    }
}
