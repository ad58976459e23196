//! The tie-break chain.

use lexicon::Points;

use crate::policy::Measure;
use crate::sheet::{SUB_TESTS_MAX, Sheet};

/// One value per sub-test and the total.
const LINKS_MAX: usize = SUB_TESTS_MAX + 1;

/// What decides between two candidates: the first link in which they differ, more points first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain(Vec<Measure>);

/// A sheet as the chain sees it. Greater is better; equal keys are equal candidates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([Points; LINKS_MAX]);

impl Key {
    /// Length of [`Self::to_bytes`].
    pub const BYTES_LEN: usize = LINKS_MAX * 4;

    /// Bytes that stand in the same order as the keys, compared from the first on: for orders that are kept
    /// elsewhere.
    #[must_use]
    pub fn to_bytes(self) -> [u8; Self::BYTES_LEN] {
        let mut bytes = [0; Self::BYTES_LEN];
        for (four, points) in bytes.as_chunks_mut().0.iter_mut().zip(self.0) {
            // The sign bit turned over: what is negative comes first.
            *four = (points.0 ^ i32::MIN).to_be_bytes();
        }
        bytes
    }

    /// The key with these bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; Self::BYTES_LEN]) -> Self {
        let mut key = Self::default();
        for (points, four) in key.0.iter_mut().zip(bytes.as_chunks().0) {
            *points = Points(i32::from_be_bytes(*four) ^ i32::MIN);
        }
        key
    }
}

impl Chain {
    /// A chain of these links, or `None` if there is none, one comes twice or there are more than the
    /// total and eight sub-tests.
    #[must_use]
    pub fn new(links: Vec<Measure>) -> Option<Self> {
        let doubled = |(at, link)| links.iter().take(at).any(|earlier| earlier == link);
        let sound =
            (1..=LINKS_MAX).contains(&links.len()) && !links.iter().enumerate().any(doubled);
        sound.then_some(Self(links))
    }

    /// The links, first to last.
    #[must_use]
    pub fn links(&self) -> &[Measure] {
        &self.0
    }

    /// The key by which this sheet is ordered.
    #[must_use]
    pub fn key(&self, sheet: &Sheet) -> Key {
        let mut key = Key::default();
        for (value, link) in key.0.iter_mut().zip(&self.0) {
            *value = link.of(sheet);
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sheet(totals: [i32; 3]) -> Sheet {
        Sheet::new(&totals.map(Points)).unwrap()
    }

    #[test]
    fn the_first_difference_decides() {
        let chain = Chain::new(vec![Measure::Total, Measure::SubTest(2)]).unwrap();
        let key = |totals| chain.key(&sheet(totals));
        assert!(key([0, 0, 3]) > key([1, 1, 0]));
        assert!(key([1, 1, 2]) > key([1, 2, 1]));
        assert_eq!(key([1, 2, 3]), key([2, 1, 3]));
    }

    proptest! {
        #[test]
        fn bytes_stand_in_the_order_of_keys(one: [i32; LINKS_MAX], other: [i32; LINKS_MAX], equal in 0..LINKS_MAX) {
            let (one, mut other) = (Key(one.map(Points)), Key(other.map(Points)));
            other.0[..equal].copy_from_slice(&one.0[..equal]);
            prop_assert_eq!(Key::from_bytes(&one.to_bytes()), one);
            prop_assert_eq!(one.to_bytes().cmp(&other.to_bytes()), one.cmp(&other));
        }
    }

    #[test]
    fn a_chain_names_each_measure_once() {
        assert_eq!(Chain::new(vec![]), None);
        assert_eq!(Chain::new(vec![Measure::Total, Measure::Total]), None);
    }
}
