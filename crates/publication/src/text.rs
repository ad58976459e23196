//! Bounds on texts inside a document.

/// One line of text: 1 to `bytes_max` bytes, no control characters, no white space at its ends.
pub(crate) fn is_line(text: &str, bytes_max: usize) -> bool {
    !text.is_empty()
        && text.len() <= bytes_max
        && text.trim() == text
        && !text.chars().any(char::is_control)
}

/// The same for a text that may be missing.
pub(crate) fn is_line_or_none(text: Option<&str>, bytes_max: usize) -> bool {
    text.is_none_or(|text| is_line(text, bytes_max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_short_trimmed_and_printable() {
        assert!(is_line("Analis Kebijakan — Ahli Pertama", 40));
        for bad in ["", " a", "a ", "a\nb", "a\u{0}", "\u{7f}"] {
            assert!(!is_line(bad, 40), "{bad:?}");
        }
        assert!(!is_line("abcd", 3));
        assert!(is_line_or_none(None, 3) && !is_line_or_none(Some(""), 3));
    }
}
