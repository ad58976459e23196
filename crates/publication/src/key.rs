//! Public keys, their text, and the fingerprint that people compare by eye.

use core::fmt;
use core::str::FromStr;

use data_encoding::HEXLOWER;
use ed25519_dalek::VerifyingKey;
use lexicon::Digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::Signature;

const PREFIX: &str = "ed25519:";

/// An Ed25519 public key. Text form: `ed25519:` and 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// Why a text is not a public key or a fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTextError {
    /// Another algorithm or another spelling.
    #[error("a public key is `ed25519:` and 64 lower-case hexadecimal digits")]
    NotAKey,
    /// No point of the curve, or one for which signatures prove nothing.
    #[error("these bytes are no usable Ed25519 key")]
    Unusable,
    /// Not 64 hexadecimal digits.
    #[error("a fingerprint has 64 hexadecimal digits")]
    NotAFingerprint,
}

impl PublicKey {
    /// The key with these 32 bytes.
    ///
    /// # Errors
    /// [`KeyTextError::Unusable`] for bytes off the curve and for points of small order.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyTextError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyTextError::Unusable)?;
        if key.is_weak() {
            return Err(KeyTextError::Unusable);
        }
        Ok(Self(key))
    }

    /// The public half of a private key, which is never weak.
    pub(crate) fn of(key: VerifyingKey) -> Self {
        Self(key)
    }

    /// The 32 bytes of RFC 8032.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// SHA-256 of the 32 bytes.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Digest(Sha256::digest(self.0.as_bytes()).into()))
    }

    /// Whether the signature is this key's over the message (strict: no malleable forms).
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", HEXLOWER.encode(self.as_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl FromStr for PublicKey {
    type Err = KeyTextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let hex = text.strip_prefix(PREFIX).ok_or(KeyTextError::NotAKey)?;
        let digest: Digest = hex.parse().map_err(|_| KeyTextError::NotAKey)?;
        Self::from_bytes(&digest.0)
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The id of a key: SHA-256 of its 32 bytes. In JSON 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub Digest);

impl Fingerprint {
    /// The printed form: sixteen groups of four digits, eight groups in a line.
    #[must_use]
    pub fn groups(&self) -> String {
        let mut text = String::with_capacity(80);
        for (index, pair) in self.0.0.chunks(2).enumerate() {
            match index {
                0 => {}
                8 => text.push('\n'),
                _ => text.push(' '),
            }
            text.push_str(&HEXLOWER.encode(pair));
        }
        text
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Fingerprint {
    type Err = KeyTextError;

    /// Takes what people copy from paper: white space anywhere, capitals too.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        digits
            .parse()
            .map(Self)
            .map_err(|_| KeyTextError::NotAFingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SigningKey;

    #[test]
    fn a_key_has_one_text_form() {
        let key = SigningKey::from_seed(&[7; 32]).public_key();
        let text = key.to_string();
        assert_eq!(text.parse(), Ok(key));
        assert_eq!(
            text.to_uppercase().parse::<PublicKey>(),
            Err(KeyTextError::NotAKey)
        );
        assert_eq!(
            text.replace(PREFIX, "").parse::<PublicKey>(),
            Err(KeyTextError::NotAKey)
        );
    }

    #[test]
    fn a_key_that_proves_nothing_is_refused() {
        // The neutral point: any signature can be made to fit it.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        assert_eq!(PublicKey::from_bytes(&neutral), Err(KeyTextError::Unusable));
    }

    #[test]
    fn a_fingerprint_is_read_back_from_paper() {
        let fingerprint = SigningKey::from_seed(&[7; 32]).public_key().fingerprint();
        let printed = fingerprint.groups();
        assert_eq!(printed.split_whitespace().count(), 16);
        assert_eq!(printed.lines().count(), 2);
        assert_eq!(printed.to_uppercase().parse(), Ok(fingerprint));
        assert_eq!(
            "abcd".parse::<Fingerprint>(),
            Err(KeyTextError::NotAFingerprint)
        );
    }
}
