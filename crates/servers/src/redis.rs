//! A Redis server.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;

use crate::child::{Guarded, free_port};
use crate::folder::Folder;

/// Nothing is written to a disk, and nobody else is listened to.
const SETTINGS: [&str; 6] = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];

/// A running server. Killed when dropped.
#[derive(Debug)]
pub struct Server {
    process: Option<Guarded>,
    folder: Folder,
    address: SocketAddr,
}

impl Server {
    /// Starts a server on a free port and waits until it takes connections.
    ///
    /// # Errors
    /// When Redis is not installed, with what to install, or does not start.
    pub fn start() -> Result<Self, String> {
        let port = free_port().map_err(|e| format!("a port for Redis: {e}"))?;
        Self::start_on(port)
    }

    /// The same on this port.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_on(port: u16) -> Result<Self, String> {
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
            address: (Ipv4Addr::LOCALHOST, port).into(),
        };
        server.run()?;
        Ok(server)
    }

    /// Starts it again after [`Self::kill`]; it is empty then.
    ///
    /// # Errors
    /// When it does not start.
    pub fn run(&mut self) -> Result<(), String> {
        let port = self.address.port().to_string();
        let arguments = ["--port", &port].into_iter().chain(SETTINGS);
        let program = std::ffi::OsStr::new("redis-server");
        let process = Guarded::start(&self.folder, "KILL", program, arguments);
        let mut process = process.map_err(|e| format!("redis-server: {e}"))?;
        while TcpStream::connect(self.address).is_err() {
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

    /// The first line of its answer to a command in words.
    ///
    /// # Errors
    /// When it is not there.
    pub fn ask(&self, command: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(self.address)?;
        writeln!(stream, "{command}\r")?;
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }

    /// The address, as Ambang's `live` takes it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
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
