//! `GET /api/v1/public/server`

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Problem;
use crate::openapi::{problems, words};
use crate::server::Shared;

/// What a page should know of the server before anybody logs in.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerFacts)]
struct Reply {
    /// Of the program.
    version: &'static str,
    #[schema(value_type = words::Instant)]
    now: i64,
    /// Plain HTTP over a network that others may be on: every page says so.
    insecure: bool,
    /// Of the pages, the first by default.
    languages: [Language; 2],
}

/// A language of the pages.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Language {
    Id,
    En,
}

/// Anyone: what a page should know of the server.
#[utoipa::path(
    get, path = "/api/v1/public/server", operation_id = "server", tag = "public",
    responses((status = 200, description = "Facts", body = Reply), problems::Anything)
)]
#[get("/server")]
pub(crate) async fn server(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let facts = Reply {
        version: env!("CARGO_PKG_VERSION"),
        now: shared.app.clock.now().0,
        insecure: shared.transport.warn,
        languages: [Language::Id, Language::En],
    };
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(facts))
}
