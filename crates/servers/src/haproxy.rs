//! A balancer: HAProxy.

use std::ffi::OsStr;
use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::process::Command;
use std::time::Duration;

use crate::child::Guarded;
use crate::folder::Folder;

/// It starts within a second; on a machine that is busy with other tests, later.
const LOOKS_MAX: u32 = 3_000;
const LOOK_EVERY: Duration = Duration::from_millis(20);
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
        let server = Self {
            _process: process,
            folder,
        };
        server.until(|| ports.iter().all(open))?;
        Ok(server)
    }

    fn until(&self, is_so: impl Fn() -> bool) -> Result<(), String> {
        for _ in 0..LOOKS_MAX {
            if is_so() {
                return Ok(());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        Err(format!("haproxy does not come: {}", self.said()))
    }

    /// Gives it another configuration: a new worker takes over, and the old one ends what it has begun.
    ///
    /// # Errors
    /// When it does not take the configuration.
    pub fn reload(&self, configuration: &str) -> Result<(), String> {
        write(&self.folder, configuration)?;
        let loaded = || self.said().matches("Loading success.").count();
        let before = loaded();
        tell("USR2", self.pid()?)?;
        self.until(|| loaded() > before)
    }

    /// Everything on its way stands still and nobody is told, as where a network has been cut; until [`Self::thaw`].
    ///
    /// # Errors
    /// When it is not there.
    pub fn freeze(&self) -> Result<(), String> {
        self.workers()?
            .iter()
            .try_for_each(|pid| tell("STOP", *pid))
    }

    /// Goes on with what was under way.
    ///
    /// # Errors
    /// When it is not there.
    pub fn thaw(&self) -> Result<(), String> {
        self.workers()?
            .iter()
            .try_for_each(|pid| tell("CONT", *pid))
    }

    fn pid(&self) -> Result<u32, String> {
        let pid = self.folder.pid();
        pid.ok_or_else(|| "haproxy has no number".to_owned())
    }

    /// Those who do the work, under the master.
    fn workers(&self) -> Result<Vec<u32>, String> {
        let master = self.pid()?;
        let file = format!("/proc/{master}/task/{master}/children");
        let text = fs::read_to_string(&file).map_err(|e| format!("{file}: {e}"))?;
        let pids: Vec<u32> = text.split_whitespace().flat_map(str::parse).collect();
        if pids.is_empty() {
            return Err("haproxy has no worker".to_owned());
        }
        Ok(pids)
    }

    /// What it has said so far; with `log stderr` in its configuration also who was served by whom.
    #[must_use]
    pub fn said(&self) -> String {
        self.folder.log()
    }
}

/// Sends a signal.
fn tell(signal: &str, pid: u32) -> Result<(), String> {
    let mut kill = Command::new("kill");
    let told = kill.args([format!("-{signal}"), pid.to_string()]).status();
    let told = told.map_err(|e| format!("kill: {e}"))?;
    told.success()
        .then_some(())
        .ok_or_else(|| format!("haproxy is gone: {signal}"))
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
