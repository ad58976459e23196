//! What journal and ledger say of one attempt, held against its row.

use std::collections::HashMap;

use lexicon::{AttemptId, Digest, Points};
use session::{
    Attempt, JournalEvent, LedgerEntry, Replay, Room, RoomAct, Sanction, SeatAct, Status, genesis,
    replay, short_code,
};

use super::difference::{Difference, DifferenceKind};
use crate::forms::LoadedForm;
use crate::ports::SeatSummary;

/// A sitting's ledger, replayed.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    sanctions: HashMap<AttemptId, Vec<Sanction>>,
}

impl Ledger {
    /// Replays the entries and compares with the room's row.
    pub(super) fn replay(
        sitting: lexicon::SittingId,
        room: &Room,
        entries: &[Vec<u8>],
    ) -> (Self, Vec<Difference>) {
        let mut ledger = Self::default();
        let mut differences = Vec::new();
        let mut differ = |text: String| {
            differences.push(Difference::new(DifferenceKind::Ledger(sitting), text));
        };
        let mut replayed = Room::planned(genesis(sitting.as_bytes(), &Digest::default()));
        for (pos, bytes) in (1..).zip(entries) {
            let Ok(entry) = LedgerEntry::decode(bytes) else {
                differ(format!("ledger entry {pos} is unreadable"));
                continue;
            };
            if let Err(refusal) = replayed.apply(&entry, 0) {
                differ(format!("ledger entry {pos} cannot have been: {refusal}"));
            }
            if let RoomAct::Sanction { attempt, sanction } = entry.act {
                ledger.sanctions.entry(attempt).or_default().push(sanction);
            }
        }
        if replayed != *room {
            differ(format!(
                "the ledger leads to {} after {} entries, the row says {} after {}",
                replayed.head, replayed.pos, room.head, room.pos
            ));
        }
        (ledger, differences)
    }

    fn holds(&self, attempt: AttemptId, sanction: Sanction) -> bool {
        self.sanctions
            .get(&attempt)
            .is_some_and(|held| held.contains(&sanction))
    }
}

/// What is proved of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// Where it stands.
    pub(super) status: Status,
    /// Whether the candidate is disqualified.
    pub(super) disqualified: bool,
    /// Head of the chain.
    pub(super) head: Digest,
    /// Points per sub-test in the policy's order, of a finished attempt.
    pub(super) scores: Option<Vec<Points>>,
    /// Short code of the receipt, of a finished attempt.
    pub(super) receipt: Option<String>,
}

/// Replays a journal and compares with the attempt's row. `None` when the journal cannot be replayed.
pub(super) fn examine(
    seat: &SeatSummary,
    form: &LoadedForm,
    commitment: &Digest,
    ledger: &Ledger,
    journal: &[Vec<u8>],
) -> (Option<Facts>, Vec<Difference>) {
    let id = seat.seat.id;
    let mut differences = Vec::new();
    let mut differ = |text: String| {
        differences.push(Difference::new(DifferenceKind::Attempt(id), text));
    };
    let start = genesis(id.as_bytes(), commitment);
    let rows = journal.iter().map(Vec::as_slice);
    let replayed = match replay(start, rows, &form.points, true) {
        Ok(replayed) => replayed,
        Err(error) => {
            differ(error.to_string());
            return (None, differences);
        }
    };
    let facts = facts(id, form, ledger, journal, &replayed);
    match Attempt::decode(&seat.seat.state) {
        Ok(attempt) => compare(&attempt, seat.status, &facts, &replayed)
            .into_iter()
            .for_each(differ),
        Err(_) => differ("its row is unreadable".to_owned()),
    }
    (Some(facts), differences)
}

fn facts(
    id: AttemptId,
    form: &LoadedForm,
    ledger: &Ledger,
    journal: &[Vec<u8>],
    replayed: &Replay,
) -> Facts {
    let status = status(id, ledger, journal);
    let finished = status == Status::Finished;
    Facts {
        status,
        disqualified: ledger.holds(id, Sanction::Disqualified),
        head: replayed.chain.head,
        scores: finished.then(|| form.sheet(&replayed.totals)),
        receipt: finished.then(|| short_code(&replayed.chain.head, &replayed.totals)),
    }
}

/// The status that journal and ledger add up to.
fn status(id: AttemptId, ledger: &Ledger, journal: &[Vec<u8>]) -> Status {
    let mut status = Status::Assigned;
    let mut before_absence = status;
    for event in journal
        .iter()
        .filter_map(|row| JournalEvent::decode(row).ok())
    {
        status = match event {
            JournalEvent::CheckedIn { .. } if status == Status::Assigned => Status::Present,
            JournalEvent::Started { .. } => Status::Running,
            JournalEvent::Finished { .. } => Status::Finished,
            JournalEvent::Seat { act, .. } => match act {
                SeatAct::Absent => {
                    before_absence = status;
                    Status::Absent
                }
                SeatAct::Recall => before_absence,
                SeatAct::Reopen { .. } => Status::Running,
                SeatAct::Cancel => Status::Cancelled,
                SeatAct::Void => Status::Voided,
                _ => status,
            },
            _ => status,
        };
    }
    if ledger.holds(id, Sanction::Voided) {
        return Status::Voided;
    }
    if ledger.holds(id, Sanction::Cancelled) {
        return Status::Cancelled;
    }
    status
}

fn compare(attempt: &Attempt, beside: Status, facts: &Facts, replayed: &Replay) -> Vec<String> {
    let mut texts = Vec::new();
    if (attempt.head, attempt.pos) != (replayed.chain.head, replayed.chain.pos) {
        texts.push(format!(
            "the journal leads to {} after {} events, the row says {} after {}",
            replayed.chain.head, replayed.chain.pos, attempt.head, attempt.pos
        ));
    }
    if attempt.totals != replayed.totals {
        texts.push(format!(
            "the journal gives {:?}, the row says {:?}",
            replayed.totals, attempt.totals
        ));
    }
    let chosen = |item: usize| {
        u16::try_from(item)
            .ok()
            .and_then(|at| attempt.answers.chosen(at))
    };
    if let Some(item) =
        (0..replayed.answers.len()).find(|item| replayed.answers.get(*item) != Some(&chosen(*item)))
    {
        texts.push(format!("item {} has another answer in the row", item + 1));
    }
    if attempt.status != facts.status || beside != facts.status {
        texts.push(format!(
            "by its journal the candidate {}, by the row {}, and by what stands beside it {beside}",
            facts.status, attempt.status
        ));
    }
    if attempt.disqualified != facts.disqualified {
        texts.push("ledger and row differ on a disqualification".to_owned());
    }
    texts
}
