//! What the server measures, for Prometheus: requests, the recorder's queue and commits, verdicts, boards, uptime and
//! outages. Everything on the answer path counts in plain atomics; they are only read here.

mod text;

use std::net::IpAddr;

use actix_web::http::header::{AUTHORIZATION, FORWARDED, X_FORWARDED_FOR};
use actix_web::{HttpRequest, HttpResponse, get, web};
use exam::ExamError;
use lexicon::Millis;
use subtle::ConstantTimeEq;

use crate::http::Problem;
use crate::openapi::problems;
use crate::server::Shared;

/// How far back outages are counted.
const DAY: Millis = Millis(24 * 3_600_000);

/// Anyone on this machine, or, where the configuration names a token, whoever holds it: what the server measures.
#[utoipa::path(
    get, path = "/metrics", operation_id = "metrics", tag = "health",
    responses((
        status = 200, description = "OpenMetrics text", body = String, content_type = "application/openmetrics-text"
    ), problems::Measuring)
)]
#[get("/metrics")]
pub(crate) async fn metrics(
    shared: web::Data<Shared>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    authorise(&shared, &request)?;
    let now = shared.app.clock.now();
    let outages = shared.app.store.outages_since(now - DAY).await;
    let outages = outages.map_err(ExamError::from)?;
    let away = outages
        .iter()
        .map(|span| span.to.unwrap_or(now) - span.from.max(now - DAY));
    let live = shared.app.live.standing().await;
    let scraped = text::Scraped {
        live,
        boards_age: shared.boards.age(now).await.unwrap_or(Millis::ZERO),
        leads: shared.app.recorder.leads(now),
        requests: shared.requests.counted(),
        recorder: shared.app.recorder.measured(),
        uptime: now - shared.started,
        outages: outages.len() as u64,
        away: away.fold(Millis::ZERO, |sum, length| sum + length.max(Millis::ZERO)),
    };
    let text = text::write(scraped).map_err(|error| ExamError::Internal(error.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(text))
}

fn authorise(shared: &Shared, request: &HttpRequest) -> Result<(), Problem> {
    if let Some(token) = &shared.metrics_token {
        let header = request.headers().get(AUTHORIZATION);
        let given = header.and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
        let fits = given.is_some_and(|given| given.ct_eq(token.as_bytes()).into());
        return if fits {
            Ok(())
        } else {
            Err(Problem::unauthenticated())
        };
    }
    let here = |address: Option<IpAddr>| address.is_some_and(|it| it.is_loopback());
    let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
    // A proxy on this machine that nobody has named makes strangers look like neighbours.
    let headers = request.headers();
    let passed_on = headers.contains_key(X_FORWARDED_FOR) || headers.contains_key(FORWARDED);
    if here(peer) && !passed_on && here(shared.proxies.sender(request)) {
        Ok(())
    } else {
        Err(ExamError::Forbidden.into())
    }
}
