//! From a file's bytes to UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

/// The file is no text at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotText {
    #[error("this is a spreadsheet workbook; save it as CSV (UTF-8) and use that file")]
    Workbook,
    #[error("this is not a text file: it contains zero bytes")]
    Binary,
}

/// How an Office Open XML or OpenDocument workbook (a ZIP archive) and an old `.xls` begin.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The text without byte order mark. Bytes that are no UTF-8 are read as Windows-1252, the code page
/// of Indonesian and English Windows, in which every byte means something.
pub(crate) fn to_utf8(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    if WORKBOOKS.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(NotText::Workbook);
    }
    let text = match (Encoding::for_bom(bytes), core::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => encoding.decode_with_bom_removal(bytes).0,
        (None, Ok(text)) => Cow::Borrowed(text),
        (None, Err(_)) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    if text.contains('\0') {
        return Err(NotText::Binary);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_encodings_give_the_same_text() {
        let utf16: Vec<u8> = "\u{feff}Bé"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let forms: [&[u8]; 4] = [b"B\xc3\xa9", b"\xef\xbb\xbfB\xc3\xa9", b"B\xe9", &utf16];
        for bytes in forms {
            assert_eq!(to_utf8(bytes).unwrap(), "Bé", "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(to_utf8(b"PK\x03\x04zip"), Err(NotText::Workbook));
        assert_eq!(to_utf8(b"a,b\n1,\0\n"), Err(NotText::Binary));
    }
}
