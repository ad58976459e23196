//! Tables as offices save them from spreadsheets: bytes in, rows and faults out.
//!
//! The reader takes `,`, `;` or a tab between cells, UTF-8 (with or without byte order mark), UTF-16
//! with its mark, or Windows-1252, and finds columns by their header in any order. Every fault says
//! file, line, column and reason; a reader of many rows reports all of them, up to a bound.
//!
//! Knows nothing of exams and does no IO: whoever opened the file gives its bytes and says how long
//! it may be. It has no notion of what a cell means.
//!
//! ```
//! use tabular::{Column, Faults, Table};
//!
//! const COLUMNS: &[Column] = &[Column::required("code"), Column::optional("note")];
//! let bytes = b"Note;Code\r\nfirst;A1\r\n";
//! let mut faults = Faults::default();
//! let mut table = Table::read("codes.csv", bytes, COLUMNS)?;
//! while let Some(row) = table.next_row(&mut faults) {
//!     assert_eq!((row.line(), row.cell(0), row.cell(1)), (2, "A1", "first"));
//! }
//! assert!(faults.is_empty());
//! # Ok::<(), Faults>(())
//! ```

mod encoding;
mod fault;
mod header;
mod lines;
mod quotes;
mod table;

pub use fault::{Fault, Faults, clip};
pub use header::Column;
pub use table::{Row, Table};
