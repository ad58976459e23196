//! Bounds on texts that staff type in.

use lexicon::is_hidden;

use crate::error::ExamError;

/// A name on screens and papers, in characters.
pub(crate) const NAME_LEN_MAX: usize = 200;

/// One line of 1 to `max` characters without control characters, without the white space around it.
pub(crate) fn line(field: &'static str, text: &str, max: usize) -> Result<String, ExamError> {
    let text = optional_line(field, text, max)?;
    if text.is_empty() {
        return Err(invalid(field, "it is empty"));
    }
    Ok(text)
}

/// The same, or nothing at all.
pub(crate) fn optional_line(
    field: &'static str,
    text: &str,
    max: usize,
) -> Result<String, ExamError> {
    let text = text.trim();
    if text.chars().count() > max {
        return Err(invalid(
            field,
            format!("it is longer than {max} characters"),
        ));
    }
    if let Some(reason) = hidden(text) {
        return Err(invalid(field, reason));
    }
    Ok(text.to_owned())
}

/// An officer's reason, without the white space around it. That it is there, and not too long, is the domain's to say.
pub(crate) fn reason(text: &str) -> Result<String, ExamError> {
    optional_line("reason", text, usize::MAX)
}

/// What is wrong with a text that holds what cannot be seen.
pub(crate) fn hidden(text: &str) -> Option<String> {
    let found = text.chars().find(|c| is_hidden(*c))?;
    Some(if matches!(found, '\n' | '\r') {
        "it is more than one line".to_owned()
    } else {
        format!(
            "it holds a character that cannot be seen or turns text around (U+{:04X}): type the text again",
            u32::from(found)
        )
    })
}

/// A code for URLs and file names: 1 to 64 letters, digits, dots, hyphens and underscores.
pub(crate) fn code(field: &'static str, text: &str) -> Result<String, ExamError> {
    let fits = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    if fits {
        Ok(text.to_owned())
    } else {
        Err(invalid(
            field,
            "a code is 1 to 64 letters, digits, dots, hyphens and underscores",
        ))
    }
}

/// A field that is not what it must be.
pub(crate) fn invalid(field: &'static str, reason: impl Into<String>) -> ExamError {
    ExamError::Invalid {
        field,
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_bounded_and_one_line() {
        assert_eq!(line("name", "  Sesi 1 ", 10).unwrap(), "Sesi 1");
        for bad in ["", "   ", "a\nb", "0123456789x", "a\u{202e}b", "a\u{200b}"] {
            assert!(line("name", bad, 10).is_err(), "{bad:?}");
        }
        assert_eq!(optional_line("place", " ", 10).unwrap(), "");
        assert!(code("code", "cpns-2024.A_1").is_ok());
        assert!(code("code", "a b").is_err() && code("code", "").is_err());
    }
}
