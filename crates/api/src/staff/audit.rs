//! `GET /api/v1/audit`

use actix_web::{HttpResponse, get, web};
use exam::staff;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::{Problem, Staff};
use crate::openapi::{problems, shapes};
use crate::server::Shared;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Place in the log; the first entry is 1.
    #[serde(default = "first")]
    from: i64,
    /// At most this many.
    #[serde(default = "page")]
    limit: u32,
}

const fn first() -> i64 {
    1
}

const fn page() -> u32 {
    100
}

/// Permission: `ReadAudit`, in the system.
#[utoipa::path(
    get, path = "/api/v1/audit", operation_id = "auditLog", tag = "staff",
    security(("staff" = [])),
    params(Query),
    responses((status = 200, description = "By place", body = Vec<shapes::LoggedAct>), problems::StaffReads)
)]
#[get("/audit")]
pub(crate) async fn log(
    shared: web::Data<Shared>,
    staff: Staff,
    query: web::Query<Query>,
) -> Result<HttpResponse, Problem> {
    let rows = staff::audit_log(&shared.app, &staff.0, query.from, query.limit).await?;
    Ok(HttpResponse::Ok().json(rows))
}
