//! A balancer: HAProxy.

use std::ffi::OsStr;
use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::process::Command;

use crate::child::Guarded;
use crate::folder::Folder;

/// Name of its configuration.
const FILE: &str = "haproxy.cfg";

/// A running balancer as the container image runs it: a master that takes another configuration. Ended when dropped.
#[derive(Debug)]
pub struct Server {
    _process: Guarded,
    folder: Folder,
}

impl Server {
    /// Starts a balancer on this configuration, and waits until these of its ports take connections.
    ///
    /// # Errors
    /// When HAProxy is not installed, with what to install, or does not take the configuration, with what it says.
    pub fn start(configuration: &str, ports: &[u16]) -> Result<Self, String> {
        let known = Command::new("haproxy").arg("-v").output();
        known.map_err(|error| {
            format!("haproxy: {error}: install it (Debian, Ubuntu: `apt-get install haproxy`)")
        })?;
        let folder = Folder::new("haproxy").map_err(|e| format!("a folder for HAProxy: {e}"))?;
        write(&folder, configuration)?;
        let program = OsStr::new("haproxy");
        let process = Guarded::start(&folder, "TERM", program, ["-W", "-db", "-f", FILE]);
        let process = process.map_err(|e| format!("haproxy: {e}"))?;
        let open = |port: &u16| TcpStream::connect((Ipv4Addr::LOCALHOST, *port)).is_ok();
        while !ports.iter().all(open) {
            std::thread::yield_now();
        }
        Ok(Self {
            _process: process,
            folder,
        })
    }

    /// Gives it another configuration: a new worker takes over, and the old one ends what it has begun.
    ///
    /// # Errors
    /// When it does not take the configuration.
    pub fn reload(&self, configuration: &str) -> Result<(), String> {
        write(&self.folder, configuration)?;
        let loaded = || self.said().matches("Loading success.").count();
        let before = loaded();
        let pid = self.folder.pid().ok_or("haproxy has no number")?;
        let mut kill = Command::new("kill");
        let told = kill.args(["-USR2", &pid.to_string()]).status();
        told.map_err(|e| format!("kill: {e}"))?;
        while loaded() == before {
            std::thread::yield_now();
        }
        Ok(())
    }

    /// What it has said so far; with `log stderr` in its configuration also who was served by whom.
    #[must_use]
    pub fn said(&self) -> String {
        self.folder.log()
    }
}

/// Takes the configuration only if the program does.
fn write(folder: &Folder, configuration: &str) -> Result<(), String> {
    let file = folder.path().join(FILE);
    fs::write(&file, configuration).map_err(|e| format!("{}: {e}", file.display()))?;
    let checked = folder
        .command("haproxy")
        .args(["-c", "-q", "-f", FILE])
        .output();
    let checked = checked.map_err(|e| format!("haproxy: {e}"))?;
    if checked.status.success() {
        return Ok(());
    }
    Err(format!(
        "haproxy: {}",
        String::from_utf8_lossy(&checked.stderr)
    ))
}
