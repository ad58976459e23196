//! Tokens of candidates: a cheap refusal before the store. The authority is the attempt row.

use std::collections::BTreeMap;
use std::future::{Ready, ready};

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use exam::candidate::Seat;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use lexicon::{AttemptId, Instant, Millis, SittingId};
use serde::{Deserialize, Serialize};

use super::Problem;
use crate::server::Shared;

/// The cookie that holds the token.
const SEAT_COOKIE: &str = "ambang_seat";
const AUDIENCE: &str = "seat";
/// An exam day: a token outlives every sitting of its day, a postponed one included.
const LIFETIME: Millis = Millis(16 * 3_600_000);

/// The secrets behind tokens, by key id. The first is used for new tokens; the others are still accepted.
pub struct TokenKeys {
    signing: (String, EncodingKey),
    accepted: BTreeMap<String, DecodingKey>,
    validation: Validation,
}

impl std::fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenKeys(signing with {})", self.signing.0)
    }
}

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    aud: String,
    /// The attempt.
    sub: AttemptId,
    /// The sitting.
    sit: SittingId,
    /// Seconds since 1970; judged by the server's clock, not by the library's.
    exp: i64,
}

impl TokenKeys {
    /// Keys by id; `None` when there is none at all.
    #[must_use]
    pub fn new(keys: &[(String, [u8; 32])]) -> Option<Self> {
        let (id, secret) = keys.first()?;
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[AUDIENCE]);
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        let accepted = keys
            .iter()
            .map(|(id, secret)| (id.clone(), DecodingKey::from_secret(secret)));
        Some(Self {
            signing: (id.clone(), EncodingKey::from_secret(secret)),
            accepted: accepted.collect(),
            validation,
        })
    }

    /// A token for a seat.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn issue(&self, seat: Seat, now: Instant) -> Result<String, exam::ExamError> {
        let header = Header {
            kid: Some(self.signing.0.clone()),
            ..Header::new(Algorithm::HS256)
        };
        let claims = Claims {
            aud: AUDIENCE.to_owned(),
            sub: seat.attempt,
            sit: seat.sitting,
            exp: (now + LIFETIME).0 / 1_000,
        };
        encode(&header, &claims, &self.signing.1)
            .map_err(|error| exam::ExamError::Internal(format!("token: {error}")))
    }

    /// The seat that a token names, if it is one of ours and not past its time.
    #[must_use]
    pub fn read(&self, token: &str, now: Instant) -> Option<Seat> {
        let kid = decode_header(token).ok()?.kid?;
        let key = self.accepted.get(&kid)?;
        let claims = decode::<Claims>(token, key, &self.validation).ok()?.claims;
        let fresh = claims.exp.saturating_mul(1_000) > now.0;
        fresh.then_some(Seat {
            sitting: claims.sit,
            attempt: claims.sub,
        })
    }
}

/// The seat of the request's token.
#[derive(Clone, Copy, Debug)]
pub struct SeatToken(pub Seat);

impl FromRequest for SeatToken {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            read_seat(request)
                .map(Self)
                .ok_or_else(Problem::unauthenticated),
        )
    }
}

fn read_seat(request: &HttpRequest) -> Option<Seat> {
    let shared = request.app_data::<Data<Shared>>()?;
    let now = shared.app.clock.now();
    if let Some(header) = request.headers().get(AUTHORIZATION) {
        let token = header.to_str().ok()?.strip_prefix("Bearer ")?;
        return shared.tokens.read(token, now);
    }
    let cookie = request.cookie(SEAT_COOKIE)?;
    shared.tokens.read(cookie.value(), now)
}

/// The cookie that carries a token.
pub(crate) fn seat_cookie(token: String, secure: bool) -> Cookie<'static> {
    Cookie::build(SEAT_COOKIE, token)
        .path("/api/v1/candidate")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .max_age(Duration::milliseconds(LIFETIME.0))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn keys(id: &str, secret: u8) -> TokenKeys {
        TokenKeys::new(&[(id.to_owned(), [secret; 32])]).unwrap()
    }

    fn seat() -> Seat {
        Seat {
            sitting: SittingId::from_bytes([1; 16]),
            attempt: AttemptId::from_bytes([2; 16]),
        }
    }

    #[test]
    fn a_token_names_its_seat_until_its_time_is_over() {
        let keys = keys("a", 1);
        let token = keys.issue(seat(), NOW).unwrap();
        assert_eq!(keys.read(&token, NOW), Some(seat()));
        assert_eq!(keys.read(&token, NOW + LIFETIME), None);
    }

    #[test]
    fn other_keys_and_other_algorithms_are_nothing() {
        let token = keys("a", 1).issue(seat(), NOW).unwrap();
        assert_eq!(keys("a", 2).read(&token, NOW), None);
        assert_eq!(keys("b", 1).read(&token, NOW), None);
        let claims = Claims {
            aud: AUDIENCE.into(),
            sub: seat().attempt,
            sit: seat().sitting,
            exp: i64::MAX / 1_000,
        };
        let header = Header {
            kid: Some("a".into()),
            ..Header::new(Algorithm::HS512)
        };
        let longer = encode(&header, &claims, &EncodingKey::from_secret(&[1; 32])).unwrap();
        assert_eq!(keys("a", 1).read(&longer, NOW), None);
        let other = Claims {
            aud: "staff".into(),
            ..claims
        };
        let header = Header {
            kid: Some("a".into()),
            ..Header::new(Algorithm::HS256)
        };
        let foreign = encode(&header, &other, &EncodingKey::from_secret(&[1; 32])).unwrap();
        assert_eq!(keys("a", 1).read(&foreign, NOW), None);
    }

    #[test]
    fn an_old_key_is_still_accepted() {
        let old = keys("old", 1).issue(seat(), NOW).unwrap();
        let both = TokenKeys::new(&[("new".into(), [2; 32]), ("old".into(), [1; 32])]).unwrap();
        assert_eq!(both.read(&old, NOW), Some(seat()));
    }
}
