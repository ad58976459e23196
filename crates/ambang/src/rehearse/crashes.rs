//! Crashes of the server while the sitting runs.

use std::sync::Arc;
use std::time::Duration;

use loadtests::Dice;
use loadtests::rehearsal::Progress;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use anyhow::Error;
use loadtests::throwaway::Server;

/// Where the rehearsal is, as far as crashes are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Before,
    Sitting,
    After,
}

/// How often, and a progress that knows when the sitting runs.
pub(super) struct Crashes {
    count: u32,
    dice: Dice,
    sitting_ms: u64,
    progress: Arc<Staged>,
}

struct Staged {
    inner: Arc<dyn Progress>,
    stage: watch::Sender<Stage>,
}

impl Progress for Staged {
    fn step(&self, name: &str) {
        // Every step after the sitting ends it.
        self.stage.send_if_modified(|stage| {
            let over = *stage == Stage::Sitting;
            if over {
                *stage = Stage::After;
            }
            over
        });
        self.inner.step(name);
    }

    fn sitting(&self, done: u64, of: u64, acknowledged: u64) {
        self.stage.send_if_modified(|stage| {
            let next = if done < of {
                Stage::Sitting
            } else {
                Stage::After
            };
            let changed = acknowledged > 0 && *stage != next;
            if changed {
                *stage = next;
            }
            changed
        });
        self.inner.sitting(done, of, acknowledged);
    }

    fn finish(&self) {
        self.stage.send_replace(Stage::After);
        self.inner.finish();
    }
}

impl Crashes {
    pub(super) fn new(count: u32, seed: u64, sitting_ms: i64, inner: Arc<dyn Progress>) -> Self {
        let (stage, _) = watch::channel(Stage::Before);
        Self {
            count,
            dice: Dice::new(seed).fork(99),
            sitting_ms: u64::try_from(sitting_ms).unwrap_or_default(),
            progress: Arc::new(Staged { inner, stage }),
        }
    }

    pub(super) fn progress(&self) -> Arc<dyn Progress> {
        Arc::clone(&self.progress) as Arc<dyn Progress>
    }

    /// The rehearsal has ended, however it did.
    pub(super) fn over(&self) {
        self.progress.stage.send_replace(Stage::After);
    }

    /// Kills and restarts `server` at random moments of the sitting; how often, is returned.
    pub(super) fn spread_over(&self, server: Arc<Server>) -> JoinHandle<anyhow::Result<u32>> {
        let stage = self.progress.stage.subscribe();
        let run = Run {
            dice: self.dice.clone(),
            // On average they fill the sitting; each one prolongs it.
            gap_ms: self.sitting_ms / u64::from(self.count.max(1)),
            stage,
            server,
        };
        tokio::spawn(run.crash(self.count))
    }
}

struct Run {
    dice: Dice,
    gap_ms: u64,
    stage: watch::Receiver<Stage>,
    server: Arc<Server>,
}

impl Run {
    async fn crash(mut self, count: u32) -> anyhow::Result<u32> {
        // An error says that the rehearsal is gone: then nothing is left to crash.
        let begun = self.stage.wait_for(|stage| *stage != Stage::Before);
        if begun.await.is_err() {
            return Ok(0);
        }
        for kills in 0..count {
            let wait = self.gap_ms / 4 + self.dice.below(self.gap_ms.max(1));
            tokio::select! {
                over = self.stage.wait_for(|stage| *stage == Stage::After) => {
                    drop(over);
                    return Ok(kills);
                }
                () = tokio::time::sleep(Duration::from_millis(wait)) => {}
            }
            self.server.kill().await.map_err(Error::msg)?;
            let away = self.dice.below(400);
            tokio::time::sleep(Duration::from_millis(away)).await;
            self.server.run().await.map_err(Error::msg)?;
        }
        Ok(count)
    }
}
