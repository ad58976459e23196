//! Whether the process lives, and whether it can do its work.

use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, web};
use exam::ExamError;
use tokio::time::timeout;

use crate::http::{Code, Problem};
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

/// So long the store may take to say that it is there.
const PING_MAX: Duration = Duration::from_secs(1);

/// Anyone: the store answers, what is sent can be recorded, the clock is right, and the server is not about to end.
#[utoipa::path(
    get, path = "/readyz", operation_id = "readyz", tag = "health",
    responses((
        status = 200, description = "The store answers, what is sent can be recorded, and the clock is right",
        body = String, content_type = "text/plain"
    ), problems::Anything)
)]
#[get("/readyz")]
pub(crate) async fn ready(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let app = &shared.app;
    let not = |why: &str| Err(Problem::new(Code::Unavailable, why));
    if shared.draining.load(Ordering::Relaxed) {
        return not("it is about to end");
    }
    if !app.recorder.is_up() || !app.recorder.is_committing(app.clock.now()) {
        return not("nothing could be recorded for two seconds");
    }
    if let Some(fault) = app.clock.fault() {
        return not(&fault);
    }
    let Ok(pinged) = timeout(PING_MAX, app.store.ping()).await else {
        return not("the store does not answer");
    };
    pinged.map_err(ExamError::from)?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .body("ready"))
}
