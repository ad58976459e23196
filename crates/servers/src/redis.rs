//! A Redis server.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Command;

use crate::child::Guarded;
use crate::folder::Folder;

/// Nothing is written to a disk, and only the socket is listened on.
const SETTINGS: [&str; 8] = [
    "--port",
    "0",
    "--unixsocket",
    "redis.sock",
    "--save",
    "",
    "--appendonly",
    "no",
];

/// A running server. Killed when dropped.
#[derive(Debug)]
pub struct Server {
    process: Option<Guarded>,
    folder: Folder,
}

impl Server {
    /// Starts a server and waits until it takes connections.
    ///
    /// # Errors
    /// When Redis is not installed, with what to install, or does not start.
    pub fn start() -> Result<Self, String> {
        let known = Command::new("redis-server").arg("--version").output();
        known.map_err(|error| {
            format!(
                "redis-server: {error}: install it (Debian, Ubuntu: `apt-get install redis-server`)"
            )
        })?;
        let folder = Folder::new("redis").map_err(|e| format!("a folder for Redis: {e}"))?;
        let mut server = Self {
            process: None,
            folder,
        };
        server.run()?;
        Ok(server)
    }

    /// Starts it again after [`Self::kill`]; it is empty then.
    ///
    /// # Errors
    /// When it does not start.
    pub fn run(&mut self) -> Result<(), String> {
        let _ = std::fs::remove_file(self.socket());
        let program = std::ffi::OsStr::new("redis-server");
        let process = Guarded::start(&self.folder, "KILL", program, SETTINGS);
        let mut process = process.map_err(|e| format!("redis-server: {e}"))?;
        while UnixStream::connect(self.socket()).is_err() {
            if let Some(status) = process.ended() {
                return Err(format!(
                    "redis-server ended, {status}: {}",
                    self.folder.log()
                ));
            }
            std::thread::yield_now();
        }
        self.process = Some(process);
        Ok(())
    }

    /// Ends it by SIGKILL.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// The address, as Ambang's `live` takes it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis+unix://{}", self.socket().display())
    }

    /// The socket's path.
    #[must_use]
    pub fn socket(&self) -> std::path::PathBuf {
        self.folder.path().join("redis.sock")
    }

    /// The folder that it runs in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The number of its process.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.folder.pid()
    }
}
