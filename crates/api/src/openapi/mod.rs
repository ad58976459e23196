//! The API's own description: what every route takes and answers, served at `/api/v1/openapi.json`.
//!
//! What the routes read and write themselves describes itself where it is defined. Answers that are made of `exam`'s
//! views or the domain's types have a stand-in here that is never built: the domain knows nothing of OpenAPI. Tests
//! hold every answer of the server against this document, so the two cannot drift apart.

#[expect(dead_code, reason = "stand-ins: only their shape is asked for")]
mod boards;
#[expect(dead_code, reason = "stand-ins: only their shape is asked for")]
pub(crate) mod paper;
pub(crate) mod problems;
#[expect(dead_code, reason = "stand-ins: only their shape is asked for")]
mod results;
#[expect(dead_code, reason = "stand-ins: only their shape is asked for")]
pub(crate) mod seat;
#[expect(dead_code, reason = "stand-ins: only their shape is asked for")]
mod staff;
pub(crate) mod words;

use std::sync::LazyLock;

use actix_web::http::header::ContentType;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, get};
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};

/// The stand-ins for answers to staff and to the public.
pub(crate) mod shapes {
    pub(crate) use super::boards::*;
    pub(crate) use super::results::*;
    pub(crate) use super::staff::*;
}

use crate::{candidate, health, metrics, public, staff as routes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Ambang",
        description = "Computer Assisted Test server. Bodies are JSON; what fails is a problem (RFC 9457) with a \
                       stable code. Instants are milliseconds since 1970 UTC on the server's clock, the only one \
                       that counts.",
    ),
    tags(
        (name = "candidate", description = "The candidate's page"),
        (name = "staff", description = "Desk, proctors, committee, administration"),
        (name = "public", description = "Anybody"),
        (name = "health", description = "For whoever runs the server"),
    ),
    paths(
        health::live, health::ready, description, metrics::metrics,
        candidate::login::login, candidate::logout::logout, candidate::state::state, candidate::paper::start, candidate::paper::picture,
        candidate::events::submit, candidate::end::finish, candidate::end::time_up, candidate::end::receipt,
        public::key::key, public::server::server, public::halls::selections, public::halls::sittings,
        public::halls::board, public::results::result, public::publications::list, public::publications::document,
        routes::session::login, routes::session::logout, routes::session::change_password, routes::session::me,
        routes::users::list, routes::users::create, routes::users::change, routes::audit::log,
        routes::selections::create, routes::selections::list, routes::selections::formations,
        routes::imports::formations, routes::imports::candidates, routes::imports::items,
        routes::forms::create, routes::forms::list,
        routes::sittings::create, routes::sittings::list, routes::sittings::view, routes::sittings::acts, routes::events::events,
        routes::ranking::ranking, routes::ranking::histograms,
        routes::drafts::create, routes::drafts::list, routes::drafts::preview, routes::drafts::approve,
        routes::drafts::publish,
        routes::journal::export,
        routes::desk::find, routes::desk::check_in, routes::desk::reissue, routes::seats::perform, routes::rooms::perform, routes::rooms::preview,
    ),
    components(schemas(problems::Problem, routes::rooms::Act, routes::seats::Act, routes::events::StreamEnd)),
)]
struct Document;

/// The description as JSON text that stays the same as long as the API does.
#[must_use]
pub fn openapi_json() -> String {
    let mut document = Document::openapi();
    let cookie = |name| SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(name)));
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("seat", cookie("ambang_seat"));
    components.add_security_scheme("staff", cookie("ambang_staff"));
    components.responses.extend(problems::components());
    let text = document.to_pretty_json().unwrap_or_default();
    text + "\n"
}

/// Every path with its methods.
pub(crate) fn routes() -> Vec<(String, Vec<&'static str>)> {
    let paths = Document::openapi().paths.paths.into_iter();
    let with_methods = paths.map(|(path, item)| {
        let methods = [
            ("GET", item.get),
            ("POST", item.post),
            ("PUT", item.put),
            ("PATCH", item.patch),
            ("DELETE", item.delete),
        ];
        let methods = methods
            .into_iter()
            .filter_map(|(method, it)| it.map(|_| method));
        (path, methods.collect())
    });
    with_methods.collect()
}

static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| openapi_json().into());

/// Anyone: this description.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", operation_id = "openapi", tag = "health",
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
#[get("/api/v1/openapi.json")]
pub(crate) async fn description() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(DOCUMENT.clone())
}
