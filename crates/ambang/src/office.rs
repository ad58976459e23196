//! The exam without a server: what commands work with.

use std::sync::Arc;

use anyhow::bail;
use async_trait::async_trait;
use exam::ports::{Correction, Generation, Live, LiveError, SeatUpdate, SelectionRow, Standing};
use exam::staff::Caller;
use exam::{App, FormCache, Recorder};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};
use live::MemoryFailures;
use session::PinKey;

use crate::config::Config;
use crate::database::Opened;
use crate::secrets::Secrets;
use crate::system::{FileSigner, SystemClock, SystemRng};

/// The store of this configuration, the use cases over it, and the operator as their caller.
pub(crate) struct Office {
    pub(crate) app: App,
    pub(crate) caller: Caller,
    opened: Opened,
}

impl Office {
    /// Opens the store for writing. While a server holds it this fails, and the error says what to do.
    pub(crate) async fn open(config: &Config) -> anyhow::Result<Self> {
        let opened = Opened::open(config).await?;
        let secrets = Secrets::of_store(config, &*opened.store(), &SystemRng).await?;
        Ok(Self::over(opened, &secrets))
    }

    /// Opens the store for reading, also beside a running server.
    pub(crate) async fn read(config: &Config) -> anyhow::Result<Self> {
        let opened = Opened::read(config).await?;
        let secrets = Secrets::existing(&config.secrets)?;
        Ok(Self::over(opened, &secrets))
    }

    fn over(opened: Opened, secrets: &Secrets) -> Self {
        let app = App {
            readings: exam::Readings::start(opened.store()),
            store: opened.store(),
            live: Arc::new(NoBoards),
            failures: Arc::new(MemoryFailures::default()),
            clock: Arc::new(SystemClock::for_command()),
            rng: Arc::new(SystemRng),
            signer: Arc::new(FileSigner::new(&secrets.signing)),
            pin_key: PinKey::new(secrets.pin),
            recorder: Recorder::idle(),
            forms: Arc::new(FormCache::default()),
            seen: exam::Seen::default(),
        };
        Self {
            app,
            caller: Caller::operator(),
            opened,
        }
    }

    /// The selection with this code.
    pub(crate) async fn selection(&self, code: &str) -> anyhow::Result<SelectionRow> {
        let rows = self.app.store.selections().await?;
        let codes: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
        match rows.into_iter().find(|row| row.code == code) {
            Some(row) => Ok(row),
            None if codes.is_empty() => bail!("there is no selection yet: ambang selection add"),
            None => bail!(
                "there is no selection {code}; there are {}",
                codes.join(", ")
            ),
        }
    }

    /// Copies the store to a new file.
    pub(crate) async fn backup(&self, target: &str) -> anyhow::Result<()> {
        Ok(self.app.store.backup(target).await?)
    }

    /// Closes the store.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        drop(self.app);
        self.opened.close().await
    }
}

/// A process that serves nobody has no boards.
struct NoBoards;

#[async_trait]
impl Live for NoBoards {
    fn feed(&self, _: Vec<SeatUpdate>) {}

    fn contact(&self, _: SittingId, _: AttemptId, _: Instant) {}

    async fn contacts(&self, _: SittingId) -> Result<Vec<(AttemptId, Instant)>, LiveError> {
        Err(LiveError::Away)
    }

    async fn seats(&self, _: SittingId) -> Result<Vec<SeatUpdate>, LiveError> {
        Err(LiveError::Away)
    }

    async fn revision(&self, _: SittingId) -> Result<u64, LiveError> {
        Err(LiveError::Away)
    }

    async fn ranking(
        &self,
        _: FormationId,
        _: usize,
        _: usize,
    ) -> Result<Vec<SeatUpdate>, LiveError> {
        Err(LiveError::Away)
    }

    async fn rank_of(&self, _: FormationId, _: ApplicationId) -> Result<Option<usize>, LiveError> {
        Err(LiveError::Away)
    }

    async fn drawn(&self, _: SittingId) -> Result<Option<Vec<u8>>, LiveError> {
        Err(LiveError::Away)
    }

    async fn draw(&self, _: SittingId, _: Option<Vec<u8>>, _: Vec<u8>) -> Result<bool, LiveError> {
        Err(LiveError::Away)
    }

    async fn standing(&self) -> Standing {
        Standing::Away
    }

    async fn fill(&self, _: Vec<SeatUpdate>) -> Result<(), LiveError> {
        Err(LiveError::Away)
    }

    async fn set_back(&self, _: Vec<Correction>) -> Result<(), LiveError> {
        Err(LiveError::Away)
    }

    async fn filled(&self, _: Generation) -> Result<(), LiveError> {
        Err(LiveError::Away)
    }

    async fn settled(&self) {}
}
