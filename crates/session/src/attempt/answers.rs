//! Current answers: one byte per item of the form, and a bit for the mark "doubtful".

use serde::{Deserialize, Serialize};

/// Answers and flags in the canonical order of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// 0 = blank, else canonical option index + 1.
    #[serde(with = "serde_bytes")]
    chosen: Vec<u8>,
    #[serde(with = "serde_bytes")]
    flags: Vec<u8>,
}

impl Answers {
    /// Nothing answered, nothing flagged.
    #[must_use]
    pub fn blank(items: usize) -> Self {
        Self {
            chosen: vec![0; items],
            flags: vec![0; items.div_ceil(8)],
        }
    }

    /// The canonical index of the chosen option, if any.
    #[must_use]
    pub fn chosen(&self, item: u16) -> Option<u8> {
        self.chosen
            .get(usize::from(item))
            .and_then(|byte| byte.checked_sub(1))
    }

    /// Whether the item is marked.
    #[must_use]
    pub fn flagged(&self, item: u16) -> bool {
        let (byte, bit) = (usize::from(item / 8), item % 8);
        self.flags
            .get(byte)
            .is_some_and(|flags| flags >> bit & 1 == 1)
    }

    /// How many items have an answer.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.chosen.iter().filter(|byte| **byte != 0).count()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    /// Whether there are no items at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// Puts an answer, or none; returns what stood there.
    pub(crate) fn choose(&mut self, item: u16, option: Option<u8>) -> Option<u8> {
        let slot = self.chosen.get_mut(usize::from(item))?;
        let before = slot.checked_sub(1);
        *slot = option.map_or(0, |index| index.saturating_add(1));
        before
    }

    pub(crate) fn flag(&mut self, item: u16, on: bool) {
        if let Some(flags) = self.flags.get_mut(usize::from(item / 8)) {
            let bit = 1 << (item % 8);
            *flags = if on { *flags | bit } else { *flags & !bit };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choosing_returns_what_stood_there() {
        let mut answers = Answers::blank(9);
        assert_eq!(answers.choose(8, Some(4)), None);
        assert_eq!(answers.choose(8, Some(0)), Some(4));
        assert_eq!(answers.chosen(8), Some(0));
        assert_eq!(answers.answered(), 1);
        assert_eq!(answers.choose(8, None), Some(0));
        assert_eq!(answers.answered(), 0);
    }

    #[test]
    fn flags_are_independent_bits() {
        let mut answers = Answers::blank(17);
        answers.flag(16, true);
        answers.flag(3, true);
        answers.flag(3, false);
        assert!(answers.flagged(16) && !answers.flagged(3) && !answers.flagged(15));
    }
}
