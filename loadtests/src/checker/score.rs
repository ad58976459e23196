//! Scores, added up once more from journal and key.

use std::collections::BTreeMap;

use lexicon::AttemptId;

use super::event::{Deed, What};
use super::export::{Attempt, Export, Form, Total};
use super::finding::Check;
use crate::ledger::Ledger;

/// Points per sub-test by name.
pub(crate) type Sheet = BTreeMap<String, i32>;

/// The score sheets of all attempts that have ended, recomputed.
pub(crate) fn sheets(export: &Export) -> BTreeMap<AttemptId, Sheet> {
    export
        .attempts
        .values()
        .filter(|attempt| attempt.status == "finished")
        .filter_map(|attempt| {
            let form = export.forms.get(&attempt.form)?;
            Some((attempt.id, recompute(attempt, form)))
        })
        .collect()
}

/// The current answer to an item is the last accepted by (epoch, seq), never by arrival.
fn recompute(attempt: &Attempt, form: &Form) -> Sheet {
    let mut newest: BTreeMap<u64, ((u32, u32), Option<u64>)> = BTreeMap::new();
    for entry in attempt.entries() {
        let (What::Accepted { epoch, click, .. } | What::Admitted { epoch, click }) = entry.what
        else {
            continue;
        };
        let chosen = match click.deed {
            Deed::Answer(option) => Some(option),
            Deed::Clear => None,
            Deed::Flag | Deed::Unflag => continue,
        };
        let order = (epoch, click.seq);
        let slot = newest.entry(click.item).or_insert((order, chosen));
        if order >= slot.0 {
            *slot = (order, chosen);
        }
    }
    let mut sheet = Sheet::new();
    for item in &form.items {
        let chosen = newest.get(&item.id.0).and_then(|(_, chosen)| *chosen);
        let worth = item
            .options
            .iter()
            .find(|option| Some(option.id.0) == chosen)
            .map_or(0, |option| option.points);
        *sheet.entry(item.sub_test.to_string()).or_default() += worth;
    }
    sheet
}

/// The sub-tests of a form in its order.
fn order(form: &Form) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in &form.items {
        if names.iter().all(|name| name != item.sub_test.as_str()) {
            names.push(item.sub_test.to_string());
        }
    }
    names
}

/// Compares every stated score with the recomputed one.
pub(crate) fn check(export: &Export, ledger: &Ledger) -> Vec<Check> {
    let sheets = sheets(export);
    let mut stored = Check::of("every score equals the one recomputed from journal and key");
    let mut seen = Check::of("every receipt shows the recomputed score");
    for attempt in export.attempts.values() {
        let (Some(sheet), Some(form)) = (sheets.get(&attempt.id), export.forms.get(&attempt.form))
        else {
            continue;
        };
        stored.look();
        let expected: Vec<i32> = order(form)
            .iter()
            .map(|name| sheet.get(name).copied().unwrap_or_default())
            .collect();
        let stated: Vec<i32> = attempt.totals.iter().map(Total::points).collect();
        stored.demand(stated == expected, || {
            format!(
                "attempt {}: stored {stated:?}, recomputed {expected:?}",
                attempt.id
            )
        });
        let finish = attempt.entries().rev().find_map(|entry| match &entry.what {
            What::Finished { totals, .. } => Some(totals),
            _ => None,
        });
        stored.demand(finish == Some(&expected), || {
            format!(
                "attempt {}: its end states {finish:?}, recomputed {expected:?}",
                attempt.id
            )
        });
    }
    for (id, _, receipt) in &ledger.receipts {
        seen.look();
        let shown: Sheet = receipt
            .totals
            .iter()
            .map(|total| (total.sub_test.clone(), total.points))
            .collect();
        let expected = sheets.get(id);
        seen.demand(expected == Some(&shown), || {
            format!("attempt {id}: receipt {shown:?}, recomputed {expected:?}")
        });
        seen.demand(receipt.total == shown.values().sum::<i32>(), || {
            format!("attempt {id}: the receipt's sum is wrong")
        });
    }
    vec![stored, seen]
}
