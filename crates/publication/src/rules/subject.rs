//! Rules of the header's content.

use std::collections::BTreeSet;

use crate::content::{Content, Correction, Counts, Subject};
use crate::fault::{Fault, Faults, Part};
use crate::row::Row;
use crate::rules::{JSON_INTEGER_MAX, LINE_MAX, SHORT_MAX};
use crate::text::is_line;

const SUB_TESTS_MAX: usize = 16;
const CODES_MAX: usize = 16;
const DECISIONS_MAX: usize = 1_000;

/// Texts, bounds, and that exactly the later versions cite the list before and a decision.
pub(crate) fn check_subject(subject: &Subject, faults: &mut Faults) {
    let checks = [
        ("selection", is_line(&subject.selection.name, LINE_MAX)),
        ("stage", is_line(&subject.stage, SHORT_MAX)),
        ("policy", is_line(&subject.policy.name, SHORT_MAX)),
        (
            "as_of_ms",
            (0..=JSON_INTEGER_MAX).contains(&subject.as_of_ms.0),
        ),
        ("sub_tests", distinct(&subject.sub_tests, SUB_TESTS_MAX)),
        (
            "admitted_codes",
            distinct(&subject.admitted_codes, CODES_MAX)
                && subject.admitted_codes.iter().all(|c| is_line(c, SHORT_MAX)),
        ),
        ("correction", subject.correction.as_ref().is_none_or(sound)),
    ];
    for (field, _) in checks.into_iter().filter(|(_, good)| !good) {
        faults.add(Fault::BadField {
            part: Part::Header,
            index: 0,
            field,
        });
    }
    let later = subject.version > 1;
    let cites = [subject.previous.is_some(), subject.correction.is_some()];
    faults.add_if(subject.version == 0 || cites != [later; 2], || {
        Fault::CorrectionMismatch {
            version: subject.version,
        }
    });
}

/// 1 to `max` elements, none twice.
fn distinct<T: Ord>(elements: &[T], max: usize) -> bool {
    (1..=max).contains(&elements.len())
        && elements.iter().collect::<BTreeSet<_>>().len() == elements.len()
}

fn sound(correction: &Correction) -> bool {
    let decisions = &correction.decisions;
    is_line(&correction.reason, LINE_MAX)
        && (1..=DECISIONS_MAX).contains(&decisions.len())
        && decisions.iter().all(|d| is_line(&d.reference, LINE_MAX))
}

/// Counts what the header states.
pub(crate) fn count(formations: usize, rows: &[Row]) -> Counts {
    let mut counts = Counts {
        codes: Default::default(),
        formations: formations as u64,
        rows: rows.len() as u64,
    };
    for row in rows {
        match counts.codes.get_mut(&row.code) {
            Some(count) => *count += 1,
            None => {
                counts.codes.insert(row.code.clone(), 1);
            }
        }
    }
    counts
}

/// The counts in the header against those found.
pub(crate) fn check_counts(content: &Content, found: &Counts, faults: &mut Faults) {
    let stated = &content.counts;
    let mut compare = |what: &str, stated: u64, found: u64| {
        faults.add_if(stated != found, || Fault::CountWrong {
            what: what.to_owned(),
            stated,
            found,
        });
    };
    compare("formations", stated.formations, found.formations);
    compare("rows", stated.rows, found.rows);
    let codes: BTreeSet<&String> = stated.codes.keys().chain(found.codes.keys()).collect();
    for code in codes {
        let of = |counts: &Counts| counts.codes.get(code).copied();
        // A code stated with no row at all is wrong too: the canonical count has no zeros.
        if of(stated) != of(found) {
            faults.add(Fault::CountWrong {
                what: format!("code {code}"),
                stated: of(stated).unwrap_or(0),
                found: of(found).unwrap_or(0),
            });
        }
    }
}
