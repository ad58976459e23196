//! The signing key, read from the secrets file.

use exam::ports::Signer;
use publication::SigningKey;

/// Signs with a key in memory.
#[derive(Debug)]
pub(crate) struct FileSigner(SigningKey);

impl FileSigner {
    /// The key of this seed.
    pub(crate) fn new(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_seed(seed))
    }
}

impl Signer for FileSigner {
    fn public_key(&self) -> [u8; 32] {
        *self.0.public_key().as_bytes()
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).0
    }
}
