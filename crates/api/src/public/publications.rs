//! `GET /api/v1/public/publications/{id}`, `GET /api/v1/public/selections/{id}/publications`

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, ContentDisposition, ContentType,
};
use actix_web::{HttpResponse, get, web};
use exam::results;
use lexicon::{PublicationId, SelectionId};

use crate::http::Problem;
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

/// Anyone: what has been published of a selection, newest first.
#[utoipa::path(
    get, path = "/api/v1/public/selections/{id}/publications", operation_id = "publicPublications", tag = "public",
    params(("id" = words::Id, Path, description = "The selection")),
    responses((status = 200, description = "Newest first", body = Vec<shapes::Publication>), problems::Reading)
)]
#[get("/selections/{id}/publications")]
pub(crate) async fn list(
    shared: web::Data<Shared>,
    id: web::Path<SelectionId>,
) -> Result<HttpResponse, Problem> {
    let publications = results::publications(&shared.app, *id).await?;
    Ok(HttpResponse::Ok().json(publications))
}

/// Anyone: the signed document, byte for byte. It never changes.
#[utoipa::path(
    get, path = "/api/v1/public/publications/{id}", operation_id = "publicPublication", tag = "public",
    params(("id" = words::Id, Path, description = "The publication")),
    responses((status = 200, description = "The signed document, byte for byte", body = shapes::PublicationDocument), problems::Reading)
)]
#[get("/publications/{id}")]
pub(crate) async fn document(
    shared: web::Data<Shared>,
    id: web::Path<PublicationId>,
) -> Result<HttpResponse, Problem> {
    let publication = results::publication(&shared.app, *id).await?;
    let name = format!("publication-{}-v{}.json", *id, publication.version);
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((CONTENT_DISPOSITION, ContentDisposition::attachment(name)))
        .body(publication.document))
}
