//! The system's generator.

use exam::ports::Rng;
use rand::TryRng;
use rand::rngs::SysRng;

/// Randomness of the operating system.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, buffer: &mut [u8]) {
        if let Err(error) = SysRng.try_fill_bytes(buffer) {
            // Without randomness every secret would be a guess: nothing may go on.
            tracing::error!(%error, "the system gives no randomness");
            std::process::abort();
        }
    }
}
