//! What is measured: the embedded server, or nodes over a PostgreSQL and a Redis of their own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use servers::{postgres, redis};
use tempfile::TempDir;

use super::cpu::Watched;
use super::{Wanted, pid};
use crate::throwaway::{Engines, Mode, Server, Workplace};

/// As an office would set it on a machine of this size; what a commit needs stays as PostgreSQL has it.
const SETTINGS: [&str; 2] = ["shared_buffers=512MB", "max_wal_size=4GB"];

/// The servers that stand behind nodes.
struct Engine {
    postgres: postgres::Server,
    redis: redis::Server,
    /// The secrets of all nodes.
    secrets: TempDir,
}

/// The nodes that run.
pub(super) struct Fleet {
    program: PathBuf,
    engine: Option<Engine>,
    first: Arc<Workplace>,
    nodes: Vec<(Arc<Workplace>, Server)>,
}

impl Fleet {
    /// Nothing runs yet but the engines, where nodes are wanted.
    pub(super) fn new(wanted: &Wanted) -> Result<Self, String> {
        let engine = if wanted.nodes.is_empty() {
            None
        } else {
            Some(Engine {
                postgres: postgres::Server::start(&SETTINGS)?,
                redis: redis::Server::start()?,
                secrets: TempDir::with_prefix("ambang-").map_err(|e| e.to_string())?,
            })
        };
        let program = wanted.program.clone();
        let first = Arc::new(workplace(&program, engine.as_ref())?);
        Ok(Self {
            program,
            engine,
            first,
            nodes: Vec::new(),
        })
    }

    /// Starts more nodes, until there are so many.
    pub(super) async fn grow(&mut self, size: u32) -> Result<(), String> {
        while self.nodes.len() < usize::try_from(size).unwrap_or(usize::MAX) {
            let workplace = if self.nodes.is_empty() {
                self.first()
            } else {
                Arc::new(workplace(&self.program, self.engine.as_ref())?)
            };
            let server = Server::start(Arc::clone(&workplace), Mode::Exam).await?;
            self.nodes.push((workplace, server));
        }
        Ok(())
    }

    /// The first node's folder.
    pub(super) fn first(&self) -> Arc<Workplace> {
        Arc::clone(&self.first)
    }

    pub(super) fn addresses(&self) -> Vec<SocketAddr> {
        let nodes = self.nodes.iter();
        nodes.map(|(workplace, _)| workplace.address()).collect()
    }

    /// The processes whose time counts.
    pub(super) async fn watched(&self) -> Result<Watched, String> {
        let mut nodes = Vec::new();
        for (_, server) in &self.nodes {
            nodes.push(pid(server).await?);
        }
        let engine = self.engine.as_ref();
        Ok(Watched {
            nodes,
            database: engine.and_then(|engine| engine.postgres.pid()),
            live: engine.and_then(|engine| engine.redis.pid()),
        })
    }

    /// Ends the nodes.
    pub(super) async fn end(&mut self) -> Result<(), String> {
        for (_, server) in self.nodes.drain(..) {
            server.kill().await?;
        }
        Ok(())
    }
}

fn workplace(program: &Path, engine: Option<&Engine>) -> Result<Workplace, String> {
    let Some(engine) = engine else {
        return Workplace::new(program.to_owned(), None);
    };
    let engines = Engines::Fleet {
        database: engine.postgres.url("postgres"),
        live: engine.redis.url(),
        secrets: engine.secrets.path().join("secrets.toml"),
    };
    Workplace::node(program.to_owned(), engines)
}
