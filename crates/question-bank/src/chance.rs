//! Draws from a seed. ChaCha20 gives words; the bounded draw and the shuffle are ours, so that no
//! release of a random-number crate can ever change a paper.

use core::fmt;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// 32 secret random bytes from which a draw or a paper follows. Never printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(secret)")
    }
}

/// What a seed is used for. Each use reads its own ChaCha stream, so that one seed used twice by
/// mistake does not tie two draws together.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    Paper = 1,
    Form = 2,
    Ids = 3,
    Replacements = 4,
}

/// A sequence of draws.
pub(crate) struct Chance(ChaCha20Rng);

impl Chance {
    pub(crate) fn new(seed: &Seed, purpose: Purpose) -> Self {
        let mut words = ChaCha20Rng::from_seed(seed.0);
        words.set_stream(purpose as u64);
        Self(words)
    }

    pub(crate) fn word(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number below `bound`, each equally likely; 0 where `bound` is 0 or 1 (no word is drawn).
    ///
    /// Words below 2³² mod `bound` are thrown away, so that the rest divides evenly.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        if bound < 2 {
            return 0;
        }
        let uneven = bound.wrapping_neg() % bound;
        loop {
            let word = self.0.next_u32();
            if word >= uneven {
                return word % bound;
            }
        }
    }

    /// Fisher and Yates, from the last place down. At most 2³² − 1 things.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let bound = u32::try_from(last + 1).unwrap_or(u32::MAX);
            things.swap(last, self.below(bound) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_words_of_a_seed_are_fixed() {
        let mut chance = Chance::new(&Seed([7; 32]), Purpose::Paper);
        let draws: Vec<u32> = (0..8).map(|_| chance.below(1_000)).collect();
        assert_eq!(draws, GOLDEN_DRAWS);
    }

    const GOLDEN_DRAWS: [u32; 8] = [437, 529, 631, 681, 722, 559, 307, 195];

    #[test]
    fn each_use_of_a_seed_draws_other_words() {
        let seed = Seed([7; 32]);
        let mut paper = Chance::new(&seed, Purpose::Paper);
        let mut form = Chance::new(&seed, Purpose::Form);
        assert_ne!(paper.word(), form.word());
    }

    #[test]
    fn every_order_of_four_is_equally_likely() {
        let mut chance = Chance::new(&Seed([1; 32]), Purpose::Paper);
        let mut seen = std::collections::BTreeMap::new();
        let rounds = 24_000;
        for _ in 0..rounds {
            let mut order = [0u8, 1, 2, 3];
            chance.shuffle(&mut order);
            *seen.entry(order).or_insert(0i64) += 1;
        }
        assert_eq!(seen.len(), 24);
        let expected = rounds / 24;
        let chi_square: i64 = seen.values().map(|n| (n - expected).pow(2)).sum::<i64>() / expected;
        // 23 degrees of freedom: above 65 is one chance in 100,000, and the seed is fixed.
        assert!(chi_square < 65, "chi-square {chi_square}");
    }

    #[test]
    fn a_bound_just_above_half_the_range_is_not_skewed() {
        // Without rejection, numbers below 2³¹ - 2 would come up twice as often as the rest.
        let bound = (1 << 31) + 2;
        let mut chance = Chance::new(&Seed([2; 32]), Purpose::Paper);
        let low = (0..20_000)
            .filter(|_| chance.below(bound) < bound / 2)
            .count();
        assert!(
            (9_500..10_500).contains(&low),
            "{low} of 20000 in the lower half"
        );
    }

    proptest! {
        #[test]
        fn a_draw_stays_below_its_bound(seed: [u8; 32], bound in 1u32..) {
            prop_assert!(Chance::new(&Seed(seed), Purpose::Form).below(bound) < bound);
        }

        #[test]
        fn a_shuffle_loses_nothing(seed: [u8; 32], len in 0usize..200) {
            let mut things: Vec<usize> = (0..len).collect();
            Chance::new(&Seed(seed), Purpose::Paper).shuffle(&mut things);
            things.sort_unstable();
            prop_assert_eq!(things, (0..len).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_seed_is_never_printed() {
        assert_eq!(format!("{:?}", Seed([9; 32])), "Seed(secret)");
    }
}
