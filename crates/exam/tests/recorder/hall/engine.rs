//! What a hall's store lives on: a file of its own, or a database of its own on a server that all halls share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use exam::ports::Store;
use servers::postgres::Server;
use store::{Nodes, PostgresOptions, PostgresStore, SqliteOptions, SqliteStore};
use tempfile::TempDir;

/// The name of a copied file.
const COPY: &str = "copy.db";

/// One of the engines that every case is run on.
pub(crate) enum Engine {
    Sqlite,
    Postgres {
        server: Server,
        databases: AtomicU32,
    },
}

/// Where one store lives.
pub(crate) enum Ground {
    File {
        folder: TempDir,
        /// Nobody else may open the file.
        store: SqliteStore,
    },
    Database {
        url: String,
        /// Whoever still has the store when the hall moves on.
        opened: Vec<PostgresStore>,
        /// A server of the hall's own, if it has moved.
        _own: Option<Arc<Server>>,
    },
}

impl Engine {
    /// A throw-away server, for the cases of this process.
    pub(crate) fn postgres() -> Self {
        Self::Postgres {
            server: Server::start(&[]).unwrap(),
            databases: AtomicU32::new(0),
        }
    }

    /// How often a race is run: a commit costs either engine the same sync, but a server more ways to and fro.
    pub(crate) const fn rounds(&self) -> usize {
        match self {
            Self::Sqlite => 300,
            Self::Postgres { .. } => 100,
        }
    }

    /// An empty place for a store.
    pub(crate) async fn ground(&self) -> Ground {
        match self {
            Self::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                Ground::file(folder, "ambang.db").await
            }
            Self::Postgres { server, databases } => {
                let name = format!("hall_{}", databases.fetch_add(1, Ordering::Relaxed));
                server.create_database(&name).unwrap();
                Ground::Database {
                    url: server.url(&name),
                    opened: Vec::new(),
                    _own: None,
                }
            }
        }
    }
}

impl Ground {
    async fn file(folder: TempDir, name: &str) -> Self {
        let path = folder.path().join(name);
        let store = SqliteStore::open(&path, SqliteOptions::default()).await;
        Self::File {
            folder,
            store: store.unwrap(),
        }
    }

    /// The store as another process opens it.
    pub(crate) async fn open(&mut self) -> Arc<dyn Store> {
        match self {
            Self::File { store, .. } => Arc::new(store.clone()),
            Self::Database { url, opened, .. } => {
                let options = PostgresOptions {
                    readers_max: 2,
                    nodes: Nodes::Several,
                    ..PostgresOptions::default()
                };
                let store = PostgresStore::open(url, options).await.unwrap();
                opened.push(store.clone());
                Arc::new(store)
            }
        }
    }

    /// The store as it is now, to go back to.
    pub(crate) async fn copy(&self, engine: &Engine) -> Copied {
        match (self, engine) {
            (Self::File { folder, store, .. }, _) => {
                let path = folder.path().join(COPY);
                store.backup(path.to_str().unwrap()).await.unwrap();
                Copied::File
            }
            (Self::Database { .. }, Engine::Postgres { server, .. }) => {
                Copied::Server(Arc::new(server.copy().unwrap()))
            }
            _ => unreachable!("a database without a server"),
        }
    }

    /// Ends the store, and goes on from the copy.
    pub(crate) async fn move_to(self, copy: Copied) -> Self {
        match (self, copy) {
            (Self::File { folder, store, .. }, Copied::File) => {
                store.close().await.unwrap();
                Self::file(folder, COPY).await
            }
            (Self::Database { url, opened, .. }, Copied::Server(server)) => {
                for store in opened {
                    store.close().await;
                }
                let (_, name) = url.rsplit_once('/').unwrap();
                Self::Database {
                    url: server.url(name),
                    opened: Vec::new(),
                    _own: Some(server),
                }
            }
            _ => unreachable!("a copy of another engine"),
        }
    }
}

/// A store as it was.
pub(crate) enum Copied {
    /// In the folder of the store.
    File,
    Server(Arc<Server>),
}
