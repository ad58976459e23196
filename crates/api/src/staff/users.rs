//! `GET|POST /api/v1/users`, `PATCH /api/v1/users/{name}`

use actix_web::{HttpResponse, get, patch, post, web};
use exam::ports::Grant;
use exam::staff::{self, NewUser, UserChange};
use serde::Deserialize;

use super::body::Body;
use crate::http::{Problem, Staff};
use crate::server::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    name: String,
    full_name: String,
    password: String,
    #[serde(default)]
    grants: Vec<Grant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    full_name: Option<String>,
    password: Option<String>,
    grants: Option<Vec<Grant>>,
    enabled: Option<bool>,
}

/// Permission: `ManageUsers`, in the system.
#[get("/users")]
pub(crate) async fn list(shared: web::Data<Shared>, staff: Staff) -> Result<HttpResponse, Problem> {
    let users = staff::users(&shared.app, &staff.0).await?;
    Ok(HttpResponse::Ok().json(users))
}

/// Permission: `ManageUsers`, in the system.
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
