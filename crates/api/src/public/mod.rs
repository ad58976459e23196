//! What anybody may ask: published lists, a published row with its certificate, the office's key.

pub(crate) mod halls;
pub(crate) mod key;
pub(crate) mod publications;
pub(crate) mod results;
pub(crate) mod server;

use actix_web::web::ServiceConfig;

/// Mounts the routes under `/api/v1/public`.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(key::key)
        .service(server::server)
        .service(halls::selections)
        .service(halls::sittings)
        .service(halls::board)
        .service(results::result)
        .service(publications::list)
        .service(publications::document);
}
