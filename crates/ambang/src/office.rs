//! The exam without a server: what commands work with.

use std::sync::Arc;

use anyhow::{Context, bail};
use async_trait::async_trait;
use exam::ports::{Generation, Live, LiveError, SeatUpdate, SelectionRow, Standing, Store as _};
use exam::staff::Caller;
use exam::{App, FormCache, Recorder};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};
use live::MemoryFailures;
use session::PinKey;
use store::{SqliteOptions, SqliteStore};

use crate::config::{Config, Database, Engines};
use crate::secrets::Secrets;
use crate::system::{FileSigner, SystemClock, SystemRng};

/// The store of this configuration, the use cases over it, and the operator as their caller.
pub(crate) struct Office {
    pub(crate) app: App,
    pub(crate) caller: Caller,
    store: SqliteStore,
}

impl Office {
    /// Opens the store for writing. While a server holds it this fails, and the error says what to do.
    pub(crate) async fn open(config: &Config) -> anyhow::Result<Self> {
        let Database::Sqlite(path) = database(config)?;
        let store = SqliteStore::open(&path, options(config))
            .await
            .with_context(|| format!("cannot open {} for writing", path.display()))?;
        let secrets = Secrets::of_store(&config.secrets, &store, &SystemRng).await?;
        Ok(Self::over(store, &secrets))
    }

    /// Opens the store for reading, also beside a running server.
    pub(crate) async fn read(config: &Config) -> anyhow::Result<Self> {
        let Database::Sqlite(path) = database(config)?;
        let store = SqliteStore::open_read_only(&path)
            .await
            .with_context(|| format!("cannot open {} for reading", path.display()))?;
        let secrets = Secrets::existing(&config.secrets)?;
        Ok(Self::over(store, &secrets))
    }

    fn over(store: SqliteStore, secrets: &Secrets) -> Self {
        let app = App {
            store: Arc::new(store.clone()),
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
            store,
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
        Ok(self.store.backup(target).await?)
    }

    /// Closes the store.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        let store = self.store;
        drop(self.app);
        Ok(store.close().await?)
    }
}

/// The database of a configuration, unless its engines do not go together.
pub(crate) fn database(config: &Config) -> anyhow::Result<Database> {
    let engines = Engines::of(config).map_err(anyhow::Error::msg)?;
    Ok(engines.database)
}

/// How the store is run.
pub(crate) fn options(config: &Config) -> SqliteOptions {
    SqliteOptions {
        readers_max: config.read_connections,
        ..SqliteOptions::default()
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

    async fn filled(&self, _: Generation) -> Result<(), LiveError> {
        Err(LiveError::Away)
    }

    async fn settled(&self) {}
}
