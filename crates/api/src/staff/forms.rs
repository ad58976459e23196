//! `GET|POST /api/v1/selections/{id}/forms`

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, post, web};
use exam::staff::{self, NewForm};
use lexicon::{SelectionId, SubTest};
use serde::Deserialize;

use super::body::Body;
use crate::http::{Problem, Staff};
use crate::server::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    name: String,
    counts: Option<BTreeMap<SubTest, u16>>,
}

/// Permission: `LockForms`, in the selection.
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
#[get("/selections/{id}/forms")]
pub(crate) async fn list(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
) -> Result<HttpResponse, Problem> {
    let forms = staff::forms(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(forms))
}
