//! Whether the process lives, and whether it can do its work.

use actix_web::{HttpResponse, get, web};

use crate::http::Problem;
use crate::server::Shared;

/// Anyone: the process answers.
#[get("/healthz")]
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

/// Anyone: the store answers.
#[get("/readyz")]
pub(crate) async fn ready(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    shared
        .app
        .store
        .ping()
        .await
        .map_err(exam::ExamError::from)?;
    Ok(HttpResponse::Ok().body("ready"))
}
