//! `GET /api/v1/public/key`

use actix_web::{HttpResponse, get, web};
use exam::results;

use crate::http::Problem;
use crate::openapi::{problems, shapes};
use crate::server::Shared;

/// Anyone: the key that signs publications.
#[utoipa::path(
    get, path = "/api/v1/public/key", operation_id = "publicKey", tag = "public",
    responses((status = 200, description = "The key", body = shapes::PublicKey), problems::Anything)
)]
#[get("/key")]
pub(crate) async fn key(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let key = results::public_key(&shared.app)?;
    Ok(HttpResponse::Ok().json(key))
}
