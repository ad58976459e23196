//! A list before anyone has signed it: rows and formations bound into content.

use lexicon::Digest;
use serde::{Deserialize, Serialize};

use crate::canonical::canonical_bytes;
use crate::content::{Content, FORMAT, Kind, Subject};
use crate::fault::{Fault, Faults};
use crate::formation::{Formation, FormationEntry};
use crate::merkle::{leaf_hash, root_of};
use crate::row::Row;
use crate::rules::{check_cuts, check_formations, check_rows, check_subject, count, spans};

/// A complete list with its roots, ready to be signed off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    pub(crate) content: Content,
    pub(crate) formations: Vec<FormationEntry>,
    pub(crate) rows: Vec<Row>,
}

/// Why no list can be made of the given parts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list has {} faults", self.faults.len() as u64 + self.left_off)]
pub struct ListFaults {
    /// The first hundred.
    pub faults: Vec<Fault>,
    /// How many more there are.
    pub left_off: u64,
}

impl List {
    /// Checks the parts against every rule of a published list and computes counts and roots.
    ///
    /// Rows come in the order of `formations`; in each the ranked first, by rank and then participant
    /// number.
    ///
    /// # Errors
    /// All faults (the first hundred in full).
    pub fn compile(
        subject: Subject,
        formations: Vec<Formation>,
        rows: Vec<Row>,
    ) -> Result<Self, ListFaults> {
        let mut faults = Faults::default();
        check_subject(&subject, &mut faults);
        let index = check_formations(formations.iter(), &mut faults);
        check_rows(&rows, &subject.sub_tests, &index, &mut faults);
        if faults.count() > 0 {
            return Err(faults.into());
        }
        let spans = spans(&rows, &index, formations.len());
        let codes = &subject.admitted_codes;
        check_cuts(formations.iter(), &rows, &spans, codes, &mut faults);
        if faults.count() > 0 {
            return Err(faults.into());
        }
        let leaves = leaves_of(&rows)?;
        let formations: Vec<FormationEntry> = formations
            .into_iter()
            .zip(spans)
            .map(|(formation, span)| FormationEntry {
                formation,
                rows: span.len() as u64,
                rows_root: root_of(leaves.get(span).unwrap_or_default()),
            })
            .collect();
        let content = Content {
            counts: count(formations.len(), &rows),
            format: FORMAT,
            formations_root: root_of(&leaves_of(&formations)?),
            kind: Kind::SkdResult,
            rows_root: root_of(&leaves),
            subject,
        };
        Ok(Self {
            content,
            formations,
            rows,
        })
    }

    /// What is signed off.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The formations, in the list's order.
    #[must_use]
    pub fn formations(&self) -> &[FormationEntry] {
        &self.formations
    }

    /// The rows, in the list's order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

fn leaves_of<T: Serialize>(elements: &[T]) -> Result<Vec<Digest>, ListFaults> {
    elements
        .iter()
        .map(|element| canonical_bytes(element).map(|bytes| leaf_hash(&bytes)))
        .collect::<Result<_, _>>()
        .map_err(|error| ListFaults::from(Fault::from(error)))
}

impl From<Fault> for ListFaults {
    fn from(fault: Fault) -> Self {
        Self {
            faults: vec![fault],
            left_off: 0,
        }
    }
}

impl From<Faults> for ListFaults {
    fn from(faults: Faults) -> Self {
        Self {
            faults: faults.kept,
            left_off: faults.left_off,
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable {
            line: error.line(),
            column: error.column(),
            reason: error.to_string(),
        }
    }
}
