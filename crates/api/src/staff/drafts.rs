//! `GET|POST /api/v1/selections/{id}/drafts`, `GET /api/v1/drafts/{id}`, `POST /api/v1/drafts/{id}/{approve,publish}`

use actix_web::{HttpResponse, get, post, web};
use exam::results::{self, NewDraft, UNWATCHED};
use lexicon::{Digest, PublicationId, SelectionId};
use publication::Correction;
use serde::Deserialize;

use super::body::{Body, Nothing};
use crate::http::{Problem, Staff};
use crate::server::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    correction: Option<Correction>,
    cut: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approve {
    digest: Digest,
}

/// Permission: `DraftResults`, in the selection.
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
