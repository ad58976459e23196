//! An acknowledged answer is always in the result; a refused one never is.

use std::collections::BTreeMap;

use lexicon::AttemptId;

use super::event::{Click, What};
use super::export::Export;
use super::finding::Check;
use crate::ledger::{Acknowledged, Final, Ledger};

type Journal = BTreeMap<(AttemptId, u64), (u32, Click)>;

/// Holds what the candidates were told against the journals.
pub(crate) fn check(export: &Export, ledger: &Ledger) -> Vec<Check> {
    let mut kept = Check::of("every acknowledged answer is in the journal as it was sent");
    let mut refused = Check::if_any("nothing that was late or refused is in the journal");
    let mut known = Check::of("nothing is in the journal that nobody sent, and nothing twice");
    let journal = read(export, &mut known);
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
                hold(ack, found, &mut kept);
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
            let (What::Accepted { epoch, click } | What::Admitted { epoch, click }) = entry.what
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

fn hold(ack: &Acknowledged, found: Option<&(u32, Click)>, kept: &mut Check) {
    match found {
        None => kept.fault(format!("{}: acknowledged and lost", name(ack))),
        Some((_, click)) if *click != ack.click => kept.fault(format!(
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
