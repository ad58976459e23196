//! The signature at the end of a document.

use core::fmt;
use core::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Fingerprint, PublicKey};

/// The 64 bytes of an Ed25519 signature. Text form: 128 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

/// The text is not 128 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a signature is 128 lower-case hexadecimal digits")]
pub struct SignatureError;

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl FromStr for Signature {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = HEXLOWER
            .decode(text.as_bytes())
            .map_err(|_| SignatureError)?;
        bytes.try_into().map(Self).map_err(|_| SignatureError)
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A signature with the key that made it. The key alone proves nothing: trust comes from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureBlock {
    /// Key id, as printed on the announcement.
    pub key_id: Fingerprint,
    /// The key itself.
    pub public_key: PublicKey,
    /// Over the domain-separated canonical header.
    pub value: Signature,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_has_one_text_form() {
        let signature = Signature([0xfe; 64]);
        assert_eq!(signature.to_string().parse(), Ok(signature));
        assert_eq!("FE".repeat(64).parse::<Signature>(), Err(SignatureError));
        assert_eq!("fe".repeat(63).parse::<Signature>(), Err(SignatureError));
    }
}
