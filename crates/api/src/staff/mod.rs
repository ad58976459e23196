//! The routes of staff. Every handler says which permission its use case asks for, and where.

pub(crate) mod audit;
mod body;
pub(crate) mod desk;
pub(crate) mod drafts;
pub(crate) mod events;
pub(crate) mod forms;
pub(crate) mod imports;
pub(crate) mod journal;
pub(crate) mod ranking;
pub(crate) mod rooms;
pub(crate) mod seats;
pub(crate) mod selections;
pub(crate) mod session;
pub(crate) mod sittings;
pub(crate) mod users;

use actix_web::Scope;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use crate::http::{private_headers, renew};

/// The routes under `/api/v1`, which answer with a renewed cookie now and then and are kept by no cache.
pub(crate) fn scope() -> Scope<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    web::scope("/api/v1")
        .configure(configure)
        .wrap(from_fn(renew))
        .wrap(private_headers())
}

fn configure(config: &mut ServiceConfig) {
    config
        .service(session::login)
        .service(session::logout)
        .service(session::change_password)
        .service(session::me)
        .service(users::list)
        .service(users::create)
        .service(users::change)
        .service(audit::log)
        .service(selections::create)
        .service(selections::list)
        .service(selections::formations)
        .service(imports::formations)
        .service(imports::candidates)
        .service(imports::items)
        .service(forms::create)
        .service(forms::list)
        .service(sittings::create)
        .service(sittings::list)
        .service(sittings::view)
        .service(sittings::acts)
        .service(events::events)
        .service(ranking::ranking)
        .service(ranking::histograms)
        .service(drafts::create)
        .service(drafts::list)
        .service(drafts::preview)
        .service(drafts::approve)
        .service(drafts::publish)
        .service(journal::export)
        .service(desk::find)
        .service(desk::check_in)
        .service(desk::reissue)
        .service(seats::perform)
        .service(rooms::preview)
        .service(rooms::perform);
}
