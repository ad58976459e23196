//! Which column stands where, by the first row.

use crate::fault::{clip, shown};

/// A column that a reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column<'n> {
    name: &'n str,
    required: bool,
}

impl<'n> Column<'n> {
    /// A column without which the table cannot be read. Case does not matter, nor whether words
    /// are joined by a space, a hyphen or an underscore.
    #[must_use]
    pub const fn required(name: &'n str) -> Self {
        Self {
            name,
            required: true,
        }
    }

    /// A column that may be missing; its cells are then empty.
    #[must_use]
    pub const fn optional(name: &'n str) -> Self {
        Self {
            name,
            required: false,
        }
    }

    /// The name in the header.
    #[must_use]
    pub const fn name(&self) -> &'n str {
        self.name
    }
}

/// Where each known column stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// For each known column its position among the row's cells.
    pub(crate) positions: Vec<Option<usize>>,
    /// How many cells the header has up to its last name.
    pub(crate) width: usize,
    /// Positions before `width` that have no name: their cells must be empty.
    pub(crate) unnamed: Vec<usize>,
}

/// What is wrong with a header: the column's name and the reason.
pub(crate) type HeaderFault = (String, String);

/// `Participant No` and `participant-no` are `participant_no`: people retype headers.
/// More named columns than this are no table of an office; a fault for each would fill the memory.
const WIDTH_MAX: usize = 1_000;
/// No column's name is longer, in bytes: a whole file in one cell need not be compared with every name.
const NAME_LEN_MAX: usize = 400;

fn normal(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

/// How many of the cells name a known column.
pub(crate) fn known_count(cells: &csv::StringRecord, columns: &[Column<'_>]) -> usize {
    cells
        .iter()
        .take(WIDTH_MAX)
        .filter(|cell| cell.len() <= NAME_LEN_MAX)
        .filter(|cell| {
            columns
                .iter()
                .any(|column| normal(column.name) == normal(cell))
        })
        .count()
}

/// Finds the columns. An unknown name is a fault: it may be a misspelt optional column, whose content
/// would otherwise be ignored without a word.
pub(crate) fn find(
    cells: &csv::StringRecord,
    columns: &[Column<'_>],
) -> Result<Header, Vec<HeaderFault>> {
    let mut faults = Vec::new();
    let mut header = Header {
        positions: vec![None; columns.len()],
        width: 0,
        unnamed: Vec::new(),
    };
    let named = |(position, cell): (usize, &str)| (!cell.trim().is_empty()).then_some(position + 1);
    header.width = cells
        .iter()
        .enumerate()
        .filter_map(named)
        .last()
        .unwrap_or(0);
    if header.width > WIDTH_MAX {
        let reason = format!(
            "the first row has {} columns, and a table has at most {WIDTH_MAX}",
            header.width
        );
        return Err(vec![(String::new(), reason)]);
    }
    for (position, cell) in cells.iter().take(header.width).enumerate() {
        let name = normal(cell);
        let known = columns
            .iter()
            .position(|column| normal(column.name) == name);
        match known.and_then(|index| header.positions.get_mut(index)) {
            _ if name.is_empty() => header.unnamed.push(position),
            None => faults.push((shown(cell.trim()), unknown(cell, columns))),
            Some(Some(_)) => faults.push((name, "the column is there twice".to_owned())),
            Some(place) => *place = Some(position),
        }
    }
    for (column, position) in columns.iter().zip(&header.positions) {
        if column.required && position.is_none() {
            faults.push((column.name.to_owned(), "the column is missing".to_owned()));
        }
    }
    if faults.is_empty() {
        Ok(header)
    } else {
        Err(faults)
    }
}

fn unknown(cell: &str, columns: &[Column<'_>]) -> String {
    let known: Vec<_> = columns.iter().map(Column::name).collect();
    format!(
        "the column {} is not known; the columns are {}",
        clip(cell.trim()),
        known.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column::required("code"),
        Column::optional("agency"),
        Column::required("quota"),
    ];

    fn find_in(cells: &[&str]) -> Result<Header, Vec<String>> {
        let record = csv::StringRecord::from(cells.to_vec());
        let columns_of = |faults: Vec<HeaderFault>| faults.into_iter().map(|(c, _)| c).collect();
        find(&record, COLUMNS).map_err(columns_of)
    }

    #[test]
    fn columns_are_found_in_any_order() {
        let header = find_in(&["Quota", "", " CODE ", ""]).unwrap();
        assert_eq!(header.positions, [Some(2), None, Some(0)]);
        assert_eq!((header.width, header.unnamed), (3, vec![1]));
    }

    #[test]
    fn doubled_unknown_and_missing_columns_are_all_named() {
        assert_eq!(
            find_in(&["code", "Agenci", "code"]),
            Err(vec!["Agenci".into(), "code".into(), "quota".into()])
        );
        assert_eq!(find_in(&[]), Err(vec!["code".into(), "quota".into()]));
    }

    #[test]
    fn a_row_without_end_is_one_fault() {
        let row = vec!["x"; WIDTH_MAX + 1];
        assert_eq!(find_in(&row), Err(vec![String::new()]));
        let far = [vec!["code", "quota"], vec![""; 2 * WIDTH_MAX]].concat();
        assert_eq!(find_in(&far).unwrap().width, 2, "empty cells are none");
        let long = "x".repeat(NAME_LEN_MAX + 1);
        let record = csv::StringRecord::from(vec![long.as_str(), "code"]);
        assert_eq!(known_count(&record, COLUMNS), 1);
    }
}
