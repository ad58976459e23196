//! The port itself.

mod read;
mod tell;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use exam::ports::{Correction, Generation, Live, LiveError, SeatUpdate, Standing};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};
use redis::{Script, pipe};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::Redis;
use super::keys::{BOARDS_S, CONTACTS_S};
use super::link::Link;
use super::pending::Pending;

/// Boards on a Redis server.
pub struct RedisLive {
    shared: Arc<Shared>,
    teller: JoinHandle<()>,
    standing: Script,
    draw: Script,
    /// Keeps the connection.
    _redis: Arc<Redis>,
}

/// What the task that tells the server shares with those who feed.
struct Shared {
    link: Arc<Link>,
    apply: Script,
    waiting: Mutex<Waiting>,
    fed: Notify,
    settled: Notify,
}

#[derive(Default)]
struct Waiting {
    pending: Pending,
    /// A batch is on its way.
    telling: bool,
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RedisLive {
    fn drop(&mut self) {
        self.teller.abort();
    }
}

impl RedisLive {
    /// Boards on this server; a task begins to tell it what is fed.
    #[must_use]
    pub fn new(redis: &Arc<Redis>) -> Self {
        let shared = Arc::new(Shared {
            link: Arc::clone(&redis.link),
            apply: Script::new(include_str!("apply.lua")),
            waiting: Mutex::default(),
            fed: Notify::new(),
            settled: Notify::new(),
        });
        let teller = tokio::spawn({
            let shared = Arc::clone(&shared);
            async move { shared.tell_on().await }
        });
        Self {
            shared,
            teller,
            standing: Script::new(include_str!("standing.lua")),
            draw: Script::new(include_str!("draw.lua")),
            _redis: Arc::clone(redis),
        }
    }

    /// The current filling and whether it is complete; says first that `complete` is, if given.
    async fn epoch(&self, complete: &str) -> Result<(u64, bool), LiveError> {
        let link = &self.shared.link;
        let mut asked = self.standing.key(&link.keys.epoch);
        asked.key(&link.keys.filled).arg(BOARDS_S).arg(complete);
        link.run(&asked).await.ok_or(LiveError::Away)
    }
}

#[async_trait]
impl Live for RedisLive {
    fn feed(&self, updates: Vec<SeatUpdate>) {
        let lost = {
            let mut waiting = self.shared.waiting();
            for update in updates {
                waiting.pending.feed(update);
            }
            core::mem::take(&mut waiting.pending.lost)
        };
        if lost {
            tracing::warn!(
                "too much waits for Redis: states were dropped, the boards will be filled again"
            );
            self.shared.link.has_lost();
        }
        self.shared.fed.notify_one();
    }

    fn contact(&self, sitting: SittingId, attempt: AttemptId, at: Instant) {
        self.shared
            .waiting()
            .pending
            .contact((sitting, attempt, at));
        self.shared.fed.notify_one();
    }

    async fn contacts(&self, sitting: SittingId) -> Result<Vec<(AttemptId, Instant)>, LiveError> {
        self.shared.contacts(sitting).await
    }

    async fn seats(&self, sitting: SittingId) -> Result<Vec<SeatUpdate>, LiveError> {
        self.shared.seats(sitting).await
    }

    async fn revision(&self, sitting: SittingId) -> Result<u64, LiveError> {
        let link = &self.shared.link;
        let number = link.ask(pipe().get(link.keys.revision(sitting))).await;
        let (number,): (Option<u64>,) = number.ok_or(LiveError::Away)?;
        Ok(number.unwrap_or_default())
    }

    async fn ranking(
        &self,
        formation: FormationId,
        from: usize,
        limit: usize,
    ) -> Result<Vec<SeatUpdate>, LiveError> {
        self.shared.ranking(formation, from, limit).await
    }

    async fn rank_of(
        &self,
        formation: FormationId,
        application: ApplicationId,
    ) -> Result<Option<usize>, LiveError> {
        self.shared.rank_of(formation, application).await
    }

    async fn drawn(&self, sitting: SittingId) -> Result<Option<Vec<u8>>, LiveError> {
        let link = &self.shared.link;
        let drawn = link.ask(pipe().get(link.keys.drawing(sitting))).await;
        let (drawn,): (Option<Vec<u8>>,) = drawn.ok_or(LiveError::Away)?;
        Ok(drawn)
    }

    async fn draw(
        &self,
        sitting: SittingId,
        before: Option<Vec<u8>>,
        drawn: Vec<u8>,
    ) -> Result<bool, LiveError> {
        let link = &self.shared.link;
        let mut asked = self.draw.key(link.keys.drawing(sitting));
        asked
            .arg(u8::from(before.is_some()))
            .arg(before.unwrap_or_default());
        asked.arg(drawn).arg(CONTACTS_S);
        link.run(&asked).await.ok_or(LiveError::Away)
    }

    async fn standing(&self) -> Standing {
        match self.epoch("").await {
            Ok((_, true)) => Standing::Whole,
            Ok((epoch, false)) => Standing::Lost(Generation(epoch)),
            Err(_) => Standing::Away,
        }
    }

    async fn fill(&self, updates: Vec<SeatUpdate>) -> Result<(), LiveError> {
        self.shared.fill(updates).await
    }

    async fn set_back(&self, corrections: Vec<Correction>) -> Result<(), LiveError> {
        self.shared.set_back(corrections).await
    }

    async fn filled(&self, generation: Generation) -> Result<(), LiveError> {
        self.epoch(&generation.0.to_string()).await?;
        Ok(())
    }

    async fn settled(&self) {
        loop {
            let settled = self.shared.settled.notified();
            tokio::pin!(settled);
            // Counted from here on, so that nothing is missed between the look and the wait.
            settled.as_mut().enable();
            {
                let waiting = self.shared.waiting();
                if waiting.pending.is_empty() && !waiting.telling {
                    return;
                }
            }
            settled.await;
        }
    }
}
