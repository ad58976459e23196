//! The folder of a throw-away server: configuration, store, secrets, log.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Lines of the server's log that are shown when something breaks off.
const LOG_LINES_SHOWN: usize = 20;

/// What a throw-away server keeps its truth and its boards in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engines {
    /// One SQLite file, boards in memory.
    Embedded,
    /// One of several nodes.
    Fleet {
        /// Address of the PostgreSQL database.
        database: String,
        /// Address of the Redis server.
        live: String,
        /// The secrets file of all nodes; the first start makes it.
        secrets: PathBuf,
    },
}

/// Where a throw-away server lives, and which program it is.
#[derive(Debug)]
pub struct Workplace {
    program: PathBuf,
    folder: PathBuf,
    address: SocketAddr,
    engines: Engines,
    /// Removed with it; none where the folder is kept.
    _throw_away: Option<TempDir>,
}

impl Workplace {
    /// A folder with the configuration of a server on a free port of this machine. It is removed in the end,
    /// unless `keep` names one to be made and left.
    ///
    /// # Errors
    /// When the folder cannot be made (it must not exist), or no port is free.
    pub fn new(program: PathBuf, keep: Option<&Path>) -> Result<Self, String> {
        Self::make(program, keep, Engines::Embedded)
            .map_err(|e| format!("the folder of the server: {e}"))
    }

    /// A folder for one node of a fleet, removed in the end.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn node(program: PathBuf, engines: Engines) -> Result<Self, String> {
        Self::make(program, None, engines).map_err(|e| format!("the folder of a node: {e}"))
    }

    /// As [`Self::node`], with the port on which it listens and more settings (lines of its configuration).
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn node_at(
        program: PathBuf,
        engines: Engines,
        address: SocketAddr,
        more: &str,
    ) -> Result<Self, String> {
        let mut workplace = Self::node(program, engines)?;
        workplace.address = address;
        let settings = workplace.settings() + more;
        std::fs::write(workplace.config(), settings).map_err(|e| format!("a node: {e}"))?;
        Ok(workplace)
    }

    fn make(program: PathBuf, keep: Option<&Path>, engines: Engines) -> std::io::Result<Self> {
        let (folder, throw_away) = if let Some(folder) = keep {
            std::fs::create_dir(folder)?;
            (folder.canonicalize()?, None)
        } else {
            let folder = TempDir::with_prefix("ambang-")?;
            (folder.path().to_owned(), Some(folder))
        };
        let workplace = Self {
            program,
            folder,
            address: free_address()?,
            engines,
            _throw_away: throw_away,
        };
        std::fs::write(workplace.config(), workplace.settings())?;
        Ok(workplace)
    }

    fn settings(&self) -> String {
        let file = |name: &str| self.folder.join(name).display().to_string();
        let engines = match &self.engines {
            Engines::Embedded => format!(
                "database = \"sqlite:{}\"\nsecrets = \"{}\"\n",
                file("store.db"),
                file("secrets.toml")
            ),
            Engines::Fleet {
                database,
                live,
                secrets,
            } => format!(
                "database = \"{database}\"\nlive = \"{live}\"\nsecrets = \"{}\"\n",
                secrets.display()
            ),
        };
        format!("listen = \"{}\"\n{engines}", self.address)
    }

    pub(super) fn config(&self) -> PathBuf {
        self.folder.join("ambang.toml")
    }

    pub(super) fn program(&self) -> &Path {
        &self.program
    }

    /// The server's log: standard output and error of every start.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// The file of the store.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.folder.join("store.db")
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the server listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The server's address as the beginning of every URL.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The last lines of the server's log.
    #[must_use]
    pub fn log_tail(&self) -> String {
        let text = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let from = lines.len().saturating_sub(LOG_LINES_SHOWN);
        lines.get(from..).unwrap_or_default().join("\n")
    }
}

/// A port of the loopback that is free now; the server is told to take it.
fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}
