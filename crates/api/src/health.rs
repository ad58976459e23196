//! Whether the process lives, and whether it can do its work.

use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, web};
use exam::ExamError;

use crate::http::Problem;
use crate::openapi::problems;
use crate::server::Shared;

/// Anyone: the process answers.
#[utoipa::path(
    get, path = "/healthz", operation_id = "healthz", tag = "health",
    responses((status = 200, description = "The process answers", body = String, content_type = "text/plain"))
)]
#[get("/healthz")]
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .body("ok")
}

/// Anyone: the store answers, and what is sent can be recorded.
#[utoipa::path(
    get, path = "/readyz", operation_id = "readyz", tag = "health",
    responses((
        status = 200, description = "The store answers, and what is sent can be recorded",
        body = String, content_type = "text/plain"
    ), problems::Anything)
)]
#[get("/readyz")]
pub(crate) async fn ready(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let app = &shared.app;
    app.store.ping().await.map_err(ExamError::from)?;
    if !app.recorder.is_up() {
        return Err(ExamError::Unavailable.into());
    }
    Ok(HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .body("ready"))
}
