//! Tables that offices send: everything wrong is named at once, and with anything wrong nothing changes.

mod candidates;
mod formations;
mod items;

pub use candidates::import_candidates;
pub use formations::import_formations;
pub use items::{ItemsImported, import_items};

use tabular::Faults;

use crate::error::{ExamError, ImportFault};
use crate::staff::text::{hidden, invalid};

/// Three million candidates have some 200 MB.
const TABLE_LEN_MAX: usize = 256 * 1024 * 1024;

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct File {
    /// The name by which the sender knows it; faults cite it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl File {
    fn check(&self, field: &'static str) -> Result<(), ExamError> {
        if self.bytes.len() > TABLE_LEN_MAX {
            let reason = format!("the file is longer than {TABLE_LEN_MAX} bytes");
            return Err(invalid(field, reason));
        }
        Ok(())
    }
}

/// Reading a large table takes seconds of a core: not on a thread that serves.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ExamError> + Send + 'static,
) -> Result<T, ExamError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| ExamError::Internal(error.to_string()))?
}

/// What was read, if nothing was wrong.
fn unless_faulty<T>(read: T, faults: &Faults) -> Result<T, ExamError> {
    let mut listed: Vec<ImportFault> = faults
        .kept()
        .iter()
        .map(|fault| ImportFault {
            file: fault.file.to_string(),
            line: fault.line,
            column: fault.column.to_string(),
            reason: fault.reason.to_string(),
        })
        .collect();
    if faults.dropped() > 0 {
        let file = listed.first().map(|fault| fault.file.clone());
        listed.push(ImportFault {
            file: file.unwrap_or_default(),
            line: 0,
            column: String::new(),
            reason: format!("and {} more", faults.dropped()),
        });
    }
    refuse(listed).map(|()| read)
}

fn refuse(faults: Vec<ImportFault>) -> Result<(), ExamError> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ExamError::Faults(faults))
    }
}

/// A required cell of at most `bytes_max` bytes in one line.
fn text(
    row: &tabular::Row<'_>,
    column: usize,
    bytes_max: usize,
    faults: &mut Faults,
) -> Option<String> {
    let cell = row.cell(column);
    let reason = if cell.is_empty() {
        "the cell is empty".to_owned()
    } else if cell.len() > bytes_max {
        format!("the text is longer than {bytes_max} bytes")
    } else if let Some(hidden) = hidden(cell) {
        hidden
    } else {
        return Some(cell.to_owned());
    };
    faults.push(row.fault(column, reason));
    None
}
