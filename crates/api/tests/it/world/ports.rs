//! Ports of a test: a clock that stands, a generator that can be repeated, a key.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use exam::ports::{Clock, Rng, Signer};
use lexicon::{Instant, Millis};
use publication::SigningKey;

/// Stands until it is moved.
#[derive(Debug)]
pub(crate) struct FakeClock(AtomicI64);

impl Default for FakeClock {
    fn default() -> Self {
        Self(AtomicI64::new(1_800_000_000_000))
    }
}

impl FakeClock {
    pub(crate) fn advance(&self, by: Millis) {
        self.0.fetch_add(by.0, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }

    fn wall_drift(&self) -> Millis {
        Millis::ZERO
    }
}

/// SplitMix64.
#[derive(Debug, Default)]
pub(crate) struct SeededRng(AtomicU64);

impl Rng for SeededRng {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let mut z = self
                .0
                .fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst)
                .wrapping_add(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let bytes = (z ^ (z >> 31)).to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}

/// The office's key.
#[derive(Debug)]
pub(super) struct Key(SigningKey);

impl Default for Key {
    fn default() -> Self {
        Self(SigningKey::from_seed(&[5; 32]))
    }
}

impl Signer for Key {
    fn public_key(&self) -> [u8; 32] {
        *self.0.public_key().as_bytes()
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).0
    }
}
