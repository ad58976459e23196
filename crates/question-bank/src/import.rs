//! Import of items from a table: all or nothing, every fault told.

pub(crate) mod columns;
mod row;

use std::collections::BTreeMap;

use lexicon::{Points, SubTest};
use tabular::{Faults, Table};

use crate::{ItemCode, ItemContent, PictureFile};
use columns::{CODE, COLUMNS};

const ROWS_MAX: usize = 20_000;

/// An item as a file gives it; which version it becomes is told by [`crate::revise`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedItem {
    /// The line on which its row starts, from 1.
    pub line: u64,
    /// Its code, unique in the file.
    pub code: ItemCode,
    /// What it asks.
    pub content: ItemContent,
}

/// Why a row does not fit the rules under which it is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The cell that it is about.
    pub cell: MisfitCell,
    /// A sentence without a full stop, for the author.
    pub reason: String,
}

/// A cell that rules can find unfit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MisfitCell {
    /// The sub-test.
    SubTest,
    /// The points of an option, counted from 0.
    Points(usize),
}

/// Rules from outside: the row's sub-test and the points of its options, where all of these could be read.
pub type Fits<'a> = dyn Fn(&SubTest, Option<&[Points]>) -> Vec<Misfit> + 'a;

/// [`import_fitting`] without rules from outside.
///
/// # Errors
/// Those of [`import_fitting`].
pub fn import(
    file_name: &str,
    bytes: &[u8],
    pictures: &BTreeMap<String, PictureFile>,
) -> Result<Vec<ImportedItem>, Faults> {
    import_fitting(file_name, bytes, pictures, &|_, _| Vec::new())
}

/// Reads items from a CSV file (separator and encoding as [`Table::read`] finds them).
///
/// Columns, by header: `code`, `sub_test`, `topic`, `stem`, `option_a`…`option_e`,
/// `points_a`…`points_e`; `picture`, `alt` and `picture_a`…, `alt_a`… may be missing, as may all of
/// options C to E. `picture*` hold names of `pictures`, `alt*` what a screen reader says instead;
/// stem and options are rich text. Empty options at the end of a row are no options. Every row whose sub-test
/// can be read is held against `fits`, whatever else is wrong in the file.
///
/// # Errors
/// Every fault of the file, with line and column; then nothing is imported. At most 20,000 rows.
pub fn import_fitting(
    file_name: &str,
    bytes: &[u8],
    pictures: &BTreeMap<String, PictureFile>,
    fits: &Fits<'_>,
) -> Result<Vec<ImportedItem>, Faults> {
    let mut table = Table::read(file_name, bytes, COLUMNS)?;
    let mut faults = Faults::default();
    let mut lines: BTreeMap<ItemCode, u64> = BTreeMap::new();
    let mut items = Vec::new();
    let mut rows = 0usize;
    while let Some(row) = table.next_row(&mut faults) {
        rows += 1;
        if rows > ROWS_MAX {
            break;
        }
        let reader = row::RowReader::new(row, pictures, fits);
        let (code, content) = reader.read(&mut faults);
        let Some(code) = code else { continue };
        if let Some(line) = lines.get(&code) {
            faults.push(row.fault(CODE, format!("the code stands on line {line} too")));
        } else {
            lines.insert(code.clone(), row.line());
        }
        items.extend(content.map(|content| ImportedItem {
            line: row.line(),
            code,
            content,
        }));
    }
    if rows > ROWS_MAX {
        faults.push(table.fault("the file has more than 20000 rows; divide it"));
    } else if rows == 0 && faults.is_empty() {
        faults.push(table.fault("the file has no items"));
    }
    if faults.is_empty() {
        Ok(items)
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests;
