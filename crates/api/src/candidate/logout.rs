//! `POST /api/v1/candidate/logout`

use actix_web::{HttpRequest, HttpResponse, post, web};

use crate::http::{Problem, check_same_site, no_seat_cookie};
use crate::openapi::problems;
use crate::server::Shared;

/// Anyone: takes the seat's token away from the browser, so that a shared PC shows nothing of the last candidate. Attempt,
/// lease and time stay as they are; the same device logs in again with the PIN.
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
    let gone = no_seat_cookie(shared.secure_cookies);
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}
