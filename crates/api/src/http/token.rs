//! Signed tokens: a cheap refusal before the store, which is the authority.

use std::collections::BTreeMap;

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use lexicon::Instant;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Who a token is for: what is for another is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    Seat,
    Staff,
}

impl Audience {
    /// The claim `aud`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Seat => "seat",
            Self::Staff => "staff",
        }
    }
}

/// What a token says. Every kind has a field `aud` with its audience's name: one without it is not read.
pub(crate) trait Claims: Serialize + DeserializeOwned {
    const AUDIENCE: Audience;

    /// Seconds since 1970 at which it ends; judged by the server's clock, not by the library's.
    fn expires_s(&self) -> i64;
}

/// The secrets behind tokens, by key id. The first is used for new tokens; the others are still accepted.
pub struct TokenKeys {
    signing: (String, EncodingKey),
    accepted: BTreeMap<String, DecodingKey>,
    seat: Validation,
    staff: Validation,
}

impl std::fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenKeys(signing with {})", self.signing.0)
    }
}

impl TokenKeys {
    /// Keys by id; `None` when there is none at all.
    #[must_use]
    pub fn new(keys: &[(String, [u8; 32])]) -> Option<Self> {
        let (id, secret) = keys.first()?;
        let accepted = keys
            .iter()
            .map(|(id, secret)| (id.clone(), DecodingKey::from_secret(secret)));
        Some(Self {
            signing: (id.clone(), EncodingKey::from_secret(secret)),
            accepted: accepted.collect(),
            seat: validation(Audience::Seat),
            staff: validation(Audience::Staff),
        })
    }

    /// A token that says this.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn sign<C: Claims>(&self, claims: &C) -> Result<String, exam::ExamError> {
        let header = Header {
            kid: Some(self.signing.0.clone()),
            ..Header::new(Algorithm::HS256)
        };
        encode(&header, claims, &self.signing.1)
            .map_err(|error| exam::ExamError::Internal(format!("token: {error}")))
    }

    /// What a token says, if it is one of ours for this audience and not past its time.
    pub(crate) fn open<C: Claims>(&self, token: &str, now: Instant) -> Option<C> {
        let kid = decode_header(token).ok()?.kid?;
        let key = self.accepted.get(&kid)?;
        let validation = match C::AUDIENCE {
            Audience::Seat => &self.seat,
            Audience::Staff => &self.staff,
        };
        let claims = decode::<C>(token, key, validation).ok()?.claims;
        let fresh = claims.expires_s().saturating_mul(1_000) > now.0;
        fresh.then_some(claims)
    }
}

fn validation(audience: Audience) -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[audience.name()]);
    validation.validate_exp = false;
    validation.required_spec_claims.clear();
    validation
}
