//! `GET|POST /api/v1/selections/{id}/sittings`, `GET /api/v1/sittings/{id}`

use actix_web::{HttpResponse, get, post, web};
use exam::staff::{self, NewSeatRequest, NewSittingRequest};
use lexicon::{FormId, Instant, Millis, ParticipantNo, SelectionId, SittingId};
use serde::Deserialize;

use super::body::Body;
use crate::http::{Problem, Staff};
use crate::server::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    name: String,
    place: String,
    starts: Instant,
    forms: Vec<FormId>,
    block_ms: Option<Vec<Millis>>,
    blind_block_ms: Option<Vec<Millis>>,
    seats: Vec<NewSeat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSeat {
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
#[get("/sittings/{id}")]
pub(crate) async fn view(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SittingId>,
) -> Result<HttpResponse, Problem> {
    let sitting = staff::sitting(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(sitting))
}
