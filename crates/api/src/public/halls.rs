//! `GET /api/v1/public/selections`, `GET /api/v1/public/sittings`, `GET /api/v1/public/sittings/{id}/board`

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get, web};
use exam::public;
use lexicon::SittingId;

use crate::http::Problem;
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

/// Lists change rarely, and everybody in the hall asks.
const LISTS: (actix_web::http::header::HeaderName, &str) = (CACHE_CONTROL, "public, max-age=10");

/// Anyone: the selections of which something has been published.
#[utoipa::path(
    get, path = "/api/v1/public/selections", operation_id = "publicSelections", tag = "public",
    responses((status = 200, description = "Newest first", body = Vec<shapes::PublicSelection>), problems::Anything)
)]
#[get("/selections")]
pub(crate) async fn selections(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let listed = public::selections(&shared.app).await?;
    Ok(HttpResponse::Ok().insert_header(LISTS).json(listed))
}

/// Anyone: the sittings of these days.
#[utoipa::path(
    get, path = "/api/v1/public/sittings", operation_id = "publicSittings", tag = "public",
    responses((status = 200, description = "By planned begin", body = Vec<shapes::PublicSitting>), problems::Anything)
)]
#[get("/sittings")]
pub(crate) async fn sittings(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let listed = public::sittings(&shared.app).await?;
    Ok(HttpResponse::Ok().insert_header(LISTS).json(listed))
}

/// Anyone: the hall board of a sitting, at the policy's tick; a running candidate's points move only after some newly
/// answered items; who has ended stands there exactly.
#[utoipa::path(
    get, path = "/api/v1/public/sittings/{id}/board", operation_id = "hallBoard", tag = "public",
    params(("id" = words::Id, Path, description = "The sitting")),
    responses((status = 200, description = "The board", body = shapes::HallBoard), problems::Reading)
)]
#[get("/sittings/{id}/board")]
pub(crate) async fn board(
    shared: web::Data<Shared>,
    id: web::Path<SittingId>,
) -> Result<HttpResponse, Problem> {
    let board = shared.boards.board(&shared.app, *id).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(&*board))
}
