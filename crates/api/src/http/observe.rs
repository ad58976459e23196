//! Every request has a number and is counted. Nothing here waits or locks: it lies on the answer path.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::{known, request_id};
use crate::server::Shared;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Serves a request under its number, tells it in the answer, and counts both.
pub(crate) async fn observe(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    // Whoever looks after servers asks so; the answer's body is left off by the transport.
    if request.method() == Method::HEAD && matches!(request.path(), "/healthz" | "/readyz") {
        request.head_mut().method = Method::GET;
    }
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
    if let Ok(response) = &mut answer {
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::try_from(request_id::text(number)) {
            headers.insert(X_REQUEST_ID, value);
        }
        if !headers.contains_key(X_CONTENT_TYPE_OPTIONS) {
            let nosniff = HeaderValue::from_static("nosniff");
            headers.insert(X_CONTENT_TYPE_OPTIONS, nosniff);
        }
    }
    answer
}
