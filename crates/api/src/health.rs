//! Whether the process lives, and whether it can do its work.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, web};
use exam::ports::Unfit;
use tokio::time::timeout;

use crate::http::{Code, Problem};
use crate::openapi::problems;
use crate::server::Shared;

/// Anyone: the process answers.
#[utoipa::path(
    get, path = "/healthz", operation_id = "healthz", tag = "health",
    responses((status = 200, description = "The process answers", body = String, content_type = "text/plain"))
)]
#[get("/healthz")]
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .body("ok")
}

/// So long the store may take to say that it is there and fit.
const PING_MAX: Duration = Duration::from_secs(1);

/// Why a server gets no requests, as a stable word of its own and in words.
struct NotReady {
    reason: &'static str,
    detail: String,
}

/// Anyone: the store answers and is fit for an exam, what is sent can be recorded, the clock is right, and the server is
/// not about to end. If not, `reason` is one of `ending`, `recorder`, `clock`, `store`, `durability`, `disk`.
#[utoipa::path(
    get, path = "/readyz", operation_id = "readyz", tag = "health",
    responses((
        status = 200, description = "The store answers, what is sent can be recorded, and the clock is right",
        body = String, content_type = "text/plain"
    ), problems::Anything)
)]
#[get("/readyz")]
pub(crate) async fn ready(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let checked = check(&shared).await;
    tell(&shared, checked.as_ref().err());
    match checked {
        Ok(()) => Ok(HttpResponse::Ok()
            .content_type(ContentType::plaintext())
            .body("ready")),
        Err(NotReady { reason, detail }) => {
            Err(Problem::new(Code::Unavailable, detail).with("reason", reason))
        }
    }
}

async fn check(shared: &Shared) -> Result<(), NotReady> {
    let app = &shared.app;
    let not = |reason, detail: &str| {
        let detail = detail.to_owned();
        Err(NotReady { reason, detail })
    };
    if shared.draining.load(Ordering::Relaxed) {
        return not("ending", "it is about to end");
    }
    if !app.recorder.is_up() || !app.recorder.is_committing(app.clock.now()) {
        return not("recorder", "nothing could be recorded for two seconds");
    }
    if let Some(fault) = app.clock.fault() {
        return not("clock", &fault);
    }
    let asked = timeout(PING_MAX, async {
        app.store.ping().await?;
        app.store.unfit().await
    });
    match asked.await {
        Err(_) => not("store", "the store does not answer"),
        // What it says of itself may name what only operators should read: it is in the log.
        Ok(Err(_)) => not("store", "the store is not available"),
        Ok(Ok(Some(Unfit::Durability(why)))) => not("durability", &why),
        Ok(Ok(Some(Unfit::Disk(why)))) => not("disk", &why),
        Ok(Ok(None)) => Ok(()),
    }
}

/// Balancers ask every second; the log is told when the answer changes.
fn tell(shared: &Shared, fault: Option<&NotReady>) {
    let reason = fault.map(|fault| fault.reason);
    let mut told = shared
        .not_ready
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if core::mem::replace(&mut *told, reason) == reason {
        return;
    }
    match fault {
        Some(NotReady { reason, detail }) => tracing::warn!(reason, detail, "not ready"),
        None => tracing::info!("ready again"),
    }
}
