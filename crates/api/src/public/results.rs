//! `GET /api/v1/public/results/{participant_no}`

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, get, web};
use lexicon::ParticipantNo;

use crate::http::Problem;
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

/// Anyone: the newest published row of a participant, with all that proves it. One address may ask for six hundred at
/// once, and twenty a second after that.
#[utoipa::path(
    get, path = "/api/v1/public/results/{participant_no}", operation_id = "publicResult", tag = "public",
    params(("participant_no" = words::ParticipantNo, Path, description = "From the exam card")),
    responses((status = 200, description = "The newest published row", body = shapes::PublicResult), problems::LookingUp)
)]
#[get("/results/{participant_no}")]
pub(crate) async fn result(
    shared: web::Data<Shared>,
    request: HttpRequest,
    no: web::Path<ParticipantNo>,
) -> Result<HttpResponse, Problem> {
    let from = shared.proxies.sender(&request);
    shared.look_ups.count(from, shared.app.clock.now())?;
    let result = shared.published.result(&shared.app, *no).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(result))
}
