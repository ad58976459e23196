//! `GET|POST /api/v1/selections/{id}/drafts`, `GET /api/v1/drafts/{id}`, `POST /api/v1/drafts/{id}/{approve,publish}`

use actix_web::{HttpResponse, get, post, web};
use exam::results::{self, NewDraft, UNWATCHED};
use lexicon::{Digest, PublicationId, SelectionId};
use publication::Correction;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::{Body, Nothing};
use crate::http::{Problem, Staff};
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDraft)]
pub(crate) struct New {
    #[schema(value_type = Option<shapes::Correction>)]
    correction: Option<Correction>,
    cut: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ApproveDraft)]
pub(crate) struct Approve {
    #[schema(value_type = words::Digest)]
    digest: Digest,
}

/// Permission: `DraftResults`, in the selection.
#[utoipa::path(
    post, path = "/api/v1/selections/{id}/drafts", operation_id = "createDraft", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The selection")),
    request_body = New,
    responses((status = 201, description = "Made", body = shapes::Draft), problems::Drafting)
)]
#[post("/selections/{id}/drafts")]
pub(crate) async fn create(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    body: Body<New>,
) -> Result<HttpResponse, Problem> {
    let _place = shared.heavy_place()?;
    let New { correction, cut } = body.body;
    let new = NewDraft { correction, cut };
    let draft = results::create_draft(&shared.app, &staff.0, *id, new, UNWATCHED).await?;
    Ok(HttpResponse::Created().json(draft))
}

/// Permission: `ReadDrafts`, in the selection.
#[utoipa::path(
    get, path = "/api/v1/selections/{id}/drafts", operation_id = "drafts", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The selection")),
    responses((status = 200, description = "Newest first", body = Vec<shapes::Draft>), problems::StaffReads)
)]
#[get("/selections/{id}/drafts")]
pub(crate) async fn list(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
) -> Result<HttpResponse, Problem> {
    let drafts = results::drafts(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(drafts))
}

/// Permission: `ReadDrafts`, in the draft's selection.
#[utoipa::path(
    get, path = "/api/v1/drafts/{id}", operation_id = "draft", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The draft")),
    responses((status = 200, description = "As it would be published", body = shapes::DraftPreview), problems::StaffReads)
)]
#[get("/drafts/{id}")]
pub(crate) async fn preview(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<PublicationId>,
) -> Result<HttpResponse, Problem> {
    let draft = results::draft(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(draft))
}

/// Permission: `ApproveResults`, in the draft's selection; not the drafter.
#[utoipa::path(
    post, path = "/api/v1/drafts/{id}/approve", operation_id = "approveDraft", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The draft")),
    request_body = Approve,
    responses((status = 200, description = "Approved", body = shapes::Draft), problems::Drafting)
)]
#[post("/drafts/{id}/approve")]
pub(crate) async fn approve(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<PublicationId>,
    body: Body<Approve>,
) -> Result<HttpResponse, Problem> {
    let draft = results::approve_draft(&shared.app, &staff.0, *id, body.body.digest).await?;
    Ok(HttpResponse::Ok().json(draft))
}

/// Permission: `PublishResults`, in the draft's selection.
#[utoipa::path(
    post, path = "/api/v1/drafts/{id}/publish", operation_id = "publishDraft", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The draft")),
    request_body = Nothing,
    responses((status = 200, description = "Published", body = shapes::Publication), problems::Drafting)
)]
#[post("/drafts/{id}/publish")]
pub(crate) async fn publish(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<PublicationId>,
    _body: Body<Nothing>,
) -> Result<HttpResponse, Problem> {
    let published = results::publish_draft(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(published))
}
