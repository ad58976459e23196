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

/// What is wrong with a server, as a stable word of its own and in words.
struct Fault {
    reason: &'static str,
    detail: String,
}

/// Anyone: the store answers and is fit for an exam, what is sent can be recorded, the clock is right, and the server is
/// not about to end. Where the store has lost its second machine and goes on, the text says so after `ready`. If the
/// server is not ready, `reason` is one of `ending`, `recorder`, `clock`, `store`, `durability`, `disk`.
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
    tell(&shared, &checked);
    match checked {
        Ok(but) => {
            let but = but.map(|but| format!(", but {}: {}", but.reason, but.detail));
            Ok(HttpResponse::Ok()
                .content_type(ContentType::plaintext())
                .body(format!("ready{}", but.unwrap_or_default())))
        }
        Err(Fault { reason, detail }) => {
            Err(Problem::new(Code::Unavailable, detail).with("reason", reason))
        }
    }
}

fn fault(reason: &'static str, detail: impl Into<String>) -> Fault {
    let detail = detail.into();
    Fault { reason, detail }
}

/// What is wrong with a server that is ready all the same, if anything; or why it is not ready.
async fn check(shared: &Shared) -> Result<Option<Fault>, Fault> {
    let app = &shared.app;
    if shared.draining.load(Ordering::Relaxed) {
        return Err(fault("ending", "it is about to end"));
    }
    let records = app.recorder.is_up() && app.recorder.is_committing(app.clock.now());
    if records && let Some(why) = app.clock.fault() {
        return Err(fault("clock", why));
    }
    let asked = timeout(PING_MAX, async {
        app.store.ping().await?;
        app.store.unfit().await
    });
    match (records, asked.await) {
        (_, Ok(Ok(Some(Unfit::Durability(why))))) => Err(fault("durability", why)),
        (_, Ok(Ok(Some(Unfit::Disk(why))))) => Err(fault("disk", why)),
        // Commits that wait for the standby that is gone.
        (false, Ok(Ok(Some(Unfit::Unreplicated(why))))) => Err(fault("durability", why)),
        (false, _) => Err(fault(
            "recorder",
            "nothing could be recorded for two seconds",
        )),
        (true, Ok(Ok(Some(Unfit::Unreplicated(why))))) => Ok(Some(fault("durability", why))),
        (true, Ok(Ok(None))) => Ok(None),
        (true, Err(_)) => Err(fault("store", "the store does not answer")),
        // What it says of itself may name what only operators should read: it is in the log.
        (true, Ok(Err(_))) => Err(fault("store", "the store is not available")),
    }
}

/// Balancers ask every second; the log is told when the answer changes.
fn tell(shared: &Shared, checked: &Result<Option<Fault>, Fault>) {
    let (serves, fault) = match checked {
        Ok(but) => (true, but.as_ref()),
        Err(fault) => (false, Some(fault)),
    };
    let now = fault.map(|fault| (serves, fault.reason));
    let mut told = shared
        .not_ready
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if core::mem::replace(&mut *told, now) == now {
        return;
    }
    match fault {
        Some(Fault { reason, detail }) if serves => tracing::warn!(reason, detail, "ready, but"),
        Some(Fault { reason, detail }) => tracing::warn!(reason, detail, "not ready"),
        None => tracing::info!("ready again"),
    }
}
