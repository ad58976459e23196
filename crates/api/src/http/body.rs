//! Request bodies: read whole, stamped when complete, then parsed.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::{Bytes, BytesMut, Data};
use actix_web::{FromRequest, HttpRequest};
use futures::StreamExt;
use lexicon::Instant;
use serde::de::DeserializeOwned;

use super::Problem;
use crate::server::{BODY_LEN_MAX, Shared};

/// A JSON body of at most `MAX` bytes, with the instant at which its last byte had arrived: that instant is judged.
pub(crate) struct Timed<T, const MAX: usize = BODY_LEN_MAX> {
    pub(crate) body: T,
    pub(crate) received: Instant,
}

impl<T: DeserializeOwned + 'static, const MAX: usize> FromRequest for Timed<T, MAX> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let shared = request.app_data::<Data<Shared>>().cloned();
        let bytes = whole(request, payload, MAX);
        Box::pin(async move {
            let shared = shared.ok_or_else(|| Problem::malformed("no server state"))?;
            let bytes = bytes.await?;
            let received = shared.app.clock.now();
            Ok(Self {
                body: parse(&bytes)?,
                received,
            })
        })
    }
}

/// A JSON object. (Left alone, an array of its fields in order would do as well.)
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::malformed("the body is not a JSON object"));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        Problem::malformed(format!("the body is not what this route takes: {error}"))
    })
}

/// The whole body, if it is not longer than `max`.
pub(crate) fn whole(
    request: &HttpRequest,
    payload: &mut Payload,
    max: usize,
) -> impl Future<Output = Result<Bytes, Problem>> + use<> {
    let promised = promised_length(request);
    let mut payload = payload.take();
    async move {
        if promised.is_some_and(|length| length > max) {
            return Err(Problem::too_large(max));
        }
        let mut bytes = BytesMut::with_capacity(promised.unwrap_or(0));
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|error| unread(&error, max))?;
            if bytes.len() + chunk.len() > max {
                return Err(Problem::too_large(max));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }
}

/// What the sender says that is coming.
pub(crate) fn promised_length(request: &HttpRequest) -> Option<usize> {
    let header = request.headers().get(CONTENT_LENGTH)?;
    header.to_str().ok()?.parse().ok()
}

pub(crate) fn unread(error: &PayloadError, max: usize) -> Problem {
    match error {
        PayloadError::Overflow => Problem::too_large(max),
        _ => Problem::malformed("the body did not arrive whole"),
    }
}
