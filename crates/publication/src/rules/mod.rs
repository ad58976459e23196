//! What holds in every good list, whoever made it. A draft and a published document pass the same rules.

mod cut;
mod formations;
mod rows;
mod subject;

pub(crate) use cut::check_cuts;
pub(crate) use formations::{FormationIndex, check_formations};
pub(crate) use rows::{Spans, check_rows, spans};
pub(crate) use subject::{check_counts, check_subject, count};

/// The greatest whole number that every JSON reader keeps (2^53 − 1).
pub(crate) const JSON_INTEGER_MAX: i64 = 9_007_199_254_740_991;

/// Bytes in a code, a reference, a receipt.
pub(crate) const SHORT_MAX: usize = 64;

/// Bytes in a name or title.
pub(crate) const LINE_MAX: usize = 400;
