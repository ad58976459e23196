//! Tokens of candidates.

use std::future::{Ready, ready};

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use exam::candidate::Seat;
use lexicon::{AttemptId, Instant, Millis, SittingId};
use serde::{Deserialize, Serialize};

use super::token::{Audience, Claims, TokenKeys};
use super::{Problem, check_same_site};
use crate::server::Shared;

/// The cookie that holds the token.
const SEAT_COOKIE: &str = "ambang_seat";
/// An exam day: a token outlives every sitting of its day, a postponed one included.
const LIFETIME: Millis = Millis(16 * 3_600_000);

#[derive(Debug, Serialize, Deserialize)]
struct SeatClaims {
    aud: String,
    /// The attempt.
    sub: AttemptId,
    /// The sitting.
    sit: SittingId,
    /// The epoch of the lease.
    epo: u32,
    /// Log-outs before it was given.
    #[serde(default)]
    out: u32,
    exp: i64,
}

impl Claims for SeatClaims {
    const AUDIENCE: Audience = Audience::Seat;

    fn expires_s(&self) -> i64 {
        self.exp
    }
}

impl TokenKeys {
    /// A token for a seat.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn issue(&self, seat: Seat, now: Instant) -> Result<String, exam::ExamError> {
        self.sign(&SeatClaims {
            aud: Audience::Seat.name().to_owned(),
            sub: seat.attempt,
            sit: seat.sitting,
            epo: seat.epoch,
            out: seat.log_outs,
            exp: (now + LIFETIME).0 / 1_000,
        })
    }

    /// The seat that a token names, if it is one of ours and not past its time.
    #[must_use]
    pub fn read(&self, token: &str, now: Instant) -> Option<Seat> {
        let claims: SeatClaims = self.open(token, now)?;
        Some(Seat {
            sitting: claims.sit,
            attempt: claims.sub,
            epoch: claims.epo,
            log_outs: claims.out,
        })
    }
}

/// The seat of the request's token. A page of another origin cannot use it to change anything: to a browser every port
/// and every neighbouring host is the same site, and the cookie goes along.
#[derive(Clone, Copy, Debug)]
pub struct SeatToken(pub Seat);

impl FromRequest for SeatToken {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let ours = check_same_site(request);
        let seat = || read_seat(request).ok_or_else(Problem::unauthenticated);
        ready(ours.and_then(|()| seat()).map(Self))
    }
}

/// The seat of the request's token, if it bears a good one.
pub(crate) fn read_seat(request: &HttpRequest) -> Option<Seat> {
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
    cookie(token, secure, LIFETIME)
}

/// The cookie that takes a token away from the browser.
pub(crate) fn no_seat_cookie(secure: bool) -> Cookie<'static> {
    cookie(String::new(), secure, Millis::ZERO)
}

fn cookie(token: String, secure: bool, age: Millis) -> Cookie<'static> {
    Cookie::build(SEAT_COOKIE, token)
        .path("/api/v1/candidate")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .max_age(Duration::milliseconds(age.0))
        .finish()
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn keys(id: &str, secret: u8) -> TokenKeys {
        TokenKeys::new(&[(id.to_owned(), [secret; 32])]).unwrap()
    }

    fn seat() -> Seat {
        Seat {
            sitting: SittingId::from_bytes([1; 16]),
            attempt: AttemptId::from_bytes([2; 16]),
            epoch: 1,
            log_outs: 0,
        }
    }

    #[test]
    fn a_token_names_its_seat_until_its_time_is_over() {
        let keys = keys("a", 1);
        let token = keys.issue(seat(), NOW).unwrap();
        assert_eq!(keys.read(&token, NOW), Some(seat()));
        assert_eq!(keys.read(&token, NOW + LIFETIME), None);
    }

    fn signed(algorithm: Algorithm, claims: &serde_json::Value) -> String {
        let header = Header {
            kid: Some("a".into()),
            ..Header::new(algorithm)
        };
        encode(&header, claims, &EncodingKey::from_secret(&[1; 32])).unwrap()
    }

    #[test]
    fn other_keys_audiences_and_algorithms_are_nothing() {
        let token = keys("a", 1).issue(seat(), NOW).unwrap();
        assert_eq!(keys("a", 2).read(&token, NOW), None);
        assert_eq!(keys("b", 1).read(&token, NOW), None);
        let mut claims = serde_json::json!({
            "aud": "seat", "sub": seat().attempt, "sit": seat().sitting, "epo": 1, "exp": 1_900_000_000,
        });
        let read = |claims: &serde_json::Value, algorithm| {
            keys("a", 1).read(&signed(algorithm, claims), NOW)
        };
        assert_eq!(read(&claims, Algorithm::HS256), Some(seat()));
        assert_eq!(read(&claims, Algorithm::HS512), None);
        for aud in [
            serde_json::json!("staff"),
            serde_json::json!(["seat", "staff"]),
        ] {
            claims["aud"] = aud;
            assert_eq!(read(&claims, Algorithm::HS256), None);
        }
        claims.as_object_mut().unwrap().remove("aud");
        assert_eq!(read(&claims, Algorithm::HS256), None);
    }

    #[test]
    fn an_old_key_is_still_accepted() {
        let old = keys("old", 1).issue(seat(), NOW).unwrap();
        let both = TokenKeys::new(&[("new".into(), [2; 32]), ("old".into(), [1; 32])]).unwrap();
        assert_eq!(both.read(&old, NOW), Some(seat()));
    }
}
