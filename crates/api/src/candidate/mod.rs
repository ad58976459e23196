//! The candidate's routes. Who may call them: whoever holds the seat's token; log-in and log-out: anyone.

pub(crate) mod answers;
pub(crate) mod end;
pub(crate) mod events;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod paper;
pub(crate) mod state;
pub(crate) mod view;
mod why;

use actix_web::web::ServiceConfig;

/// Mounts the routes under `/api/v1/candidate`.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(login::login)
        .service(logout::logout)
        .service(state::state)
        .service(paper::start)
        .service(paper::picture)
        .service(events::submit)
        .service(end::finish)
        .service(end::time_up)
        .service(end::receipt);
}
