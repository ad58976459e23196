//! The rows of a table.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::Arc;

use crate::header::{self, Column, Header};
use crate::lines::Lines;
use crate::quotes::{self, QuoteFault};
use crate::{Fault, Faults, encoding};

/// In the order of preference where a header has one cell only.
const SEPARATORS: [u8; 3] = *b",;\t";

type Source<'a> = Cursor<Cow<'a, [u8]>>;

/// A table whose header has been understood, to be read row by row.
pub struct Table<'a> {
    file: Arc<str>,
    columns: &'a [Column<'a>],
    header: Header,
    separator: u8,
    lines: Lines,
    reader: csv::Reader<Source<'a>>,
    record: csv::StringRecord,
}

/// One row that is not empty.
#[derive(Clone, Copy)]
pub struct Row<'t> {
    file: &'t Arc<str>,
    columns: &'t [Column<'t>],
    header: &'t Header,
    line: u64,
    record: &'t csv::StringRecord,
}

impl<'a> Table<'a> {
    /// Understands encoding, separator and header. Cells are later asked for by the index of their
    /// column in `columns`.
    ///
    /// # Errors
    /// The file is no text, is empty, or its header misses a required column, names one twice or has
    /// one that is not known.
    pub fn read(
        file_name: &str,
        bytes: &'a [u8],
        columns: &'a [Column<'a>],
    ) -> Result<Self, Faults> {
        let file: Arc<str> = file_name.into();
        let text = match encoding::to_utf8(bytes) {
            Ok(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
            Ok(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
            Err(reason) => return Err(single(fault(&file, 0, "", &reason.to_string()))),
        };
        let (text, named) = without_separator_line(text);
        let separator = named.unwrap_or_else(|| detect_separator(&text, columns));
        let mut table = Self {
            file,
            columns,
            header: Header {
                positions: Vec::new(),
                width: 0,
                unnamed: Vec::new(),
            },
            separator,
            lines: Lines::new(),
            reader: reader(Cursor::new(text), separator),
            record: csv::StringRecord::new(),
        };
        table.read_header()?;
        Ok(table)
    }

    fn read_header(&mut self) -> Result<(), Faults> {
        let mut faults = Faults::default();
        let Some(line) = self.advance(&mut faults) else {
            if faults.is_empty() {
                faults.push(fault(&self.file, 0, "", "the file is empty"));
            }
            return Err(faults);
        };
        match header::find(&self.record, self.columns) {
            Ok(header) => self.header = header,
            Err(found) => found
                .iter()
                .for_each(|(column, reason)| faults.push(fault(&self.file, line, column, reason))),
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    /// Whether the header has this column (an index into `columns`).
    #[must_use]
    pub fn has(&self, column: usize) -> bool {
        matches!(self.header.positions.get(column), Some(Some(_)))
    }

    /// A fault of the file as a whole.
    #[must_use]
    pub fn fault(&self, reason: impl AsRef<str>) -> Fault {
        fault(&self.file, 0, "", reason.as_ref())
    }

    /// The next row with content, or `None` at the end. Rows that cannot be read, and rows with
    /// content beyond the header, become faults and are passed over.
    pub fn next_row(&mut self, faults: &mut Faults) -> Option<Row<'_>> {
        loop {
            let line = self.advance(faults)?;
            if self.record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if let Some(reason) = self.misshapen() {
                faults.push(fault(&self.file, line, "", &reason));
                continue;
            }
            return Some(Row {
                file: &self.file,
                columns: self.columns,
                header: &self.header,
                line,
                record: &self.record,
            });
        }
    }

    /// Empty cells beyond the header are spreadsheets' habit, and so are rows whose last empty cells were
    /// left out; content beyond the header means a shifted row.
    fn misshapen(&self) -> Option<String> {
        let filled = |cell: &str| !cell.trim().is_empty();
        let width = self.header.width;
        let cells = self.record.len();
        let beyond = self.record.iter().skip(width).any(filled);
        let unnamed = |at: &usize| self.record.get(*at).is_some_and(filled);
        if beyond {
            return Some(format!(
                "the row has {cells} cells, the header has {width}; does a cell contain a separator without quotation marks?"
            ));
        }
        self.header.unnamed.iter().find(|at| unnamed(at)).map(|at| {
            format!(
                "cell {} has content, but its column has no name in the header",
                at + 1
            )
        })
    }

    /// Reads the next record, whatever its shape, and returns its line. `None` at the end.
    fn advance(&mut self, faults: &mut Faults) -> Option<u64> {
        loop {
            let text = self.reader.get_ref().get_ref();
            let from = offset(self.reader.position());
            let (line, start) = self.lines.skip_to_content(text, from);
            match self.reader.read_record(&mut self.record) {
                Ok(false) => return None,
                Ok(true) => {}
                // The bytes are valid UTF-8 in memory, so nothing is left that could fail.
                Err(error) => {
                    faults.push(fault(&self.file, line, "", &error.to_string()));
                    return None;
                }
            }
            let end = offset(self.reader.position());
            let text = self.reader.get_ref().get_ref();
            let raw = text.get(start..end).unwrap_or_default();
            let (at, reason) = match quotes::check(raw, self.separator) {
                Ok(()) => return Some(line),
                Err(QuoteFault::Unclosed(lines)) => (
                    line + lines,
                    "a quotation mark opens a cell and none closes it; the rows after it cannot be read",
                ),
                Err(QuoteFault::TextAfterQuote) => (
                    line,
                    "text follows the closing quotation mark of a cell; a mark within a cell is written twice",
                ),
            };
            faults.push(fault(&self.file, at, "", reason));
        }
    }
}

impl<'t> Row<'t> {
    /// The physical line on which the row starts, from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The cell without surrounding white space; empty when the table lacks the column.
    #[must_use]
    pub fn cell(&self, column: usize) -> &'t str {
        let position = self.header.positions.get(column).copied().flatten();
        position
            .and_then(|position| self.record.get(position))
            .unwrap_or_default()
            .trim()
    }

    /// A fault of this cell; of one that the row is too short for, it says so.
    #[must_use]
    pub fn fault(&self, column: usize, reason: impl AsRef<str>) -> Fault {
        let name = self.columns.get(column).map_or("", Column::name);
        let (reason, cells) = (reason.as_ref(), self.record.len());
        let position = self.header.positions.get(column).copied().flatten();
        if position.is_some_and(|position| position >= cells) {
            let width = self.header.width;
            let reason = format!("{reason} (the row ends after {cells} of {width} cells)");
            return fault(self.file, self.line, name, &reason);
        }
        fault(self.file, self.line, name, reason)
    }

    /// A fault of the row as a whole.
    #[must_use]
    pub fn row_fault(&self, reason: impl AsRef<str>) -> Fault {
        fault(self.file, self.line, "", reason.as_ref())
    }
}

fn fault(file: &Arc<str>, line: u64, column: &str, reason: &str) -> Fault {
    Fault {
        file: Arc::clone(file),
        line,
        column: column.into(),
        reason: reason.into(),
    }
}

fn single(fault: Fault) -> Faults {
    let mut faults = Faults::default();
    faults.push(fault);
    faults
}

fn offset(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

fn reader<R: std::io::Read>(source: R, separator: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(source)
}

/// Spreadsheets write and read a first line `sep=;`, which names the separator and is no row. Its end stays, so that
/// the lines that follow keep their numbers.
fn without_separator_line(text: Cow<'_, [u8]>) -> (Cow<'_, [u8]>, Option<u8>) {
    let end = text.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    let end = end.unwrap_or(text.len());
    let line = text.get(..end).unwrap_or_default().trim_ascii();
    let line = line
        .strip_prefix(b"\"")
        .and_then(|line| line.strip_suffix(b"\""))
        .unwrap_or(line);
    let named = match line.split_at_checked(4) {
        Some((word, [separator])) if word.eq_ignore_ascii_case(b"sep=") => *separator,
        // A tab at the end of the line looks like white space.
        Some((word, [])) if word.eq_ignore_ascii_case(b"sep=") => b'\t',
        _ => return (text, None),
    };
    if !SEPARATORS.contains(&named) {
        return (text, None);
    }
    let rest = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(end..).unwrap_or_default()),
        Cow::Owned(mut text) => {
            text.drain(..end);
            Cow::Owned(text)
        }
    };
    (rest, Some(named))
}

/// The separator under which the header has most of the known columns.
fn detect_separator(text: &[u8], columns: &[Column<'_>]) -> u8 {
    let header_under = |separator| {
        let mut record = csv::StringRecord::new();
        let read = reader(text, separator).read_record(&mut record);
        let known = read.map_or(0, |_| header::known_count(&record, columns));
        (known, record.len())
    };
    // max_by_key takes the last of equals.
    let candidates = SEPARATORS.into_iter().rev();
    candidates
        .max_by_key(|separator| header_under(*separator))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests;
