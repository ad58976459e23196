//! The candidate's routes. Who may call them: whoever holds the seat's token; log-in: anyone.

mod answers;
mod end;
mod events;
mod login;
mod paper;
mod state;
pub(crate) mod view;

use actix_web::web::ServiceConfig;

/// Mounts the routes under `/api/v1/candidate`.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(login::login)
        .service(state::state)
        .service(paper::start)
        .service(paper::picture)
        .service(events::submit)
        .service(end::finish)
        .service(end::time_up)
        .service(end::receipt);
}
