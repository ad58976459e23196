//! The one connection to the server: kept by a task, given up at the first fault, opened again.
//!
//! Whoever asks while there is none hears so at once. A connection is handed out only after the server has been
//! greeted: is it new enough, is it another run than before, does it take writes?

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, FromRedisValue, InfoDict, Pipeline, Script};
use tokio::sync::watch;

use super::keys::{BOARDS_S, Keys};

/// How long a connection may take, and an answer.
const CONNECT_MAX: Duration = Duration::from_secs(1);
const ANSWER_MAX: Duration = Duration::from_secs(1);
/// A quiet connection is tried this often.
const PING_EVERY: Duration = Duration::from_secs(1);
/// Pauses between two attempts to connect: doubled up to the longest.
const RETRY_FIRST: Duration = Duration::from_millis(100);
const RETRY_LONGEST: Duration = Duration::from_secs(2);
/// The oldest server that will do.
const MAJOR_MIN: u32 = 7;

/// Why the server is as good as away. Never says how to log in to it.
#[derive(Debug, thiserror::Error)]
pub enum RedisError {
    /// The URL is no `redis://` or `rediss://` URL, or the certificate of its authority is none.
    #[error("live: not a URL of a Redis server (redis://… or rediss://…), or not a certificate")]
    Settings,
    /// It cannot be reached, or refuses.
    #[error("Redis: {0}")]
    Server(#[from] redis::RedisError),
    /// It is older than what Ambang is tested with.
    #[error("Redis {0} is too old: 7 or later is needed")]
    Old(String),
}

/// An open connection, by its number.
#[derive(Clone)]
pub(super) struct Connection {
    number: u64,
    inner: MultiplexedConnection,
}

/// The way to the server, shared by all who use it.
pub(super) struct Link {
    client: Client,
    pub(super) keys: Keys,
    greet: Script,
    current: watch::Sender<Option<Connection>>,
    /// Something was dropped that the server has not been told of.
    lost: AtomicBool,
}

impl Link {
    pub(super) fn new(client: Client, keys: Keys) -> Self {
        Self {
            client,
            keys,
            greet: Script::new(include_str!("greet.lua")),
            current: watch::Sender::new(None),
            lost: AtomicBool::new(false),
        }
    }

    /// Keeps a connection open for as long as it is polled.
    pub(super) async fn keep(&self) {
        let mut number = 0;
        let (mut pause, mut told) = (RETRY_FIRST, false);
        loop {
            match self.connect().await {
                Ok(inner) => {
                    number += 1;
                    tracing::info!("Redis answers");
                    (pause, told) = (RETRY_FIRST, false);
                    self.current
                        .send_replace(Some(Connection { number, inner }));
                    // Dropped while this greeting was on its way: it takes another one.
                    if self.lost.load(Ordering::SeqCst) {
                        self.current.send_replace(None);
                    }
                    self.watch().await;
                    tracing::warn!("Redis does not answer; the boards stand still");
                }
                Err(error) if !told => {
                    tracing::error!(%error, "no connection to Redis; tried again and again");
                    told = true;
                }
                Err(_) => {}
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(RETRY_LONGEST);
        }
    }

    /// Until somebody has given the current connection up, or it answers no more.
    async fn watch(&self) {
        let mut given_up = self.current.subscribe();
        loop {
            tokio::select! {
                _ = given_up.wait_for(Option::is_none) => return,
                () = tokio::time::sleep(PING_EVERY) => {}
            }
            // An error gives it up. The answer of a pipeline is a list, also of one.
            let _ = self.ask::<(String,)>(redis::pipe().cmd("PING")).await;
        }
    }

    /// Opens a connection and greets the server.
    pub(super) async fn connect(&self) -> Result<MultiplexedConnection, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_MAX))
            .set_response_timeout(Some(ANSWER_MAX));
        let opened = self
            .client
            .get_multiplexed_async_connection_with_config(&config);
        let mut inner = opened.await?;
        let info: InfoDict = redis::cmd("INFO").query_async(&mut inner).await?;
        let version: String = info.get("redis_version").unwrap_or_default();
        let major = version
            .split('.')
            .next()
            .and_then(|major| major.parse().ok());
        if major.is_none_or(|major: u32| major < MAJOR_MIN) {
            return Err(RedisError::Old(version));
        }
        let policy: Option<String> = info.get("maxmemory_policy");
        if let Some(policy) = policy.filter(|policy| policy != "noeviction") {
            tracing::warn!(
                policy,
                "Redis may forget boards when it is full: set maxmemory-policy noeviction"
            );
        }
        let run: String = info.get("run_id").unwrap_or_default();
        let lost = self.lost.swap(false, Ordering::SeqCst);
        let mut greeting = self.greet.key(&self.keys.epoch);
        greeting.key(&self.keys.filled).key(&self.keys.run);
        greeting.arg(run).arg(u8::from(lost)).arg(BOARDS_S);
        let greeted = greeting.invoke_async::<()>(&mut inner).await;
        if lost && greeted.is_err() {
            self.lost.store(true, Ordering::SeqCst);
        }
        greeted?;
        Ok(inner)
    }

    /// A state was dropped: with the next greeting, which comes now, another filling begins.
    pub(super) fn has_lost(&self) {
        self.lost.store(true, Ordering::SeqCst);
        self.current.send_replace(None);
    }

    /// Waits for a connection.
    pub(super) async fn open(&self) {
        // The sender is here: it cannot be gone.
        let _ = self.current.subscribe().wait_for(Option::is_some).await;
    }

    /// Asks; none where the server does not answer, at once if that is known.
    pub(super) async fn ask<T: FromRedisValue>(&self, pipeline: &Pipeline) -> Option<T> {
        let mut connection = self.current.borrow().clone()?;
        let answer = pipeline.query_async(&mut connection.inner).await;
        self.checked(connection.number, answer)
    }

    /// Runs a script, and loads it where the server does not have it.
    pub(super) async fn run<T: FromRedisValue>(
        &self,
        script: &redis::ScriptInvocation<'_>,
    ) -> Option<T> {
        let mut connection = self.current.borrow().clone()?;
        let answer = script.invoke_async(&mut connection.inner).await;
        self.checked(connection.number, answer)
    }

    /// Whatever the fault: after it nobody knows what the server has taken, and boards that are not told must not be
    /// shown as if they were.
    fn checked<T>(&self, number: u64, answer: Result<T, redis::RedisError>) -> Option<T> {
        answer
            .inspect_err(|error| {
                tracing::warn!(%error, "a fault of Redis");
                self.current.send_if_modified(|current| {
                    let this = current.as_ref().is_some_and(|it| it.number == number);
                    if this {
                        *current = None;
                    }
                    this
                });
            })
            .ok()
    }
}
