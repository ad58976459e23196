//! What anybody may ask: published lists, a published row with its certificate, the office's key.

mod key;
mod publications;
mod results;

use actix_web::web::ServiceConfig;

/// Mounts the routes under `/api/v1/public`.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(key::key)
        .service(results::result)
        .service(publications::list)
        .service(publications::document);
}
