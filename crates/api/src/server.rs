//! The assembled HTTP server: limits, timeouts, routes.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer};
use exam::App as Exam;
use exam::public::Boards;
use exam::results::Published;
use exam::staff::{LogIns, Watch};
use lexicon::Instant;
use rustls::ServerConfig;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::door::Door;
use crate::http::{
    self, Ended, Problem, Requests, SeatToken, Timed, TokenKeys, TrustedProxies, observe,
};
use crate::look_ups::LookUps;
use crate::streams::Streams;
use crate::{candidate, health, metrics, openapi, pages, public, staff};

/// The largest body of a candidate's request: 200 events with room to spare.
pub(crate) const BODY_LEN_MAX: usize = 64 * 1024;
/// Files that are taken in at the same time, each held in memory.
const UPLOADS_MAX: usize = 4;
/// Exports and drafts at the same time: each reads all journals of a selection.
const HEAVY_MAX: usize = 2;

/// What every handler can reach.
pub struct Shared {
    /// The exam without HTTP.
    pub app: Arc<Exam>,
    /// Tokens of candidates and staff.
    pub tokens: TokenKeys,
    /// Failed log-ins of candidates.
    pub door: Door,
    /// Whether cookies travel over TLS only.
    pub secure_cookies: bool,
    pub(crate) transport: Transport,
    /// Proxies that may say for whom they ask; nobody at first.
    pub proxies: TrustedProxies,
    pub(crate) log_ins: LogIns,
    pub(crate) look_ups: LookUps,
    pub(crate) published: Published,
    pub(crate) boards: Boards,
    pub(crate) watch: Watch,
    pub(crate) streams: Streams,
    pub(crate) requests: Requests,
    /// Who may read the measures from elsewhere.
    pub(crate) metrics_token: Option<String>,
    pub(crate) started: Instant,
    pub(crate) ended: Ended,
    /// It is about to end: nobody new is to be sent here.
    pub(crate) draining: AtomicBool,
    /// What was wrong when somebody last asked, and whether it was ready all the same.
    pub(crate) not_ready: Mutex<Option<(bool, &'static str)>>,
    pub(crate) uploads: Arc<Semaphore>,
    pub(crate) heavy: Arc<Semaphore>,
}

impl Shared {
    /// A server on which nobody has logged in yet.
    #[must_use]
    pub fn new(app: Arc<Exam>, tokens: TokenKeys, secure_cookies: bool) -> Self {
        Self {
            started: app.clock.now(),
            door: Door::new(&app.failures),
            app,
            tokens,
            secure_cookies,
            transport: Transport::default(),
            proxies: TrustedProxies::default(),
            log_ins: LogIns::default(),
            look_ups: LookUps::default(),
            published: Published::default(),
            boards: Boards::default(),
            watch: Watch::default(),
            streams: Streams::default(),
            requests: Requests::default(),
            metrics_token: None,
            ended: Ended::default(),
            draining: AtomicBool::new(false),
            not_ready: Mutex::default(),
            uploads: Arc::new(Semaphore::new(UPLOADS_MAX)),
            heavy: Arc::new(Semaphore::new(HEAVY_MAX)),
        }
    }

    /// The same, telling what it is reached over.
    #[must_use]
    pub const fn over(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }

    /// Takes these proxies' word on where a request comes from.
    #[must_use]
    pub fn behind(mut self, proxies: TrustedProxies) -> Self {
        self.proxies = proxies;
        self
    }

    /// Tells its measures to whoever holds this token, and to nobody else; without one to this machine.
    #[must_use]
    pub fn measured_with(mut self, token: Option<String>) -> Self {
        self.metrics_token = token;
        self
    }

    /// Says that it is not ready any more, and goes on serving who comes nevertheless: a balancer needs some seconds to
    /// take notice.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Ends the event streams, which would keep the server from ending.
    pub fn end_streams(&self) {
        self.streams.end();
    }

