//! What a correction must say before anything is computed for it.

use publication::{Correction, Decision};

use crate::error::ExamError;
use crate::staff::text::{invalid, line};

/// As the published format has them; lines in bytes.
const LINE_MAX: usize = 400;
const DECISIONS_MAX: usize = 1_000;

/// Names the field that is not as the published format wants it.
pub(super) fn check(correction: &Correction) -> Result<(), ExamError> {
    exact("correction.reason", &correction.reason)?;
    if !(1..=DECISIONS_MAX).contains(&correction.decisions.len()) {
        let reason = format!("a correction rests on 1 to {DECISIONS_MAX} decisions");
        return Err(invalid("correction.decisions", reason));
    }
    let mut decisions = correction.decisions.iter();
    decisions.try_for_each(|Decision { reference, .. }| {
        exact("correction.decisions.reference", reference)
    })
}

/// It is signed as it stands: nothing is trimmed here.
fn exact(field: &'static str, text: &str) -> Result<(), ExamError> {
    if line(field, text, LINE_MAX)? != text {
        let reason = "there is white space at its beginning or end";
        return Err(invalid(field, reason));
    }
    if text.len() > LINE_MAX {
        let reason = format!("it is longer than {LINE_MAX} bytes");
        return Err(invalid(field, reason));
    }
    Ok(())
}
