//! RFC 8785 bytes.

use serde::Serialize;

/// The RFC 8785 form of a value: keys sorted, no white space, one spelling for every text and number.
///
/// # Errors
/// The value has a map whose keys are not texts, or its own `Serialize` refused.
pub fn canonical_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(value)
}

/// Takes the canonical bytes of a document piece by piece.
pub(crate) trait Sink {
    /// The next piece.
    fn put(&mut self, piece: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, piece: &[u8]) {
        self.extend_from_slice(piece);
    }
}

/// Compares what is put with given bytes, without holding a second copy of them.
pub(crate) struct Comparison<'a> {
    given: &'a [u8],
    at: usize,
    differs_at: Option<usize>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn with(given: &'a [u8]) -> Self {
        Self {
            given,
            at: 0,
            differs_at: None,
        }
    }

    /// Offset of the first byte that differs, once everything was put.
    pub(crate) fn first_difference(self) -> Option<usize> {
        self.differs_at
            .or_else(|| (self.at != self.given.len()).then_some(self.at))
    }
}

impl Sink for Comparison<'_> {
    fn put(&mut self, piece: &[u8]) {
        if self.differs_at.is_some() {
            return;
        }
        let rest = self.given.get(self.at..).unwrap_or_default();
        let same = piece.iter().zip(rest).take_while(|(a, b)| a == b).count();
        if same < piece.len() {
            self.differs_at = Some(self.at + same);
        }
        self.at += same;
    }
}

/// Puts `[` a `,` b … `]`, with the canonical bytes of each element shown to `seen` first.
pub(crate) fn put_array<T: Serialize>(
    sink: &mut impl Sink,
    elements: &[T],
    mut seen: impl FnMut(&[u8]),
) -> Result<(), serde_json::Error> {
    sink.put(b"[");
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            sink.put(b",");
        }
        let bytes = canonical_bytes(element)?;
        seen(&bytes);
        sink.put(&bytes);
    }
    sink.put(b"]");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_finds_the_first_byte_that_differs() {
        let against = |pieces: &[&str]| {
            let mut comparison = Comparison::with(b"abcdef");
            for piece in pieces {
                comparison.put(piece.as_bytes());
            }
            comparison.first_difference()
        };
        assert_eq!(against(&["abc", "def"]), None);
        assert_eq!(against(&["abc", "dXf"]), Some(4));
        assert_eq!(against(&["abc"]), Some(3));
        assert_eq!(against(&["abcdef", "g"]), Some(6));
        assert_eq!(against(&["X", "bcdef"]), Some(0));
    }

    #[test]
    fn keys_are_sorted_and_nothing_is_spaced() {
        let value = serde_json::json!({"b": [1, null], "a": "é\u{1}\n"});
        let bytes = canonical_bytes(&value).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "{\"a\":\"é\\u0001\\n\",\"b\":[1,null]}"
        );
    }
}
