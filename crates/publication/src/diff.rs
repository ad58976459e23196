//! What changed between two versions of a list.

use std::collections::HashMap;

use lexicon::ParticipantNo;

use crate::document::Document;
use crate::formation::{Formation, FormationEntry};
use crate::row::Row;

/// A field of a row that a reader cares about. The nonce is none: a new version brings new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowField {
    /// The formation.
    Formation,
    /// The rank.
    Rank,
    /// Scores or total.
    Scores,
    /// The code.
    Code,
    /// The reasons.
    Reasons,
    /// The head of the chain.
    Head,
    /// The receipt code.
    Receipt,
}

/// A candidate whose row is another now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRow<'a> {
    /// As it was.
    pub old: &'a Row,
    /// As it is.
    pub new: &'a Row,
    /// Where they differ, at least one.
    pub fields: Vec<RowField>,
}

/// A formation that came, went or changed (its own fields, not its rows).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormationDiff<'a> {
    /// New in the later list.
    Added(&'a Formation),
    /// Gone from it.
    Removed(&'a Formation),
    /// Another quota, cut or text.
    Changed {
        /// As it was.
        old: &'a Formation,
        /// As it is.
        new: &'a Formation,
    },
}

/// All differences, each in the order of the list that it is found in (changed: of the later one).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff<'a> {
    /// Candidates that are new.
    pub added: Vec<&'a Row>,
    /// Candidates that are gone.
    pub removed: Vec<&'a Row>,
    /// Candidates whose row changed.
    pub changed: Vec<ChangedRow<'a>>,
    /// Formations that came, went or changed.
    pub formations: Vec<FormationDiff<'a>>,
}

impl Diff<'_> {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
            && self.formations.is_empty()
    }
}

/// What changed from `old` to `new`.
#[must_use]
pub fn diff<'a>(old: &'a Document, new: &'a Document) -> Diff<'a> {
    let mut diff = Diff {
        formations: formations(&old.formations, &new.formations),
        ..Diff::default()
    };
    let mut left: HashMap<ParticipantNo, &Row> =
        old.rows.iter().map(|row| (row.participant, row)).collect();
    for row in &new.rows {
        match left.remove(&row.participant) {
            None => diff.added.push(row),
            Some(before) => {
                let fields = fields(before, row);
                if !fields.is_empty() {
                    diff.changed.push(ChangedRow {
                        old: before,
                        new: row,
                        fields,
                    });
                }
            }
        }
    }
    let gone = |row: &&Row| left.contains_key(&row.participant);
    diff.removed = old.rows.iter().filter(gone).collect();
    diff
}

fn fields(old: &Row, new: &Row) -> Vec<RowField> {
    let compared = [
        (RowField::Formation, old.formation == new.formation),
        (RowField::Rank, old.rank == new.rank),
        (
            RowField::Scores,
            old.scores == new.scores && old.total == new.total,
        ),
        (RowField::Code, old.code == new.code),
        (RowField::Reasons, old.reasons == new.reasons),
        (RowField::Head, old.head == new.head),
        (RowField::Receipt, old.receipt == new.receipt),
    ];
    let differing = compared.into_iter().filter(|(_, same)| !same);
    differing.map(|(field, _)| field).collect()
}

fn formations<'a>(old: &'a [FormationEntry], new: &'a [FormationEntry]) -> Vec<FormationDiff<'a>> {
    let mut left: HashMap<&str, &Formation> = old
        .iter()
        .map(|entry| (entry.formation.code.as_str(), &entry.formation))
        .collect();
    let mut found = Vec::new();
    for new in new.iter().map(|entry| &entry.formation) {
        match left.remove(new.code.as_str()) {
            None => found.push(FormationDiff::Added(new)),
            Some(old) if old != new => found.push(FormationDiff::Changed { old, new }),
            Some(_) => {}
        }
    }
    let gone = old.iter().map(|entry| &entry.formation);
    let gone = gone.filter(|formation| left.contains_key(formation.code.as_str()));
    found.extend(gone.map(FormationDiff::Removed));
    found
}
