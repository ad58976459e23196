//! `GET /api/v1/public/results/{participant_no}`

use actix_web::{HttpResponse, get, web};
use lexicon::ParticipantNo;

use crate::http::Problem;
use crate::server::Shared;

/// Anyone: the newest published row of a participant, with all that proves it.
#[get("/results/{participant_no}")]
pub(crate) async fn result(
    shared: web::Data<Shared>,
    no: web::Path<ParticipantNo>,
) -> Result<HttpResponse, Problem> {
    let result = shared.published.result(&shared.app, *no).await?;
    Ok(HttpResponse::Ok().json(result))
}
