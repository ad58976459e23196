//! `GET /api/v1/selections/{id}/ranking`

use actix_web::{HttpResponse, get, web};
use exam::staff;
use lexicon::SelectionId;
use serde::Deserialize;

use crate::http::{Problem, Staff};
use crate::server::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    formation: String,
    #[serde(default)]
    from: u32,
    #[serde(default = "page")]
    limit: u16,
}

const fn page() -> u16 {
    50
}

/// Permission: `ReadRanking`, in the selection.
#[get("/selections/{id}/ranking")]
pub(crate) async fn ranking(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Problem> {
    let page = (query.from as usize, usize::from(query.limit));
    let ranking = staff::ranking(&shared.app, &staff.0, *id, &query.formation, page).await?;
    Ok(HttpResponse::Ok().json(ranking))
}
