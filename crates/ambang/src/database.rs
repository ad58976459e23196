//! The store that the configuration chooses.

use std::sync::Arc;

use anyhow::Context;
use exam::ports::{Destination, Origin, Store};
use store::{
    Durability, Migrated, Nodes, PostgresOptions, PostgresStore, SqliteOptions, SqliteStore,
};

use crate::config::{Config, Database, Engines};

/// An open store, to be used through the port and closed at the end.
pub(crate) enum Opened {
    Sqlite(SqliteStore),
    Postgres(PostgresStore),
}

impl Opened {
    /// Opens the store for writing. While a server holds it for itself this fails, and the error says what to do.
    pub(crate) async fn open(config: &Config) -> anyhow::Result<Self> {
        let database = chosen(config)?;
        let opened = match &database {
            Database::Sqlite(path) => SqliteStore::open(path, sqlite_options(config))
                .await
                .map(Self::Sqlite),
            Database::Postgres(url) => PostgresStore::open(url, postgres_options(config))
                .await
                .map(Self::Postgres),
        };
        opened.with_context(|| format!("cannot open {database} for writing"))
    }

    /// As [`Self::open`], for what no server may run beside, in a fleet either.
    pub(crate) async fn open_alone(config: &Config) -> anyhow::Result<Self> {
        let database = chosen(config)?;
        let Database::Postgres(url) = &database else {
            return Self::open(config).await;
        };
        let alone = PostgresOptions {
            nodes: Nodes::One,
            ..postgres_options(config)
        };
        let opened = PostgresStore::open(url, alone).await.map(Self::Postgres);
        opened.with_context(|| {
            format!("cannot open {database} for this command alone: stop every node first")
        })
    }

    /// Opens the store for reading, also beside a running server.
    pub(crate) async fn read(config: &Config) -> anyhow::Result<Self> {
        let database = chosen(config)?;
        let opened = match &database {
            Database::Sqlite(path) => SqliteStore::open_read_only(path).await.map(Self::Sqlite),
            Database::Postgres(url) => PostgresStore::open_read_only(url, postgres_options(config))
                .await
                .map(Self::Postgres),
        };
        opened.with_context(|| format!("cannot open {database} for reading"))
    }

    /// The store as the use cases know it.
    pub(crate) fn store(&self) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(store) => Arc::new(store.clone()),
            Self::Postgres(store) => Arc::new(store.clone()),
        }
    }

    /// Waits for what is being written and closes the store, whoever still holds it.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(store) => store.close().await?,
            Self::Postgres(store) => store.close().await,
        }
        Ok(())
    }
}

/// A database that nobody serves, to be read whole.
pub(crate) async fn origin(database: &Database) -> anyhow::Result<Box<dyn Origin>> {
    let opened = match database {
        Database::Sqlite(path) => SqliteStore::origin(path).await,
        Database::Postgres(url) => PostgresStore::origin(url, PostgresOptions::default()).await,
    };
    opened.with_context(|| format!("cannot read {database} whole"))
}

/// An empty database, to be filled.
pub(crate) async fn destination(database: &Database) -> anyhow::Result<Box<dyn Destination>> {
    let opened = match database {
        Database::Sqlite(path) => SqliteStore::destination(path).await,
        Database::Postgres(url) => {
            PostgresStore::destination(url, PostgresOptions::default()).await
        }
    };
    opened.with_context(|| format!("cannot fill {database}"))
}

/// Brings the chosen database up to date; says which one it was.
pub(crate) async fn migrate(config: &Config) -> anyhow::Result<(Database, Migrated)> {
    let database = chosen(config)?;
    let migrated = match &database {
        Database::Sqlite(path) => SqliteStore::migrate(path).await,
        Database::Postgres(url) => PostgresStore::migrate(url, postgres_options(config)).await,
    };
    let migrated = migrated.with_context(|| format!("cannot bring {database} up to date"))?;
    Ok((database, migrated))
}

/// Whether the chosen database could be opened for writing now: fit for an exam, and in nobody else's hands.
pub(crate) async fn check_free(config: &Config) -> anyhow::Result<()> {
    match chosen(config)? {
        Database::Sqlite(path) => Ok(SqliteStore::check_free(&path)?),
        Database::Postgres(url) => Ok(PostgresStore::check(&url, postgres_options(config)).await?),
    }
}

/// The database of a configuration, unless its engines do not go together.
pub(crate) fn chosen(config: &Config) -> anyhow::Result<Database> {
    let engines = Engines::of(config).map_err(anyhow::Error::msg)?;
    Ok(engines.database)
}

fn sqlite_options(config: &Config) -> SqliteOptions {
    SqliteOptions {
        readers_max: config.read_connections,
        ..SqliteOptions::default()
    }
}

fn postgres_options(config: &Config) -> PostgresOptions {
    PostgresOptions {
        readers_max: config.read_connections,
        durability: match config.durability {
            crate::config::Durability::Local => Durability::Local,
            crate::config::Durability::Replicated => Durability::Replicated,
        },
        nodes: match config.is_of_fleet() {
            true => Nodes::Several,
            false => Nodes::One,
        },
        ..PostgresOptions::default()
    }
}
