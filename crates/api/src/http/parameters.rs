//! Paths and queries that cannot be read are problems like any other.

use actix_web::http::Method;
use actix_web::web::{PathConfig, QueryConfig, ServiceConfig};

use super::{Problem, allowed_methods};

/// An id that is none names nothing; a query that is none is malformed.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .app_data(
            PathConfig::default()
                .error_handler(|_, request| nothing_there(request.method(), request.path()).into()),
        )
        .app_data(QueryConfig::default().error_handler(|error, _| {
            Problem::malformed(format!("the query is not what this route takes: {error}")).into()
        }));
}

/// What a request is told whose path leads nowhere: perhaps another method would lead somewhere.
pub(crate) fn nothing_there(method: &Method, path: &str) -> Problem {
    match allowed_methods(path) {
        Some(allowed) if !allowed.contains(&method.as_str()) => Problem::method(allowed),
        _ => exam::ExamError::NotFound("page").into(),
    }
}
