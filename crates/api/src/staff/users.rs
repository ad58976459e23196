//! `GET|POST /api/v1/users`, `PATCH /api/v1/users/{name}`

use actix_web::{HttpResponse, get, patch, post, web};
use exam::ports::Grant;
use exam::staff::{self, NewUser, UserChange};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Body;
use crate::http::{Problem, Staff};
use crate::openapi::{problems, shapes};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewUser)]
pub(crate) struct New {
    name: String,
    full_name: String,
    password: String,
    #[serde(default)]
    #[schema(value_type = Vec<shapes::Grant>)]
    grants: Vec<Grant>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UserChange)]
pub(crate) struct Change {
    full_name: Option<String>,
    password: Option<String>,
    #[schema(value_type = Option<Vec<shapes::Grant>>)]
    grants: Option<Vec<Grant>>,
    enabled: Option<bool>,
}

/// Permission: `ManageUsers`, in the system.
#[utoipa::path(
    get, path = "/api/v1/users", operation_id = "users", tag = "staff",
    security(("staff" = [])),
    responses((status = 200, description = "By name", body = Vec<shapes::User>), problems::StaffReads)
)]
#[get("/users")]
pub(crate) async fn list(shared: web::Data<Shared>, staff: Staff) -> Result<HttpResponse, Problem> {
    let users = staff::users(&shared.app, &staff.0).await?;
    Ok(HttpResponse::Ok().json(users))
}

/// Permission: `ManageUsers`, in the system.
#[utoipa::path(
    post, path = "/api/v1/users", operation_id = "createUser", tag = "staff",
    security(("staff" = [])),
    request_body = New,
    responses((status = 201, description = "Made", body = shapes::User), problems::StaffActs)
)]
#[post("/users")]
pub(crate) async fn create(
    shared: web::Data<Shared>,
    staff: Staff,
    body: Body<New>,
) -> Result<HttpResponse, Problem> {
    let new = NewUser {
        name: body.body.name,
        full_name: body.body.full_name,
        password: body.body.password,
        grants: body.body.grants,
    };
    let passwords = &shared.log_ins.passwords;
    let user = staff::create_user(&shared.app, &staff.0, passwords, new).await?;
    Ok(HttpResponse::Created().json(user))
}

/// Permission: `ManageUsers`, in the system.
#[utoipa::path(
    patch, path = "/api/v1/users/{name}", operation_id = "changeUser", tag = "staff",
    security(("staff" = [])),
    params(("name" = String, Path, description = "Log-in name")),
    request_body = Change,
    responses((status = 200, description = "Changed", body = shapes::User), problems::StaffActs)
)]
#[patch("/users/{name}")]
pub(crate) async fn change(
    shared: web::Data<Shared>,
    staff: Staff,
    name: web::Path<String>,
    body: Body<Change>,
) -> Result<HttpResponse, Problem> {
    let change = UserChange {
        full_name: body.body.full_name,
        password: body.body.password,
        grants: body.body.grants,
        enabled: body.body.enabled,
    };
    // No user has such a name, and not every store takes it as text.
    let name = name.replace(char::is_control, " ");
    let passwords = &shared.log_ins.passwords;
    let user = staff::change_user(&shared.app, &staff.0, passwords, &name, change).await?;
    Ok(HttpResponse::Ok().json(user))
}
