//! An acknowledged answer is always in the result; a refused one never is.

use std::collections::{BTreeMap, BTreeSet};

use lexicon::AttemptId;

use super::event::{Click, Deed, What};
use super::export::Export;
use super::finding::Check;
use crate::ledger::{Acknowledged, Final, Ledger};

type Journal = BTreeMap<(AttemptId, u64), (u32, Click)>;
/// What was done last to each item, as its answer (true) and as its mark.
type Standing = BTreeMap<(AttemptId, u64, bool), Deed>;

/// What stands on the items of a store that was set back to an earlier commit.
///
/// Pages that still had what was lost sent it again as it was. Others repeated what stands on every item; of their
/// clicks only the last one on each item can be there, under another number.
#[derive(Default)]
struct SetBack {
    repeated: BTreeSet<AttemptId>,
    journal: Standing,
    told: Standing,
}

impl SetBack {
    fn read(export: &Export, ledger: &Ledger) -> Self {
        let mut found = Self::default();
        for attempt in export.attempts.values() {
            for entry in attempt.entries() {
                if let What::Accepted { click, rebase, .. } = &entry.what {
                    found.journal.insert(place(attempt.id, click), click.deed);
                    if *rebase {
                        found.repeated.insert(attempt.id);
                    }
                }
            }
        }
        let accepted = ledger.acknowledged.iter();
        for ack in accepted.filter(|ack| ack.verdict == Final::Accepted) {
            let place = place(ack.attempt, &ack.click);
            found.told.insert(place, ack.click.deed);
        }
        found
    }

    /// Whether a click is the one that was sent: what follows what was repeated has another number.
    fn is(&self, ack: &Acknowledged, click: &Click) -> bool {
        let renumbered = Click {
            seq: click.seq,
            ..ack.click
        };
        *click == ack.click || (self.repeated.contains(&ack.attempt) && *click == renumbered)
    }

    /// Whether a click that is not there was repeated, or something that came after it.
    fn holds(&self, ack: &Acknowledged) -> bool {
        let place = place(ack.attempt, &ack.click);
        self.repeated.contains(&ack.attempt) && self.journal.get(&place) == self.told.get(&place)
    }
}

const fn place(attempt: AttemptId, click: &Click) -> (AttemptId, u64, bool) {
    let is_answer = matches!(click.deed, Deed::Answer(_) | Deed::Clear);
    (attempt, click.item, is_answer)
}

/// Holds what the candidates were told against the journals.
pub(crate) fn check(export: &Export, ledger: &Ledger) -> Vec<Check> {
    let mut kept = Check::of("every acknowledged answer is in the journal as it was sent");
    let mut refused = Check::if_any("nothing that was late or refused is in the journal");
    let mut known = Check::of("nothing is in the journal that nobody sent, and nothing twice");
    let journal = read(export, &mut known);
    let set_back = SetBack::read(export, ledger);
    for (attempt, id) in journal.keys() {
        known.look();
        known.demand(ledger.made.contains(&(*attempt, *id)), || {
            format!("attempt {attempt}: click {id:016x} was never made")
        });
    }
    for ack in &ledger.acknowledged {
        let found = journal.get(&(ack.attempt, ack.click.id));
        match ack.verdict {
            Final::Accepted => {
                kept.look();
                hold(ack, found, &set_back, &mut kept);
            }
            Final::Late | Final::Refused => {
                refused.look();
                refused.demand(found.is_none(), || {
                    format!("{}: {:?}, and yet it counts", name(ack), ack.verdict)
                });
            }
        }
    }
    vec![kept, refused, known]
}

fn read(export: &Export, known: &mut Check) -> Journal {
    let mut journal = Journal::new();
    for attempt in export.attempts.values() {
        let mut seqs = BTreeMap::new();
        for entry in attempt.entries() {
            let (What::Accepted { epoch, click, .. } | What::Admitted { epoch, click }) =
                entry.what
            else {
                continue;
            };
            if journal
                .insert((attempt.id, click.id), (epoch, click))
                .is_some()
            {
                known.fault(format!(
                    "attempt {}: click {:016x} stands twice",
                    attempt.id, click.id
                ));
            }
            if seqs.insert(click.seq, click.id).is_some() {
                known.fault(format!(
                    "attempt {}: number {} stands twice",
                    attempt.id, click.seq
                ));
            }
        }
    }
    journal
}

fn hold(ack: &Acknowledged, found: Option<&(u32, Click)>, set_back: &SetBack, kept: &mut Check) {
    match found {
        None if set_back.holds(ack) => {}
        None => kept.fault(format!("{}: acknowledged and lost", name(ack))),
        Some((_, click)) if !set_back.is(ack, click) => kept.fault(format!(
            "{}: sent {:?}, kept {click:?}",
            name(ack),
            ack.click
        )),
        // A repeated verdict may answer a click that an earlier lease had sent.
        Some((epoch, _)) if *epoch != ack.epoch && !ack.repeated => kept.fault(format!(
            "{}: sent under epoch {}, kept under {epoch}",
            name(ack),
            ack.epoch
        )),
        Some(_) => {}
    }
}

fn name(ack: &Acknowledged) -> String {
    format!("attempt {}, event {}", ack.attempt, ack.click.seq)
}
