//! `GET|POST /api/v1/selections/{id}/sittings`, `GET /api/v1/sittings/{id}`,
//! `GET /api/v1/sittings/{id}/acts`

use actix_web::{HttpResponse, get, post, web};
use exam::staff::{self, NewSeatRequest, NewSittingRequest};
use lexicon::{FormId, Instant, Millis, ParticipantNo, SelectionId, SittingId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Body;
use crate::http::{Problem, Staff};
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSitting)]
pub(crate) struct New {
    name: String,
    place: String,
    #[schema(value_type = words::Instant)]
    starts: Instant,
    #[schema(value_type = Vec<words::Id>)]
    forms: Vec<FormId>,
    #[schema(value_type = Option<Vec<words::Millis>>)]
    block_ms: Option<Vec<Millis>>,
    #[schema(value_type = Option<Vec<words::Millis>>)]
    blind_block_ms: Option<Vec<Millis>>,
    seats: Vec<NewSeat>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSeat)]
pub(crate) struct NewSeat {
    #[schema(value_type = words::ParticipantNo)]
    participant_no: ParticipantNo,
    #[serde(default)]
    place: String,
}

impl From<New> for NewSittingRequest {
    fn from(new: New) -> Self {
        let seats = new.seats.into_iter().map(|seat| NewSeatRequest {
            participant_no: seat.participant_no,
            place: seat.place,
        });
        Self {
            name: new.name,
            place: new.place,
            starts: new.starts,
            forms: new.forms,
            block_ms: new.block_ms,
            blind_block_ms: new.blind_block_ms,
            seats: seats.collect(),
        }
    }
}

/// Permission: `MakeSittings`, in the selection.
#[utoipa::path(
    post, path = "/api/v1/selections/{id}/sittings", operation_id = "createSitting", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The selection")),
    request_body = New,
    responses((status = 201, description = "Made", body = shapes::SittingCreated), problems::Imports)
)]
#[post("/selections/{id}/sittings")]
pub(crate) async fn create(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    body: Body<New>,
) -> Result<HttpResponse, Problem> {
    let made = staff::create_sitting(&shared.app, &staff.0, *id, body.body.into()).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Permission: `ReadSelection`, in the selection or in a sitting of it, which is then all that is listed.
#[utoipa::path(
    get, path = "/api/v1/selections/{id}/sittings", operation_id = "sittings", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The selection")),
    responses((status = 200, description = "By planned begin", body = Vec<shapes::SittingSummary>), problems::StaffReads)
)]
#[get("/selections/{id}/sittings")]
pub(crate) async fn list(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
) -> Result<HttpResponse, Problem> {
    let sittings = staff::sittings(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(sittings))
}

/// Permission: `WatchSitting`, in the sitting.
#[utoipa::path(
    get, path = "/api/v1/sittings/{id}", operation_id = "sitting", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The sitting")),
    responses((status = 200, description = "With its seats", body = shapes::Sitting), problems::StaffReads)
)]
#[get("/sittings/{id}")]
pub(crate) async fn view(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SittingId>,
) -> Result<HttpResponse, Problem> {
    let sitting = staff::sitting(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(sitting))
}

/// Permission: `WatchSitting`, in the sitting. What has been done in it, by whom and why; who was checked in is left out.
#[utoipa::path(
    get, path = "/api/v1/sittings/{id}/acts", operation_id = "sittingActs", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The sitting")),
    responses((status = 200, description = "The latest first", body = shapes::SittingActs), problems::StaffReads)
)]
#[get("/sittings/{id}/acts")]
pub(crate) async fn acts(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SittingId>,
) -> Result<HttpResponse, Problem> {
    let acts = staff::acts(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(acts))
}
