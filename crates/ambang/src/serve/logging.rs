//! Log lines on standard error.

use std::io::IsTerminal;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

pub(super) fn start(config: &Config) -> anyhow::Result<()> {
    let filter: EnvFilter = config.log.parse().context("log")?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // Told on the same standard error, and whoever cannot print there panics: a log on a full disk would end
        // the task that has something to say. A line that cannot be written is lost.
        .log_internal_errors(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        // It would say so on standard error, and end the server where nobody reads that any more.
        .log_internal_errors(false);
    let started = match config.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("cannot start logging: {error}"))
}
