//! Paths and queries that cannot be read are problems like any other.

use actix_web::web::{PathConfig, QueryConfig, ServiceConfig};

use super::Problem;

/// An id that is none names nothing; a query that is none is malformed.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .app_data(
            PathConfig::default()
                .error_handler(|_, _| Problem::from(exam::ExamError::NotFound("page")).into()),
        )
        .app_data(QueryConfig::default().error_handler(|error, _| {
            Problem::malformed(format!("the query is not what this route takes: {error}")).into()
        }));
}
