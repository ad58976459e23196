//! The assembled HTTP server: limits, timeouts, routes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::web::{self, Data, PayloadConfig, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer};
use exam::App as Exam;

use crate::door::Door;
use crate::http::{Problem, SeatToken, Timed, TokenKeys};
use crate::{candidate, health};

/// The largest body of a candidate's request: 200 events with room to spare.
pub(crate) const BODY_LEN_MAX: usize = 64 * 1024;

/// What every handler can reach.
pub struct Shared {
    /// The exam without HTTP.
    pub app: Arc<Exam>,
    /// Tokens of candidates.
    pub tokens: TokenKeys,
    /// Failed log-ins.
    pub door: Door,
    /// Whether cookies travel over TLS only.
    pub secure_cookies: bool,
}

/// How the server listens.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Where.
    pub listen: SocketAddr,
    /// Threads that serve; 0 for one per core.
    pub workers: usize,
}

/// All routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(health::live)
        .service(health::ready)
        .service(web::scope("/api/v1/candidate").configure(candidate::configure))
        .default_service(web::route().to(nothing_here));
}

async fn nothing_here() -> Result<HttpResponse, Problem> {
    Err(exam::ExamError::NotFound("page").into())
}

/// Binds and returns the server; it runs when awaited. SIGTERM and SIGINT are the caller's.
///
/// # Errors
/// When the address cannot be bound.
pub fn serve(shared: Data<Shared>, settings: &HttpSettings) -> std::io::Result<Server> {
    run(shared, settings, configure)
}

/// The same server with one route, `POST /echo`, that checks the token, reads and parses the body, and answers at once:
/// the yardstick of the load tests.
///
/// # Errors
/// When the address cannot be bound.
pub fn echo(shared: Data<Shared>, settings: &HttpSettings) -> std::io::Result<Server> {
    run(shared, settings, |config| {
        config.route("/echo", web::post().to(echo_handler));
    })
}

async fn echo_handler(_seat: SeatToken, body: Timed<serde_json::Value>) -> HttpResponse {
    HttpResponse::Ok().json(body.body)
}

fn run(
    shared: Data<Shared>,
    settings: &HttpSettings,
    routes: fn(&mut ServiceConfig),
) -> std::io::Result<Server> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(shared.clone())
            .app_data(PayloadConfig::new(BODY_LEN_MAX))
            .configure(routes)
    })
    .keep_alive(Duration::from_secs(75))
    .client_request_timeout(Duration::from_secs(10))
    .client_disconnect_timeout(Duration::from_secs(2))
    .shutdown_timeout(10)
    .disable_signals();
    let server = if settings.workers == 0 {
        server
    } else {
        server.workers(settings.workers)
    };
    Ok(server.bind(settings.listen)?.run())
}
