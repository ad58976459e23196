//! `POST /api/v1/staff/{login,logout,password}`, `GET /api/v1/staff/me`

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use exam::staff::{self, UserView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::{Problem, Session, Staff, Timed, check_same_site, no_session_cookie};
use crate::openapi::{problems, shapes};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StaffLogin)]
pub(crate) struct LogIn {
    name: String,
    password: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChangePassword)]
pub(crate) struct ChangePassword {
    current: String,
    new: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = OwnUser)]
struct Reply {
    #[schema(value_type = shapes::User)]
    user: UserView,
}

/// Anyone: name and password are the credentials.
#[utoipa::path(
    post, path = "/api/v1/staff/login", operation_id = "staffLogin", tag = "staff",
    request_body = LogIn,
    responses((status = 200, description = "Logged in; the cookie `ambang_staff` is set", body = Reply), problems::BeginningWork)
)]
#[post("/staff/login")]
pub(crate) async fn login(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: Timed<LogIn>,
) -> Result<HttpResponse, Problem> {
    check_same_site(&request)?;
    let LogIn { name, password } = body.body;
    // No user has such a name, and not every store takes it as text.
    if name.chars().any(char::is_control) {
        return Err(exam::ExamError::WrongCredentials.into());
    }
    let app = &shared.app;
    let address = address(&shared, &request);
    let logged_in = shared
        .log_ins
        .log_in(app, &name, &password, &address)
        .await?;
    let session = Session::begin(&logged_in, app.rng.u64(), app.clock.now());
    let user = logged_in.user;
    Ok(HttpResponse::Ok()
        .cookie(session.cookie(&shared)?)
        .json(Reply { user }))
}

fn address(shared: &Shared, request: &HttpRequest) -> String {
    let sender = shared.proxies.sender(request);
    sender.map_or_else(String::new, |address| address.to_string())
}

/// Whoever is logged in: another password in place of the own one. Ends every other session of this user.
#[utoipa::path(
    post, path = "/api/v1/staff/password", operation_id = "changePassword", tag = "staff",
    security(("staff" = [])),
    request_body = ChangePassword,
    responses((status = 204, description = "Changed; a new cookie is set"), problems::PasswordChange)
)]
#[post("/staff/password")]
pub(crate) async fn change_password(
    shared: web::Data<Shared>,
    request: HttpRequest,
    staff: Staff,
    body: Timed<ChangePassword>,
) -> Result<HttpResponse, Problem> {
    let passwords = (body.body.current.as_str(), body.body.new.as_str());
    let app = &shared.app;
    let address = address(&shared, &request);
    let log_ins = &shared.log_ins;
    let logged_in = log_ins
        .change_own_password(app, &staff.0, passwords, &address)
        .await?;
    let session = Session::begin(&logged_in, app.rng.u64(), app.clock.now());
    Ok(HttpResponse::NoContent()
        .cookie(session.cookie(&shared)?)
        .finish())
}

/// Anyone: ends the session of the cookie, if there is one.
#[utoipa::path(
    post, path = "/api/v1/staff/logout", operation_id = "staffLogout", tag = "staff",
    responses((status = 204, description = "The session is over"), problems::LoggingOut)
)]
#[post("/staff/logout")]
pub(crate) async fn logout(
    shared: web::Data<Shared>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    check_same_site(&request)?;
    if let Some(session) = Session::of(&request, &shared) {
        let now = shared.app.clock.now();
        shared.ended.end(session.sid, session.last_end(), now);
    }
    let gone = no_session_cookie(shared.secure_cookies);
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

/// Whoever is logged in: the own user with its grants.
#[utoipa::path(
    get, path = "/api/v1/staff/me", operation_id = "me", tag = "staff",
    security(("staff" = [])),
    responses((status = 200, description = "The own user", body = Reply), problems::StaffReads)
)]
#[get("/staff/me")]
pub(crate) async fn me(shared: web::Data<Shared>, staff: Staff) -> Result<HttpResponse, Problem> {
    let user = staff::own_user(&shared.app, &staff.0).await?;
    Ok(HttpResponse::Ok().json(Reply { user }))
}
