//! Entries of the log of staff acts.

use lexicon::Instant;
use serde_json::Value;

use super::Caller;
use crate::ports::AuditEntry;

/// An entry: `act` is a stable token (`candidates.imported`), `subject` an id or a name, `detail` more as
/// JSON, never secrets, answers or keys.
pub(crate) fn entry(
    at: Instant,
    caller: &Caller,
    act: &str,
    subject: impl ToString,
    detail: &Value,
) -> AuditEntry {
    AuditEntry {
        at,
        by: caller.user(),
        act: act.to_owned(),
        subject: subject.to_string(),
        detail: detail.to_string(),
    }
}
