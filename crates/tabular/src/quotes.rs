//! Quotation marks that do not pair. `csv` reads on silently, and one forgotten mark would swallow
//! every row after it.

use crate::lines::breaks;

/// What is wrong with the quoting of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuoteFault {
    /// A cell begins with a mark that has no partner; the number is the cell's line within the row, from 0.
    Unclosed(u64),
    /// Text stands between a closing mark and the end of the cell.
    TextAfterQuote,
}

/// Judges one raw row, which starts at a cell and ends after its line end.
pub(crate) fn check(row: &[u8], separator: u8) -> Result<(), QuoteFault> {
    if !row.contains(&b'"') {
        return Ok(());
    }
    let mut at = 0;
    while at < row.len() {
        if row.get(at) == Some(&b'"') {
            at = close(row, at)?;
            let ends = |byte: &u8| *byte == separator || matches!(byte, b'\r' | b'\n');
            if row.get(at).is_some_and(|byte| !ends(byte)) {
                return Err(QuoteFault::TextAfterQuote);
            }
        }
        let rest = row.get(at..).unwrap_or_default();
        match rest.iter().position(|byte| *byte == separator) {
            Some(offset) => at += offset + 1,
            None => break,
        }
    }
    Ok(())
}

/// The position after the mark that closes the one at `open`; a doubled mark is a mark in the text.
fn close(row: &[u8], open: usize) -> Result<usize, QuoteFault> {
    let mut at = open + 1;
    loop {
        let rest = row.get(at..).unwrap_or_default();
        let Some(offset) = rest.iter().position(|byte| *byte == b'"') else {
            return Err(QuoteFault::Unclosed(breaks(row, 0, open)));
        };
        at += offset + 1;
        if row.get(at) != Some(&b'"') {
            return Ok(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_pair_or_are_named() {
        for good in [
            "a,b\n",
            "\"a,\"\"b\"\"\",c\r\n",
            "\"a\nb\",c",
            "5\" pipe,\"\"\n",
        ] {
            assert_eq!(check(good.as_bytes(), b','), Ok(()), "{good}");
        }
        let text_after = Err(QuoteFault::TextAfterQuote);
        assert_eq!(check(b"\"a\"b,c\n", b','), text_after);
        assert_eq!(check(b"a,\"b\n", b','), Err(QuoteFault::Unclosed(0)));
        assert_eq!(check(b"\"a\nb\",\"c\n", b','), Err(QuoteFault::Unclosed(1)));
    }
}
