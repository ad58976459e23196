//! From an approved list to a signed document. The private key may live elsewhere.

use core::fmt;

use ed25519_dalek::Signer as _;
use lexicon::Digest;
use sha2::{Digest as _, Sha256};

use crate::canonical::canonical_bytes;
use crate::document::{Document, Header};
use crate::list::List;
use crate::progress::Progress;
use crate::signature::{Signature, SignatureBlock};
use crate::{Fault, PublicKey};

const HEADER_TAG: &[u8] = b"ambang/publication/1/header\n";

/// SHA-256 of a tag and a message: a digest of one kind of thing never stands for another kind.
pub(crate) fn tagged_digest(tag: &[u8], message: &[u8]) -> Digest {
    Digest(
        Sha256::new()
            .chain_update(tag)
            .chain_update(message)
            .finalize()
            .into(),
    )
}

/// The message under the signature: a tag and the canonical header.
pub(crate) fn signing_bytes(header: &Header) -> Result<Vec<u8>, serde_json::Error> {
    let mut message = HEADER_TAG.to_vec();
    message.extend_from_slice(&canonical_bytes(header)?);
    Ok(message)
}

/// Why no document came out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    /// The list is not approved, or published already.
    #[error("only an approved list can be signed")]
    NotApproved,
    /// The approval is for another list.
    #[error("the sign-offs cover other content")]
    OtherContent,
    /// The signer gave something that is not this key's signature.
    #[error("the signature does not belong to this header and key")]
    WrongSignature,
    /// The header cannot be written.
    #[error(transparent)]
    Unwritable(#[from] Fault),
}

impl From<serde_json::Error> for SigningError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unwritable(error.into())
    }
}

/// An approved list that lacks only the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    list: List,
    header: Header,
    message: Vec<u8>,
}

impl Unsigned {
    /// Joins a list and the approval of exactly this list.
    ///
    /// # Errors
    /// [`SigningError::NotApproved`], [`SigningError::OtherContent`].
    pub fn new(list: List, progress: &Progress) -> Result<Self, SigningError> {
        let Progress::Approved { sign_offs } = progress else {
            return Err(SigningError::NotApproved);
        };
        let content = list.content.digest()?;
        if sign_offs.drafted.content != content || sign_offs.approved.content != content {
            return Err(SigningError::OtherContent);
        }
        let header = Header {
            content: list.content.clone(),
            sign_offs: sign_offs.clone(),
        };
        let message = signing_bytes(&header)?;
        Ok(Self {
            list,
            header,
            message,
        })
    }

    /// What the key holder signs (Ed25519, RFC 8032, no prehash).
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// Adds the signature, after checking it.
    ///
    /// # Errors
    /// [`SigningError::WrongSignature`].
    pub fn attach(self, key: PublicKey, value: Signature) -> Result<Document, SigningError> {
        if !key.verifies(&self.message, &value) {
            return Err(SigningError::WrongSignature);
        }
        Ok(Document {
            formations: self.list.formations,
            header: self.header,
            rows: self.list.rows,
            signature: SignatureBlock {
                key_id: key.fingerprint(),
                public_key: key,
                value,
            },
        })
    }
}

/// A private key in memory, for signers that have no better place for it. Wiped when dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key of a 32-byte seed from the system's generator.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey::of(self.0.verifying_key())
    }

    /// The signature over a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey of {}", self.public_key())
    }
}
