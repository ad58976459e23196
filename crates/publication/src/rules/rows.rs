//! Rules of the rows: fields, scores, order, ranks, nobody twice.

use core::ops::Range;
use std::collections::{BTreeSet, HashMap};

use lexicon::{ParticipantNo, SubTest};

use crate::ROWS_MAX;
use crate::fault::{Fault, Faults, Part};
use crate::row::Row;
use crate::rules::{FormationIndex, SHORT_MAX};
use crate::text::{is_line, is_line_or_none};

const REASONS_MAX: usize = 16;

/// The rows of each formation, by the formation's place in the list.
pub(crate) type Spans = Vec<Range<usize>>;

/// Where each formation's rows stand, taking each run of rows that follows the order of formations. A row
/// out of order belongs to no span; [`check_rows`] reports it.
pub(crate) fn spans(rows: &[Row], index: &FormationIndex<'_>, formations: usize) -> Spans {
    let mut spans: Spans = vec![0..0; formations];
    let mut start = 0;
    for run in rows.chunk_by(|a, b| a.formation == b.formation) {
        let end = start + run.len();
        let at = run
            .first()
            .and_then(|row| index.get(row.formation.as_str()));
        if let Some(span) = at
            .and_then(|&at| spans.get_mut(at))
            .filter(|s| s.start == s.end)
        {
            *span = start..end;
        }
        start = end;
    }
    spans
}

/// Every rule that a row keeps by itself and with its neighbours.
pub(crate) fn check_rows(
    rows: &[Row],
    sub_tests: &[SubTest],
    formations: &FormationIndex<'_>,
    faults: &mut Faults,
) {
    faults.add_if(rows.len() > ROWS_MAX, || Fault::TooMany {
        part: Part::Rows,
        found: rows.len(),
        max: ROWS_MAX,
    });
    let sub_tests: BTreeSet<&SubTest> = sub_tests.iter().collect();
    for (index, row) in rows.iter().enumerate() {
        check_fields(index, row, faults);
        check_scores(index, row, &sub_tests, faults);
    }
    check_participants(rows, faults);
    check_formation_order(rows, formations, faults);
    check_ranks(rows, faults);
}

fn check_fields(index: usize, row: &Row, faults: &mut Faults) {
    let reasons = &row.reasons;
    let checks = [
        ("code", is_line(&row.code, SHORT_MAX)),
        (
            "reasons",
            reasons.len() <= REASONS_MAX && reasons.iter().all(|r| is_line(r, SHORT_MAX)),
        ),
        (
            "receipt",
            is_line_or_none(row.receipt.as_deref(), SHORT_MAX),
        ),
    ];
    for (field, _) in checks.into_iter().filter(|(_, good)| !good) {
        faults.add(Fault::BadField {
            part: Part::Rows,
            index,
            field,
        });
    }
}

fn check_scores(index: usize, row: &Row, sub_tests: &BTreeSet<&SubTest>, faults: &mut Faults) {
    match (&row.scores, row.total) {
        (None, None) => faults.add_if(row.rank.is_some(), || Fault::ScoresWrong { row: index }),
        (Some(scores), Some(total)) => {
            faults.add_if(!scores.keys().eq(sub_tests.iter().copied()), || {
                Fault::ScoresWrong { row: index }
            });
            let sum: i64 = scores.values().map(|points| i64::from(points.0)).sum();
            faults.add_if(sum != i64::from(total.0), || Fault::TotalWrong {
                row: index,
            });
        }
        _ => faults.add(Fault::ScoresWrong { row: index }),
    }
}

fn check_participants(rows: &[Row], faults: &mut Faults) {
    let mut seen: HashMap<ParticipantNo, usize> = HashMap::with_capacity(rows.len());
    for (row, participant) in rows.iter().map(|row| row.participant).enumerate() {
        match seen.get(&participant) {
            Some(&first) => faults.add(Fault::ParticipantDoubled {
                participant,
                first,
                row,
            }),
            None => {
                seen.insert(participant, row);
            }
        }
    }
}

/// Formations stand together, in the order in which the list names them.
fn check_formation_order(rows: &[Row], formations: &FormationIndex<'_>, faults: &mut Faults) {
    let mut latest = 0;
    let mut start = 0;
    for run in rows.chunk_by(|a, b| a.formation == b.formation) {
        let code = run.first().map_or("", |row| row.formation.as_str());
        match formations.get(code) {
            None => faults.add(Fault::FormationUnknown {
                row: start,
                formation: code.to_owned(),
            }),
            Some(&at) if at < latest => faults.add(Fault::OrderWrong { row: start }),
            Some(&at) => latest = at,
        }
        start += run.len();
    }
}

/// In a formation the ranked come first, ranks run 1, 2, 2, 4, equal ranks by participant number.
fn check_ranks(rows: &[Row], faults: &mut Faults) {
    let mut start = 0;
    for run in rows.chunk_by(|a, b| a.formation == b.formation) {
        let mut before: Option<&Row> = None;
        let mut place: u32 = 0;
        for (offset, row) in run.iter().enumerate() {
            let index = start + offset;
            place = place.saturating_add(1);
            match (row.rank, before.map(|row| row.rank)) {
                (None, _) => {}
                (Some(_), Some(None)) => faults.add(Fault::OrderWrong { row: index }),
                (Some(rank), Some(Some(above))) if rank == above => {
                    let ordered = before.is_none_or(|b| b.participant < row.participant);
                    faults.add_if(!ordered, || Fault::OrderWrong { row: index });
                }
                (Some(rank), _) => faults.add_if(rank != place, || Fault::RankWrong {
                    row: index,
                    stated: rank,
                    expected: place,
                }),
            }
            before = Some(row);
        }
        start += run.len();
    }
}
