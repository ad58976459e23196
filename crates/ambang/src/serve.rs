//! `ambang serve`: the order of a start, and of an end.
//!
//! Lock, schema, secrets, clock, boards, first settlement, closer, and then HTTP at once; at the end the other way round.
//! From the first settlement on uptime is claimed: what takes time comes before it.

mod check;
mod logging;

use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::web::Data;
use anyhow::{Context, bail};
use api::{HttpSettings, Shared, TokenKeys, Transport, TrustedProxies};
use exam::ports::{Clock, Rng, Store};
use exam::{App, FormCache, Node, Ports, Running, Upkeep};
use lexicon::Instant;
use session::{PinKey, ProcessId};

use crate::boards::Boards;
use crate::command::block_on;
use crate::config::{Config, Engines};
use crate::database::{self, Opened};
use crate::secrets::Secrets;
use crate::system::{FileSigner, Following, Signals, SystemClock, SystemRng, read_store_clock};
use crate::tls;

/// How long the recorder may take to write down what still waits when the server ends.
const DRAIN_MAX: Duration = Duration::from_secs(20);
/// How long the boards may take to be told of it.
const SETTLE_MAX: Duration = Duration::from_secs(2);

/// Runs the server until it is told to end (SIGTERM or Ctrl-C).
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only say whether the server would start with this configuration
    #[arg(long)]
    check: bool,
    /// The same HTTP server with one route that answers at once: the yardstick of the load tests
    #[arg(long, hide = true, conflicts_with = "check")]
    echo: bool,
}

pub(crate) fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    if args.check {
        return check::run(config);
    }
    start_with(
        config,
        if args.echo { api::echo } else { api::serve },
        || Ok(()),
    )
}

/// Runs the server with this configuration until it is told to end; `ready` is called when it can be reached.
pub(crate) fn start(
    config: &Config,
    ready: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    start_with(config, api::serve, ready)
}

fn start_with(
    config: &Config,
    open: Open,
    ready: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let faults = config.faults();
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    logging::start(config)?;
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    block_on(serve(config, open, ready))
}

/// Everything that runs behind HTTP.
struct Engine {
    opened: Opened,
    running: Running,
    upkeep: Upkeep,
    app: Arc<App>,
    tokens: TokenKeys,
    following: Option<Following>,
}

/// Binds and returns the HTTP server.
type Open = fn(Data<Shared>, &HttpSettings) -> std::io::Result<Server>;

async fn serve(
    config: &Config,
    open: Open,
    ready: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let settings = HttpSettings {
        listen: config.listen,
        workers: config.workers.into(),
        tls: tls::of(config)?,
    };
    let proxies = TrustedProxies::parse(&config.trusted_proxies)?;
    let Engine {
        opened,
        mut running,
        upkeep,
        app,
        tokens,
        following,
    } = Engine::start(config).await?;
    let transport = Transport {
        tls: config.speaks_tls() || config.behind_tls,
        warn: config.is_plain_beyond_this_machine(),
        hsts: config.hsts,
    };
    let shared = Shared::new(Arc::clone(&app), tokens, transport.tls);
    let token = Some(config.metrics_token.clone()).filter(|token| !token.is_empty());
    let shared = shared.over(transport).behind(proxies);
    let shared = Data::new(shared.measured_with(token));
    let mut signals = Signals::listen()?;
    let server = open(shared.clone(), &settings)
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    tracing::info!(listen = %config.listen, tls = config.speaks_tls(), database = %database::chosen(config)?, "ready");
    ready()?;
    let handle = server.handle();
    let mut server = std::pin::pin!(server);
    tokio::select! {
        ended = &mut server => ended.context("the HTTP server ended")?,
        told = signals.told_to_end() => {
            drain(&shared, config, told, &mut signals).await;
            tracing::info!("ending: no new requests, the running ones are answered");
            running.rest().await;
            shared.end_streams();
            let (_, ended) = tokio::join!(handle.stop(true), &mut server);
            ended.context("the HTTP server ended")?;
        }
    }
    let live = Arc::clone(&app.live);
    // Whoever still holds the way to the recorder keeps it from draining.
    drop((app, shared, following));
    upkeep.stop().await;
    if tokio::time::timeout(DRAIN_MAX, running.drain())
        .await
        .is_err()
    {
        tracing::warn!("the recorder was still busy; what it had not written was not acknowledged");
    }
    // The other nodes' boards would show what was answered last within seconds all the same.
    let _ = tokio::time::timeout(SETTLE_MAX, live.settled()).await;
    opened.close().await?;
    tracing::info!("ended");
    Ok(())
}

/// A balancer gets time to take notice before anybody is turned away; a second signal cuts it short.
async fn drain(shared: &Shared, config: &Config, signal: &str, signals: &mut Signals) {
    shared.drain();
    let secs = config.drain_secs().unwrap_or_default();
    tracing::info!(signal, secs, "told to end");
    if secs > 0 {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(secs)) => {}
            _ = signals.told_to_end() => {}
        }
    }
}

impl Engine {
    /// The first settlement comes before anybody can be answered, so that no outage can make an answer late, and after
    /// everything that takes time, so that nobody pays for it.
    async fn start(config: &Config) -> anyhow::Result<Self> {
        let opened = Opened::open(config).await?;
        let store = opened.store();
        let secrets = Secrets::of_store(config, &*store, &SystemRng).await?;
        let (clock, distrusted_since) = clock(&*store).await?;
        let born = clock.now();
        let follows = clock.follows();
        let following = follows.then(|| Following::start(Arc::clone(&store), clock.clone()));
        let engines = Engines::of(config).map_err(anyhow::Error::msg)?;
        let boards = Boards::open(config, engines.live)?;
        let ports = Ports {
            store,
            live: boards.live,
            clock: Arc::new(clock),
            forms: Arc::new(FormCache::default()),
        };
        let process = ProcessId(SystemRng.u64());
        let node = match config.is_of_fleet() {
            true => Node::of_fleet(process, born),
            false => Node::alone(process),
        };
        let tokens = TokenKeys::new(&secrets.tokens).context("there is no token key")?;
        let upkeep = Upkeep::start(ports.clone())
            .await
            .context("the boards could not be filled")?;
        let running = Running::start(ports.clone(), node, distrusted_since, &upkeep)
            .await
            .context("the first settlement failed")?;
        let app = App {
            readings: exam::Readings::start(Arc::clone(&ports.store)),
            store: ports.store,
            live: ports.live,
            failures: boards.failures,
            clock: ports.clock,
            rng: Arc::new(SystemRng),
            signer: Arc::new(FileSigner::new(&secrets.signing)),
            pin_key: PinKey::new(secrets.pin),
            recorder: running.recorder.clone(),
            forms: ports.forms,
            seen: exam::Seen::default(),
        };
        Ok(Self {
            opened,
            running,
            upkeep,
            app: Arc::new(app),
            tokens,
            following,
        })
    }
}

/// The server's clock, and since when it needs an officer's word, if it does.
async fn clock(store: &dyn Store) -> anyhow::Result<(SystemClock, Option<Instant>)> {
    let last = store.last_uptime().await?;
    let (clock, check) = match read_store_clock(store).await? {
        Some(reading) => SystemClock::start_by(reading, last),
        None => SystemClock::start(last),
    };
    if !check.needs_confirmation {
        return Ok((clock, None));
    }
    tracing::warn!(
        now_ms = clock.now().0,
        last_uptime_ms = last.map(|last| last.0),
        "the clock does not fit the time when the server was last up: open sittings stay paused until an \
         officer resumes them"
    );
    Ok((clock, last))
}