    /// A place among those who read whole selections at the same time.
    pub(crate) fn heavy_place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let place = Arc::clone(&self.heavy).try_acquire_owned();
        place.map_err(|_| exam::ExamError::Overloaded.into())
    }
}

/// What lies between browsers and the server.
#[derive(Clone, Copy, Debug, Default)]
pub struct Transport {
    /// TLS, of the server itself or of a proxy in front of it.
    pub tls: bool,
    /// Nothing that protects a network that others may be on: every page says so.
    pub warn: bool,
    /// Browsers are told to insist on TLS.
    pub hsts: bool,
}

/// How the server listens.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Where.
    pub listen: SocketAddr,
    /// Threads that serve; 0 for one per core.
    pub workers: usize,
    /// Certificate and key; `None` for plain HTTP.
    pub tls: Option<ServerConfig>,
}

/// All routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .configure(http::parameters)
        .service(health::live)
        .service(health::ready)
        .service(metrics::metrics)
        .service(openapi::description)
        .service(
            web::scope("/api/v1/candidate")
                .configure(candidate::configure)
                .wrap(http::private_headers()),
        )
        .service(
            web::scope("/api/v1/public")
                .configure(public::configure)
                .wrap(http::answer_headers()),
        )
        .service(staff::scope())
        .default_service(web::route().to(pages::page));
}

/// Binds and returns the server; it runs when awaited. SIGTERM and SIGINT are the caller's.
///
/// # Errors
/// When the address cannot be bound.
pub fn serve(shared: Data<Shared>, settings: &HttpSettings) -> std::io::Result<Server> {
    run(shared, settings.socket(), settings, configure)
}

/// The same on a socket that listens already: tests take a free port that way.
///
/// # Errors
/// When the socket cannot be used.
pub fn serve_on(
    shared: Data<Shared>,
    listener: TcpListener,
    workers: usize,
) -> std::io::Result<Server> {
    let settings = HttpSettings {
        listen: listener.local_addr()?,
        workers,
        tls: None,
    };
    run(shared, Socket::Listening(listener), &settings, configure)
}

/// The same server with one route, `POST /echo`, that checks the token, reads and parses the body, and answers at once:
/// the yardstick of the load tests.
///
/// # Errors
/// When the address cannot be bound.
pub fn echo(shared: Data<Shared>, settings: &HttpSettings) -> std::io::Result<Server> {
    run(shared, settings.socket(), settings, |config| {
        config.route("/echo", web::post().to(echo_handler));
    })
}

async fn echo_handler(_seat: SeatToken, body: Timed<serde_json::Value>) -> HttpResponse {
    HttpResponse::Ok().json(body.body)
}

enum Socket {
    Address(SocketAddr),
    Listening(TcpListener),
}

impl HttpSettings {
    const fn socket(&self) -> Socket {
        Socket::Address(self.listen)
    }
}

fn run(
    shared: Data<Shared>,
    socket: Socket,
    settings: &HttpSettings,
    routes: fn(&mut ServiceConfig),
) -> std::io::Result<Server> {
    let app = move || {
        let app = App::new().app_data(shared.clone());
        app.configure(routes).wrap(from_fn(observe))
    };
    let server = HttpServer::new(app)
        .keep_alive(Duration::from_secs(75))
        .client_request_timeout(Duration::from_secs(10))
        .client_disconnect_timeout(Duration::from_secs(2))
        .shutdown_timeout(10)
        .disable_signals();
    let server = match settings.workers {
        0 => server,
        workers => server.workers(workers),
    };
    let server = match (socket, settings.tls.clone()) {
        (Socket::Address(address), None) => server.bind(address)?,
        (Socket::Listening(listener), None) => server.listen(listener)?,
        (Socket::Address(address), Some(tls)) => server.bind_rustls_0_23(address, tls)?,
        (Socket::Listening(listener), Some(tls)) => server.listen_rustls_0_23(listener, tls)?,
    };
    Ok(server.run())
}
