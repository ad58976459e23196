//! `GET /api/v1/selections/{id}/{ranking,histograms}`

use actix_web::{HttpResponse, get, web};
use exam::staff::{self, Page};
use lexicon::{ParticipantNo, SelectionId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::{Problem, Staff};
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Its code.
    formation: String,
    /// First place, from 0.
    #[serde(default)]
    from: u32,
    /// In place of `from`: the page on which this candidate stands.
    #[param(value_type = Option<words::ParticipantNo>)]
    participant_no: Option<ParticipantNo>,
    /// Rows, at most 200.
    #[serde(default = "page")]
    limit: u16,
}

const fn page() -> u16 {
    50
}

/// Permission: `ReadRanking`, in the selection.
#[utoipa::path(
    get, path = "/api/v1/selections/{id}/ranking", operation_id = "ranking", tag = "staff",
    security(("staff" = [])),
    params(
        ("id" = words::Id, Path, description = "The selection"), Query
    ),
    responses((status = 200, description = "A part of the ranking", body = shapes::RankingPage), problems::StaffReads)
)]
#[get("/selections/{id}/ranking")]
pub(crate) async fn ranking(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Problem> {
    let from = Page::From(query.from as usize);
    let page = query.participant_no.map_or(from, Page::With);
    let page = (page, usize::from(query.limit));
    let ranking = staff::ranking(&shared.app, &staff.0, *id, &query.formation, page).await?;
    Ok(HttpResponse::Ok().json(ranking))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfFormation {
    /// Its code; all formations without it.
    formation: Option<String>,
}

/// Permission: `ReadRanking`, in the selection.
#[utoipa::path(
    get, path = "/api/v1/selections/{id}/histograms", operation_id = "histograms", tag = "staff",
    security(("staff" = [])),
    params(
        ("id" = words::Id, Path, description = "The selection"), OfFormation
    ),
    responses((status = 200, description = "Points of those who have begun, as they stand", body = shapes::Histograms), problems::StaffReads)
)]
#[get("/selections/{id}/histograms")]
pub(crate) async fn histograms(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    query: web::Query<OfFormation>,
) -> Result<HttpResponse, Problem> {
    let formation = query.formation.as_deref();
    let told = staff::histograms(&shared.app, &staff.0, *id, formation).await?;
    Ok(HttpResponse::Ok().json(told))
}
