//! `GET /api/v1/audit`

use actix_web::{HttpResponse, get, web};
use exam::staff;
use serde::Deserialize;

use crate::http::{Problem, Staff};
use crate::server::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    /// Place in the log; the first entry is 1.
    #[serde(default = "first")]
    from: i64,
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
#[get("/audit")]
pub(crate) async fn log(
    shared: web::Data<Shared>,
    staff: Staff,
    query: web::Query<Query>,
) -> Result<HttpResponse, Problem> {
    let rows = staff::audit_log(&shared.app, &staff.0, query.from, query.limit).await?;
    Ok(HttpResponse::Ok().json(rows))
}
