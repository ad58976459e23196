//! Rules of the cut: who goes on follows from rank and places alone.

use std::collections::HashSet;

use crate::fault::{Fault, Faults};
use crate::formation::{Cut, Formation};
use crate::row::Row;
use crate::rules::Spans;

/// Checks each formation that has a cut against its rows.
pub(crate) fn check_cuts<'a>(
    formations: impl Iterator<Item = &'a Formation>,
    rows: &[Row],
    spans: &Spans,
    admitted_codes: &[String],
    faults: &mut Faults,
) {
    let codes: HashSet<&str> = admitted_codes.iter().map(String::as_str).collect();
    for (index, (formation, span)) in formations.zip(spans).enumerate() {
        let Some(cut) = &formation.cut else { continue };
        let members = rows.get(span.clone()).unwrap_or_default();
        for (offset, row) in members.iter().enumerate() {
            // Whoever ties with the last place has its rank, so rank ≤ places covers ties as well.
            let inside = row.rank.is_some_and(|rank| rank <= cut.places);
            faults.add_if(inside != codes.contains(row.code.as_str()), || {
                Fault::CutWrong {
                    row: span.start + offset,
                }
            });
        }
        check_figures(index, formation, cut, members, &codes, faults);
    }
}

fn check_figures(
    index: usize,
    formation: &Formation,
    cut: &Cut,
    members: &[Row],
    codes: &HashSet<&str>,
    faults: &mut Faults,
) {
    let admitted = || {
        members
            .iter()
            .filter(|row| codes.contains(row.code.as_str()))
    };
    let figures = [
        ("admitted", cut.admitted, admitted().count()),
        (
            "ranked",
            cut.ranked,
            members.iter().filter(|row| row.rank.is_some()).count(),
        ),
    ];
    for (name, stated, found) in figures {
        faults.add_if(u64::from(stated) != found as u64, || Fault::CountWrong {
            what: format!("{name} in {}", formation.code),
            stated: stated.into(),
            found: found as u64,
        });
    }
    let last_total = admitted().next_back().and_then(|row| row.total);
    faults.add_if(cut.last_total != last_total, || Fault::LastTotalWrong {
        formation: index,
    });
}
