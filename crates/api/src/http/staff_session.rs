//! Sessions of staff: a signed cookie that ends after half an hour without a request, and after half a day anyway.
//!
//! Who the caller is and may do is read from the store with every request: a disabled user, a changed grant or a
//! new password holds at once.

use std::future::Future;
use std::pin::Pin;

use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::SET_COOKIE;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use exam::ExamError;
use exam::staff::{Caller, LoggedIn};
use lexicon::{Digest, Instant, Millis, UserId};
use serde::{Deserialize, Serialize};

use super::token::{Audience, Claims};
use super::{Problem, same_site};
use crate::server::Shared;

const STAFF_COOKIE: &str = "ambang_staff";
/// Without a request for this long the session is over.
pub(crate) const IDLE: Millis = Millis::from_mins(30);
/// Longer than any exam day's duty.
pub(crate) const LENGTH_MAX: Millis = Millis::from_mins(12 * 60);
/// A cookie younger than this is not renewed.
const RENEW_AFTER: Millis = Millis::from_mins(1);

/// What a session's token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    aud: String,
    /// The user.
    sub: UserId,
    /// Of the password that was given.
    stamp: Digest,
    /// The session's own number: a log-out ends this one.
    pub(crate) sid: u64,
    /// When it began, ms.
    began: i64,
    exp: i64,
}

impl Claims for Session {
    const AUDIENCE: Audience = Audience::Staff;

    fn expires_s(&self) -> i64 {
        self.exp
    }
}

impl Session {
    pub(crate) fn begin(logged_in: &LoggedIn, sid: u64, now: Instant) -> Self {
        let session = Self {
            aud: Audience::Staff.name().to_owned(),
            sub: logged_in.user.id,
            stamp: logged_in.stamp,
            sid,
            began: now.0,
            exp: 0,
        };
        session.until(now + IDLE)
    }

    /// The last instant at which it can still be in force, however often it is renewed.
    pub(crate) fn last_end(&self) -> Instant {
        Instant(self.began) + LENGTH_MAX
    }

    fn until(mut self, end: Instant) -> Self {
        self.exp = end.min(self.last_end()).0.div_euclid(1_000);
        self
    }

    /// The same session for another half hour; `None` while it is not worth a new cookie.
    fn renewed(&self, now: Instant) -> Option<Self> {
        let renewed = self.clone().until(now + IDLE);
        let gained = (renewed.exp - self.exp).saturating_mul(1_000);
        (gained >= RENEW_AFTER.0).then_some(renewed)
    }

    /// The session of a request's cookie.
    pub(crate) fn of(request: &HttpRequest, shared: &Shared) -> Option<Self> {
        let cookie = request.cookie(STAFF_COOKIE)?;
        let session: Self = shared.tokens.open(cookie.value(), shared.app.clock.now())?;
        (!shared.ended.holds(session.sid)).then_some(session)
    }

    /// Who that is now, as with every request: a stream lasts longer than one.
    ///
    /// # Errors
    /// [`ExamError::Unauthenticated`] when the session is over.
    pub(crate) async fn caller(&self, shared: &Shared) -> Result<Caller, ExamError> {
        let over = self.last_end() <= shared.app.clock.now() || shared.ended.holds(self.sid);
        if over {
            return Err(ExamError::Unauthenticated);
        }
        exam::staff::caller(&shared.app, self.sub, self.stamp).await
    }

    /// The cookie that carries it.
    pub(crate) fn cookie(&self, shared: &Shared) -> Result<Cookie<'static>, Problem> {
        let token = shared.tokens.sign(self)?;
        Ok(cookie(token, shared.secure_cookies, LENGTH_MAX))
    }
}

/// The cookie that takes a session away from the browser.
pub(crate) fn no_session_cookie(secure: bool) -> Cookie<'static> {
    cookie(String::new(), secure, Millis::ZERO)
}

fn cookie(token: String, secure: bool, age: Millis) -> Cookie<'static> {
    Cookie::build(STAFF_COOKIE, token)
        .path("/api/v1")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .max_age(Duration::milliseconds(age.0))
        .finish()
}

/// A member of staff who is logged in. What they may do is the use case's to say.
pub(crate) struct Staff(pub(crate) Caller);

impl FromRequest for Staff {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            same_site::check(&request)?;
            let shared = request.app_data::<Data<Shared>>();
            let shared = shared.ok_or_else(Problem::unauthenticated)?;
            let session = Session::of(&request, shared).ok_or_else(Problem::unauthenticated)?;
            let caller = exam::staff::caller(&shared.app, session.sub, session.stamp).await?;
            if let Some(renewed) = session.renewed(shared.app.clock.now()) {
                request.extensions_mut().insert(renewed);
            }
            Ok(Self(caller))
        })
    }
}

/// Sends the renewed cookie of a session along with the reply.
pub(crate) async fn renew(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut response = next.call(request).await?;
    let renewed = response.request().extensions_mut().remove::<Session>();
    // A reply that sets a session already knows better.
    if let Some(session) = renewed
        && !response.headers().contains_key(SET_COOKIE)
        && let Some(shared) = response.request().app_data::<Data<Shared>>().cloned()
    {
        let cookie = session.cookie(&shared)?;
        // A value of ours is always a header's.
        drop(response.response_mut().add_cookie(&cookie));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn session() -> Session {
        let session = Session {
            aud: "staff".into(),
            sub: UserId::from_bytes([1; 16]),
            stamp: Digest([2; 32]),
            sid: 3,
            began: NOW.0,
            exp: 0,
        };
        session.until(NOW + IDLE)
    }

    #[test]
    fn a_session_slides_up_to_its_longest() {
        let mut session = session();
        assert!(session.renewed(NOW + Millis(59_000)).is_none());
        let mut now = NOW;
        while let Some(renewed) = session.renewed(now + Millis::from_mins(20)) {
            now = now + Millis::from_mins(20);
            session = renewed;
            assert!(session.exp * 1_000 <= (NOW + LENGTH_MAX).0);
        }
        assert_eq!(session.exp * 1_000, (NOW + LENGTH_MAX).0);
    }
}
