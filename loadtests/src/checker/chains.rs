//! Every chain, hashed once more, against the heads that are kept elsewhere.

use std::collections::BTreeMap;

use lexicon::{AttemptId, Digest, SittingId};

use super::chain::{Hash, genesis, ledger_genesis, link, link_ledger, short_code};
use super::event::What;
use super::export::{Attempt, Export};
use super::finding::Check;
use crate::ledger::Ledger;

/// Heads of a chain after 0, 1, 2 … events.
type Heads = Vec<Hash>;

/// Checks chains against their stored heads and the receipts, and the ledgers that they noted.
pub(crate) fn check(export: &Export, ledger: &Ledger) -> Vec<Check> {
    let mut chains = Check::of("every chain is whole and leads to its stored head");
    let mut noted = Check::of("every ledger is the one that the chains have noted");
    let mut receipts = Check::of("every receipt names the head and length of its chain");
    let rooms = ledgers(export, &mut noted);
    let mut heads: BTreeMap<AttemptId, Heads> = BTreeMap::new();
    for attempt in export.attempts.values() {
        chains.look();
        heads.insert(attempt.id, walk(export, attempt, &mut chains));
        hold_notes(attempt, rooms.get(&attempt.sitting), &mut noted);
    }
    for (id, no, receipt) in &ledger.receipts {
        receipts.look();
        let head = usize::try_from(receipt.pos)
            .ok()
            .and_then(|pos| heads.get(id)?.get(pos));
        receipts.demand(head == Some(&receipt.head.0), || {
            format!("{no}: the receipt's head is not the journal's")
        });
        let totals: Vec<i32> = receipt.totals.iter().map(|total| total.points).collect();
        receipts.demand(receipt.code == short_code(&receipt.head.0, &totals), || {
            format!("{no}: the receipt's code is not that of its head and scores")
        });
    }
    vec![chains, noted, receipts]
}

fn walk(export: &Export, attempt: &Attempt, chains: &mut Check) -> Heads {
    let id = attempt.id;
    if let Some(form) = export.forms.get(&attempt.form) {
        let expected = genesis(id.as_bytes(), &form.commitment.0);
        chains.demand(attempt.genesis.0 == expected, || {
            format!("attempt {id}: its chain does not begin with its id and form")
        });
    } else {
        chains.fault(format!("attempt {id}: its form is not in the export"));
    }
    let mut heads = vec![attempt.genesis.0];
    for (pos, row) in (1..).zip(&attempt.rows) {
        chains.demand(row.pos == pos, || {
            format!("attempt {id}: position {} where {pos} belongs", row.pos)
        });
        chains.demand(row.entry.is_some(), || {
            format!("attempt {id}: event {pos} cannot be read")
        });
        heads.push(link(&heads.last().copied().unwrap_or_default(), &row.bytes));
    }
    let (head, length) = (heads.last().copied().unwrap_or_default(), heads.len() - 1);
    chains.demand(
        attempt.head.0 == head && usize::try_from(attempt.pos) == Ok(length),
        || {
            format!(
                "attempt {id}: {length} events lead to {}, stored is {} after {}",
                Digest(head),
                attempt.head,
                attempt.pos
            )
        },
    );
    heads
}

fn ledgers(export: &Export, noted: &mut Check) -> BTreeMap<SittingId, Heads> {
    let mut rooms = BTreeMap::new();
    for sitting in export.sittings.values() {
        noted.look();
        let mut heads = vec![ledger_genesis(sitting.id.as_bytes())];
        for (pos, (stated, bytes)) in (1..).zip(&sitting.ledger) {
            noted.demand(*stated == pos, || {
                format!("sitting {}: entry {stated} where {pos} belongs", sitting.id)
            });
            heads.push(link_ledger(
                &heads.last().copied().unwrap_or_default(),
                bytes,
            ));
        }
        rooms.insert(sitting.id, heads);
    }
    rooms
}

fn hold_notes(attempt: &Attempt, room: Option<&Heads>, noted: &mut Check) {
    for entry in attempt.entries() {
        let What::RoomNoted { pos, head } = &entry.what else {
            continue;
        };
        noted.look();
        let known = usize::try_from(*pos)
            .ok()
            .and_then(|pos| room.and_then(|heads| heads.get(pos)));
        noted.demand(known == Some(head), || {
            format!(
                "attempt {}: noted entry {pos} of another ledger",
                attempt.id
            )
        });
    }
}
