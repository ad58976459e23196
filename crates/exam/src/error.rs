//! Why a use case did not do what it was asked.

use core::fmt;

use session::{Refusal, RoomRefusal};

use crate::ports::StoreError;

/// One fault of an import, as the reader of the file can find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFault {
    /// Which file.
    pub file: String,
    /// Line in it, from 1; 0 for the file as a whole.
    pub line: u64,
    /// Column by its header; empty for the row as a whole.
    pub column: String,
    /// What is wrong and what to do.
    pub reason: String,
}

impl fmt::Display for ImportFault {
    /// `soal.csv, line 7, column stem: the question is empty`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ", line {}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// How many faults, and the first of them in words.
fn told(faults: &[ImportFault]) -> String {
    match faults {
        [] => "the import has no faults".to_owned(),
        [one] => format!("the import has 1 fault: {one}"),
        [first, ..] => format!("the import has {} faults, first {first}", faults.len()),
    }
}

/// A use case that did not happen. Nothing has changed, but where `Overloaded` or `Unavailable` leaves the
/// outcome unknown.
#[derive(Debug, thiserror::Error)]
pub enum ExamError {
    /// No valid log-in.
    #[error("log in first")]
    Unauthenticated,
    /// Name, number, password or PIN do not fit together.
    #[error("the credentials are wrong")]
    WrongCredentials,
    /// Too many failures; wait.
    #[error("too many failed attempts; try again in {retry_after_s} s")]
    Throttled {
        /// Seconds to wait.
        retry_after_s: u32,
    },
    /// The caller may not.
    #[error("not permitted")]
    Forbidden,
    /// There is no such thing, or the caller may not know of it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The attempt machine refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The room's state refuses.
    #[error(transparent)]
    Room(#[from] RoomRefusal),
    /// A field is not what it must be.
    #[error("{field}: {reason}")]
    Invalid {
        /// Which field.
        field: &'static str,
        /// What is wrong and what to do.
        reason: String,
    },
    /// An import with faults; nothing was taken over.
    #[error("{}", told(.0))]
    Faults(Vec<ImportFault>),
    /// It is there already.
    #[error("{0} exists already")]
    Exists(String),
    /// Somebody else was faster.
    #[error("{0} has changed meanwhile; load it again")]
    Stale(String),
    /// Not while a sitting on the form is open.
    #[error("a sitting is still open")]
    SittingOpen,
    /// The queue is full or the answer took too long: send again.
    #[error("busy; send again")]
    Overloaded,
    /// The store does not answer: nothing may be concluded, send again.
    #[error("the store is unavailable; send again")]
    Unavailable,
    /// A broken promise inside the server; the log has the details.
    #[error("internal error")]
    Internal(String),
}

impl From<StoreError> for ExamError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Data(text) => Self::Internal(text),
            StoreError::Exists(what) => Self::Exists(what),
            StoreError::Stale(what) => Self::Stale(what),
            StoreError::Unavailable(text) => {
                tracing::warn!(error = text, "store unavailable");
                Self::Unavailable
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_with_as_much_of_their_place_as_is_known() {
        let fault = |line, column: &str| ImportFault {
            file: "soal.csv".to_owned(),
            line,
            column: column.to_owned(),
            reason: "no".to_owned(),
        };
        let told = |faults| ExamError::Faults(faults).to_string();
        assert_eq!(
            told(vec![fault(0, "")]),
            "the import has 1 fault: soal.csv: no"
        );
        assert_eq!(
            told(vec![fault(7, "stem"), fault(8, "")]),
            "the import has 2 faults, first soal.csv, line 7, column stem: no"
        );
    }
}
