//! The adapters of boards and failed log-ins that the configuration chooses.

use std::fs;
use std::sync::Arc;

use anyhow::Context;
use exam::ports::{Failures, Live};
use live::{MemoryFailures, MemoryLive, Redis, RedisError, RedisFailures, RedisLive, RedisOptions};

use crate::config::{Config, LiveEngine};

/// What is lost with its server and nobody waits for.
pub(crate) struct Boards {
    pub(crate) live: Arc<dyn Live>,
    pub(crate) failures: Arc<dyn Failures>,
}

impl Boards {
    /// Opens them, within the runtime. A Redis that is away is no error: the exam goes on without it.
    pub(crate) fn open(config: &Config, engine: LiveEngine) -> anyhow::Result<Self> {
        Ok(match engine {
            LiveEngine::Memory => Self {
                live: Arc::new(MemoryLive::new()),
                failures: Arc::new(MemoryFailures::default()),
            },
            LiveEngine::Redis => {
                let redis = Redis::open(&redis(config)?)?;
                Self {
                    live: Arc::new(RedisLive::new(&redis)),
                    failures: Arc::new(RedisFailures::new(&redis)),
                }
            }
        })
    }

    /// What keeps them from being opened. What is only worth knowing is returned: the server starts without a Redis
    /// that is away.
    pub(crate) async fn check(
        config: &Config,
        engine: LiveEngine,
    ) -> anyhow::Result<Option<String>> {
        if engine == LiveEngine::Memory {
            return Ok(None);
        }
        match Redis::check(&redis(config)?).await {
            Err(error @ RedisError::Server(_)) => {
                Ok(Some(format!("{error}; without it there are no boards")))
            }
            checked => Ok(checked.map(|()| None)?),
        }
    }
}

fn redis(config: &Config) -> anyhow::Result<RedisOptions> {
    let file = Some(&config.live_ca).filter(|file| !file.is_empty());
    let authority = file.map(|file| fs::read(file).with_context(|| format!("live_ca: {file}")));
    Ok(RedisOptions {
        url: config.live.clone(),
        prefix: config.live_prefix.clone(),
        authority: authority.transpose()?,
    })
}
