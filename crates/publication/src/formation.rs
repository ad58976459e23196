//! A formation in a list: what it is, its quota, its cut.

use lexicon::{Category, Digest, Points, PositionGroup};
use serde::{Deserialize, Serialize};

/// Where the line was drawn in one formation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// How many go on, those tied with the last included.
    pub admitted: u32,
    /// Total of the last who goes on; none where nobody does.
    pub last_total: Option<Points>,
    /// How many may go on but for ties: a multiple of the quota, or a fixed number.
    pub places: u32,
    /// How many have a rank.
    pub ranked: u32,
}

/// A formation as the list prints it. Texts are one line each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formation {
    /// The agency, where a selection has several.
    pub agency: Option<String>,
    /// The category whose passing grade applies.
    pub category: Category,
    /// Its code: unique in the list, cited by rows.
    pub code: String,
    /// Where the line was drawn; none where the policy knows no cut.
    pub cut: Option<Cut>,
    /// Where the work is.
    pub location: String,
    /// The position.
    pub position: String,
    /// A group of positions with a grade of its own.
    pub position_group: Option<PositionGroup>,
    /// The qualification asked for.
    pub qualification: String,
    /// Seats, at least one.
    pub quota: u32,
}

/// A formation with what binds its rows: the leaf of the formations' tree.
///
/// The root per formation lets an office print and compare its own part, and tells an examiner of a
/// damaged list in which formation to look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormationEntry {
    /// The formation.
    pub formation: Formation,
    /// How many rows it has.
    pub rows: u64,
    /// Merkle root over these rows alone.
    pub rows_root: Digest,
}
