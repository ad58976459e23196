//! `GET|POST /api/v1/selections`, `GET /api/v1/selections/{id}/formations`

use actix_web::{HttpResponse, get, post, web};
use exam::ports::FormationRow;
use exam::staff::{self, NewSelection};
use lexicon::{Category, FormationId, PositionGroup, SelectionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use crate::http::{Problem, Staff};
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSelection)]
pub(crate) struct New {
    code: String,
    name: String,
    agency: String,
    /// A preset's name, or TOML.
    policy: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Formation)]
struct Formation {
    #[schema(value_type = words::Id)]
    id: FormationId,
    code: String,
    agency: String,
    position: String,
    qualification: String,
    location: String,
    #[schema(value_type = words::Category)]
    category: Category,
    #[schema(value_type = Option<words::PositionGroup>, required)]
    position_group: Option<PositionGroup>,
    quota: u32,
}

impl From<FormationRow> for Formation {
    fn from(row: FormationRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            agency: row.agency,
            position: row.position,
            qualification: row.qualification,
            location: row.location,
            category: row.category,
            position_group: row.position_group,
            quota: row.quota,
        }
    }
}

/// Permission: `MakeSelections`, in the system.
#[utoipa::path(
    post, path = "/api/v1/selections", operation_id = "createSelection", tag = "staff",
    security(("staff" = [])),
    request_body = New,
    responses((status = 201, description = "Made", body = shapes::Selection), problems::Imports)
)]
#[post("/selections")]
pub(crate) async fn create(
    shared: web::Data<Shared>,
    staff: Staff,
    body: Body<New>,
) -> Result<HttpResponse, Problem> {
    let new = NewSelection {
        code: body.body.code,
        name: body.body.name,
        agency: body.body.agency,
        policy: body.body.policy,
    };
    let made = staff::create_selection(&shared.app, &staff.0, &new).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Whoever is logged in: those in which they may read.
#[utoipa::path(
    get, path = "/api/v1/selections", operation_id = "selections", tag = "staff",
    security(("staff" = [])),
    responses((status = 200, description = "Newest first", body = Vec<shapes::Selection>), problems::StaffReads)
)]
#[get("/selections")]
pub(crate) async fn list(shared: web::Data<Shared>, staff: Staff) -> Result<HttpResponse, Problem> {
    let selections = staff::selections(&shared.app, &staff.0).await?;
    Ok(HttpResponse::Ok().json(selections))
}

/// Permission: `ReadSelection`, in the selection.
#[utoipa::path(
    get, path = "/api/v1/selections/{id}/formations", operation_id = "formations", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The selection")),
    responses((status = 200, description = "In their order", body = Vec<Formation>), problems::StaffReads)
)]
#[get("/selections/{id}/formations")]
pub(crate) async fn formations(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
) -> Result<HttpResponse, Problem> {
    let rows = staff::formations(&shared.app, &staff.0, *id).await?;
    let formations: Vec<Formation> = rows.into_iter().map(Formation::from).collect();
    Ok(HttpResponse::Ok().json(formations))
}
