//! Seeded chance: the same seed makes the same candidates.

/// SplitMix64: small, and good enough to spread candidates; secrets are not made here.
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Dice of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Dice of their own for the `index`-th of something.
    #[must_use]
    pub fn fork(&self, index: u64) -> Self {
        let mut other = Self::new(self.state ^ index.wrapping_mul(0xd134_2543_de82_ef95));
        other.u64();
        other
    }

    /// 64 bits.
    pub const fn u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; zero where there is none.
    pub const fn below(&mut self, bound: u64) -> u64 {
        let high = (self.u64() as u128 * bound as u128) >> 64;
        high as u64
    }

    /// One of these; `None` of nothing.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        let bound = u64::try_from(among.len()).unwrap_or(u64::MAX);
        usize::try_from(self.below(bound))
            .ok()
            .and_then(|at| among.get(at))
    }

    /// Whether something happens that does `per_mille` times of a thousand.
    pub const fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1_000) < per_mille
    }

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        let bits = u32::try_from(self.u64() >> 32).unwrap_or_default();
        f64::from(bits) / 4_294_967_296.0
    }

    /// About a standard normal value: the sum of twelve uniform ones.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_forks_differ() {
        let dice = Dice::new(7);
        assert_eq!(dice.clone().u64(), dice.clone().u64());
        assert_ne!(dice.fork(1).u64(), dice.fork(2).u64());
        let mut dice = dice.fork(3);
        assert!((0..1_000).all(|_| dice.below(5) < 5));
        let hits = (0..10_000).filter(|_| dice.chance(250)).count();
        assert!((2_300..2_700).contains(&hits), "{hits}");
    }
}
