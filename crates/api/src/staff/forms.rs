//! `GET|POST /api/v1/selections/{id}/forms`

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, post, web};
use exam::staff::{self, NewForm};
use lexicon::{SelectionId, SubTest};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Body;
use crate::http::{Problem, Staff};
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewForm)]
pub(crate) struct New {
    name: String,
    #[schema(value_type = Option<BTreeMap<String, u16>>)]
    counts: Option<BTreeMap<SubTest, u16>>,
}

/// Permission: `LockForms`, in the selection.
#[utoipa::path(
    post, path = "/api/v1/selections/{id}/forms", operation_id = "createForm", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The selection")),
    request_body = New,
    responses((status = 201, description = "Drawn and locked", body = shapes::Form), problems::StaffActs)
)]
#[post("/selections/{id}/forms")]
pub(crate) async fn create(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    body: Body<New>,
) -> Result<HttpResponse, Problem> {
    let new = NewForm {
        name: body.body.name,
        counts: body.body.counts,
    };
    let locked = staff::create_form(&shared.app, &staff.0, *id, &new).await?;
    Ok(HttpResponse::Created().json(locked))
}

/// Permission: `ReadSelection`, in the selection.
#[utoipa::path(
    get, path = "/api/v1/selections/{id}/forms", operation_id = "forms", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The selection")),
    responses((status = 200, description = "Newest first", body = Vec<shapes::Form>), problems::StaffReads)
)]
#[get("/selections/{id}/forms")]
pub(crate) async fn list(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
) -> Result<HttpResponse, Problem> {
    let forms = staff::forms(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(forms))
}
