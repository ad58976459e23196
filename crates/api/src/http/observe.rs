//! Every request has a number and is counted. Nothing here waits or locks: it lies on the answer path.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::{known, request_id};
use crate::server::Shared;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Serves a request under its number, tells it in the answer, and counts both.
pub(crate) async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let shared = request.app_data::<Data<Shared>>().cloned();
    let place = known::place(request.method(), request.path());
    let number = request_id::next();
    let mut answer = request_id::numbered(number, next.call(request)).await;
    let status = match &answer {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    if let Some(shared) = shared {
        shared.requests.count(place, status);
    }
    if let Ok(response) = &mut answer
        && let Ok(value) = HeaderValue::try_from(request_id::text(number))
    {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    answer
}
