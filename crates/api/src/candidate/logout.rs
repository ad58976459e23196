//! `POST /api/v1/candidate/logout`

use actix_web::{HttpRequest, HttpResponse, ResponseError, post, web};
use exam::candidate;

use crate::http::{Problem, check_same_site, no_seat_cookie, read_seat};
use crate::openapi::problems;
use crate::server::Shared;

/// Anyone: takes the seat's token away from the browser and ends what it opens, so that a shared PC shows nothing of the
/// last candidate, nor does a copy of the cookie. Attempt, lease and time stay as they are; the same device logs in again
/// with the PIN. Where the end cannot be recorded the cookie goes all the same, and the answer is a problem: log out
/// again with the token, or log in and out.
#[utoipa::path(
    post, path = "/api/v1/candidate/logout", operation_id = "candidateLogout", tag = "candidate",
    responses((status = 204, description = "The cookie `ambang_seat` is gone"), problems::LoggingOut)
)]
#[post("/logout")]
pub(crate) async fn logout(
    shared: web::Data<Shared>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    check_same_site(&request)?;
    let ended = match read_seat(&request) {
        Some(seat) => candidate::logout(&shared.app, seat, shared.app.clock.now()).await,
        None => Ok(()),
    };
    let mut response = match ended {
        Ok(()) => HttpResponse::NoContent().finish(),
        Err(error) => Problem::from(error).error_response(),
    };
    response
        .add_cookie(&no_seat_cookie(shared.secure_cookies))
        .map_err(|error| exam::ExamError::Internal(format!("cookie: {error}")))?;
    Ok(response)
}
