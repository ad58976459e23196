//! `POST /api/v1/sittings/{id}/check-in`, `POST /api/v1/sittings/{id}/seats/{attempt}/pin`,
//! `GET /api/v1/selections/{id}/seats`

use std::collections::HashSet;

use actix_web::{HttpResponse, get, post, web};
use exam::staff;
use lexicon::{AttemptId, ParticipantNo, SelectionId, SittingId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::body::{Body, reason};
use crate::http::{Problem, Staff};
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CheckIn)]
pub(crate) struct CheckIn {
    #[schema(value_type = words::ParticipantNo)]
    participant_no: ParticipantNo,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReissuePin)]
pub(crate) struct Reissue {
    #[serde(deserialize_with = "reason")]
    reason: String,
}

/// Permission: `CheckIn`, in the sitting. Whoever stands at the desk is not locked out any longer.
#[utoipa::path(
    post, path = "/api/v1/sittings/{id}/check-in", operation_id = "checkIn", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The sitting")),
    request_body = CheckIn,
    responses((status = 200, description = "Present, with a PIN", body = shapes::PrintedPin), problems::ExamActs)
)]
#[post("/sittings/{id}/check-in")]
pub(crate) async fn check_in(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SittingId>,
    body: Body<CheckIn>,
) -> Result<HttpResponse, Problem> {
    let pin = staff::check_in(&shared.app, &staff.0, *id, body.body.participant_no).await?;
    shared.door.lift(&HashSet::from([pin.participant_no])).await;
    Ok(HttpResponse::Ok().json(pin))
}

/// Permission: `CheckIn`, in the sitting. Lifts the lockout as well.
#[utoipa::path(
    post, path = "/api/v1/sittings/{id}/seats/{attempt}/pin", operation_id = "reissuePin", tag = "staff",
    security(("staff" = [])),
    params(
        ("id" = words::Id, Path, description = "The sitting"),
        ("attempt" = words::Id, Path, description = "The attempt"),
    ),
    request_body = Reissue,
    responses((status = 200, description = "A new PIN", body = shapes::PrintedPin), problems::ExamActs)
)]
#[post("/sittings/{id}/seats/{attempt}/pin")]
pub(crate) async fn reissue(
    shared: web::Data<Shared>,
    staff: Staff,
    seat: web::Path<(SittingId, AttemptId)>,
    body: Body<Reissue>,
) -> Result<HttpResponse, Problem> {
    let reason = &body.body.reason;
    let pin = staff::reissue_pin(&shared.app, &staff.0, *seat, reason).await?;
    shared.door.lift(&HashSet::from([pin.participant_no])).await;
    Ok(HttpResponse::Ok().json(pin))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Search {
    /// Digits of the participant number, or words of the name; two characters or more.
    find: String,
}

/// Permission: `CheckIn`, in the selection or in a sitting of it, in which alone is then searched. At most 20 seats.
#[utoipa::path(
    get, path = "/api/v1/selections/{id}/seats", operation_id = "findSeats", tag = "staff",
    security(("staff" = [])),
    params(
        ("id" = words::Id, Path, description = "The selection"), Search
    ),
    responses((status = 200, description = "Those that fit", body = Vec<shapes::FoundSeat>), problems::StaffActs)
)]
#[get("/selections/{id}/seats")]
pub(crate) async fn find(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    query: web::Query<Search>,
) -> Result<HttpResponse, Problem> {
    let found = staff::find_seats(&shared.app, &staff.0, *id, &query.find).await?;
    Ok(HttpResponse::Ok().json(found))
}
