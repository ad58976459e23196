//! The table of candidates with their scores.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use exam::Rounded;
use lexicon::{ParticipantNo, Points};
use scoring::{Policy, Status};
use tabular::{Column, Faults, Row, Table, clip};

use super::formations::Formations;

const PARTICIPANT_NO: usize = 0;
const FORMATION: usize = 1;
const STATUS: usize = 2;
/// The sub-tests follow, in the policy's order.
const FIRST_SCORE: usize = 3;

/// One candidate; the scores are in [`Candidates`].
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) number: ParticipantNo,
    pub(super) status: Option<Status>,
}

/// All candidates in the order of the file.
pub(super) struct Candidates {
    pub(super) list: Vec<Candidate>,
    /// `sub_tests` scores for each candidate; `None` for an empty cell beside a status.
    scores: Vec<Option<Points>>,
    sub_tests: usize,
    /// For each formation its candidates by index.
    pub(super) by_formation: Vec<Vec<usize>>,
}

impl Candidates {
    /// The scores of a candidate in the policy's order of sub-tests.
    pub(super) fn scores(&self, index: usize) -> &[Option<Points>] {
        let from = index * self.sub_tests;
        self.scores
            .get(from..from + self.sub_tests)
            .unwrap_or_default()
    }
}

/// Reads the table. The list is complete only if `faults` stays empty. Without `formations` (their table
/// could not be read) everything else is checked.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    policy: &Policy,
    formations: Option<&Formations<'_>>,
    faults: &mut Faults,
) -> Candidates {
    let mut columns = ["participant_no", "formation", "status"]
        .map(Column::required)
        .to_vec();
    columns.extend(
        policy
            .sub_tests
            .iter()
            .map(|spec| Column::required(spec.code.as_str())),
    );
    let mut reader = Reader {
        policy,
        formations,
        lines: HashMap::new(),
        rounded: Rounded::default(),
        candidates: Candidates {
            list: Vec::new(),
            scores: Vec::new(),
            sub_tests: policy.sub_tests.len(),
            by_formation: vec![
                Vec::new();
                formations.map_or(0, |formations| formations.list.len())
            ],
        },
    };
    match Table::read(name, bytes, &columns) {
        Ok(mut table) => {
            while let Some(row) = table.next_row(faults) {
                reader.add(&row, faults);
            }
            if let Some(reason) = reader.rounded.fault() {
                faults.push(table.fault(reason));
            }
        }
        Err(found) => faults.append(found),
    }
    reader.candidates
}

struct Reader<'a> {
    policy: &'a Policy,
    formations: Option<&'a Formations<'a>>,
    /// On which line each participant number was first read.
    lines: HashMap<ParticipantNo, u64>,
    rounded: Rounded,
    candidates: Candidates,
}

impl Reader<'_> {
    /// Every fault of the row is named; with any the row adds nothing that would be used.
    fn add(&mut self, row: &Row<'_>, faults: &mut Faults) {
        let number = self.number(row, faults);
        let formation = self.formation(row, faults);
        let status = status(row, faults);
        let first = self.candidates.scores.len();
        for sub_test in 0..self.policy.sub_tests.len() {
            let score = self.score(row, sub_test, status, faults);
            self.candidates.scores.push(score);
        }
        let (Some(number), Some(formation), Some(status)) = (number, formation, status) else {
            self.candidates.scores.truncate(first);
            return;
        };
        if let Some(members) = self.candidates.by_formation.get_mut(formation) {
            members.push(self.candidates.list.len());
        }
        self.candidates.list.push(Candidate { number, status });
    }

    fn number(&mut self, row: &Row<'_>, faults: &mut Faults) -> Option<ParticipantNo> {
        let text = row.cell(PARTICIPANT_NO);
        let number: ParticipantNo = match text.parse() {
            Ok(number) => number,
            Err(error) => {
                faults.push(row.fault(PARTICIPANT_NO, format!("{error}: {}", clip(text))));
                return None;
            }
        };
        self.rounded.see(number);
        match self.lines.entry(number) {
            Entry::Vacant(place) => {
                place.insert(row.line());
                Some(number)
            }
            Entry::Occupied(earlier) => {
                faults.push(row.fault(PARTICIPANT_NO, doubled(text, *earlier.get())));
                None
            }
        }
    }

    fn formation(&self, row: &Row<'_>, faults: &mut Faults) -> Option<usize> {
        let code = row.cell(FORMATION);
        if code.is_empty() {
            faults.push(row.fault(FORMATION, "the formation is missing"));
            return None;
        }
        let index = self.formations?.index(code);
        if index.is_none() {
            let reason = format!("the formation {} is not among the formations", clip(code));
            faults.push(row.fault(FORMATION, reason));
        }
        index.flatten()
    }

    /// `status` is what [`status`] gave; an unreadable one does not excuse a missing score, nor is the
    /// score called missing for it.
    fn score(
        &self,
        row: &Row<'_>,
        sub_test: usize,
        status: Option<Option<Status>>,
        faults: &mut Faults,
    ) -> Option<Points> {
        let column = FIRST_SCORE + sub_test;
        let text = row.cell(column);
        if text.is_empty() {
            if status == Some(None) {
                let reason = "the score is missing; only a row with a status may leave it empty";
                faults.push(row.fault(column, reason));
            }
            return None;
        }
        let Some(number) = whole_number(text) else {
            faults.push(row.fault(column, format!("{} is not a whole number", clip(text))));
            return None;
        };
        match self.policy.check_score(sub_test, number) {
            Ok(points) => Some(points),
            Err(fault) => {
                faults.push(row.fault(column, format!("{fault}: {}", clip(text))));
                None
            }
        }
    }
}

/// The outer `None` is a fault, the inner one a candidate without a status.
fn status(row: &Row<'_>, faults: &mut Faults) -> Option<Option<Status>> {
    let text = row.cell(STATUS);
    if text.is_empty() {
        return Some(None);
    }
    match text.parse() {
        Ok(status) => Some(Some(status)),
        Err(error) => {
            faults.push(row.fault(STATUS, format!("{error}: {}", clip(text))));
            None
        }
    }
}

/// Digits with at most a minus sign before them. One too long for `i64` is as far out of range as the
/// greatest that fits.
fn whole_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let out_of_range = if text.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    Some(text.parse().unwrap_or(out_of_range))
}

/// A spreadsheet keeps 15 digits of a number, so that neighbours become equal and end in 00.
fn doubled(number: &str, line: u64) -> String {
    let mut reason = format!("the candidate is already on line {line}");
    if number.ends_with("00") {
        reason.push_str(
            "; if a spreadsheet has rounded the last two digits to 00, format the column as text and enter it again",
        );
    }
    reason
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_has_digits_only() {
        assert_eq!(whole_number("065"), Some(65));
        assert_eq!(whole_number("-5"), Some(-5));
        assert_eq!(whole_number("99999999999999999999"), Some(i64::MAX));
        assert_eq!(whole_number("-99999999999999999999"), Some(i64::MIN));
        for bad in ["", "-", "+5", "65.0", "65,5", "6 5", "1e2", "٦"] {
            assert_eq!(whole_number(bad), None, "{bad}");
        }
    }
}
