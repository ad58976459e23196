//! What an operator, or whatever started the process, tells it.

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens for the word to end. Listening from before anybody can know of the process: who is not listened to ends it at
/// once.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on.
    ///
    /// # Errors
    /// When the system gives no signals.
    pub(crate) fn listen() -> anyhow::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?,
            interrupt: signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?,
        })
    }

    /// Waits for the next word to end; which one it was.
    pub(crate) async fn told_to_end(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
