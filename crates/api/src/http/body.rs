//! Request bodies: read whole, stamped when complete, then parsed.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use lexicon::Instant;
use serde::de::DeserializeOwned;

use super::Problem;
use crate::server::{BODY_LEN_MAX, Shared};

/// A JSON body with the instant at which its last byte had arrived: that instant is judged.
pub(crate) struct Timed<T> {
    pub(crate) body: T,
    pub(crate) received: Instant,
}

impl<T: DeserializeOwned + 'static> FromRequest for Timed<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let shared = request.app_data::<Data<Shared>>().cloned();
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            let shared = shared.ok_or_else(|| Problem::malformed("no server state"))?;
            let bytes = bytes.await.map_err(|error| unread(&error))?;
            let received = shared.app.clock.now();
            let body = serde_json::from_slice(&bytes).map_err(|error| {
                Problem::malformed(format!("the body is not what this route takes: {error}"))
            })?;
            Ok(Self { body, received })
        })
    }
}

fn unread(error: &actix_web::Error) -> Problem {
    match error.as_error::<PayloadError>() {
        Some(PayloadError::Overflow) => Problem::too_large(BODY_LEN_MAX),
        _ => Problem::malformed("the body did not arrive whole"),
    }
}
