//! The key that signs publications.

/// Signs with the office's Ed25519 key; the key itself stays behind the port.
pub trait Signer: Send + Sync + 'static {
    /// The public key, 32 bytes.
    fn public_key(&self) -> [u8; 32];

    /// The signature over these bytes, 64 bytes.
    fn sign(&self, message: &[u8]) -> [u8; 64];
}
