//! The server as a process of its own.

use std::ffi::OsString;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

use super::workplace::Workplace;
use crate::ready::until_ready;

const READY_WITHIN: Duration = Duration::from_secs(60);
const ENDED_WITHIN: Duration = Duration::from_secs(60);

/// What the process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Serves exams.
    Exam,
    /// The same HTTP server and token check, answering at once: the yardstick.
    Echo,
}

/// What stands around the program while it serves.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// A program that becomes the server in its own process (`exec`), and its first arguments; the server's
    /// command line follows them.
    pub through: Option<(OsString, Vec<OsString>)>,
    /// Variables of the server's environment.
    pub environment: Vec<(OsString, OsString)>,
}

/// A server that can be killed and started again.
#[derive(Debug)]
pub struct Server {
    workplace: Arc<Workplace>,
    mode: Mode,
    launch: Launch,
    child: Mutex<Option<Child>>,
}

/// The program with its configuration, in its folder.
pub(super) fn command(workplace: &Workplace, launch: &Launch) -> Command {
    let mut command = match &launch.through {
        None => Command::new(workplace.program()),
        Some((through, arguments)) => {
            let mut command = Command::new(through);
            command.args(arguments).arg(workplace.program());
            command
        }
    };
    // What is set for another server of this machine is not for this one.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AMBANG_") {
            command.env_remove(name);
        }
    }
    command
        .envs(launch.environment.iter().map(|(name, value)| (name, value)))
        .current_dir(workplace.folder())
        .arg("--config")
        .arg(workplace.config());
    command
}

impl Server {
    /// Starts the process and waits until it is ready.
    ///
    /// # Errors
    /// When it does not start or is not ready within a minute; with the end of its log.
    pub async fn start(workplace: Arc<Workplace>, mode: Mode) -> Result<Self, String> {
        Self::start_through(workplace, mode, Launch::default()).await
    }

    /// Starts the process in surroundings of its own, now and after every [`Self::kill`].
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_through(
        workplace: Arc<Workplace>,
        mode: Mode,
        launch: Launch,
    ) -> Result<Self, String> {
        let server = Self::of(workplace, mode, launch);
        server.run().await?;
        Ok(server)
    }

    /// A server that is not started yet.
    #[must_use]
    pub fn of(workplace: Arc<Workplace>, mode: Mode, launch: Launch) -> Self {
        Self {
            workplace,
            mode,
            launch,
            child: Mutex::new(None),
        }
    }

    /// Starts the process, for the first time or again after a [`Self::kill`], and waits until it is ready.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn run(&self) -> Result<(), String> {
        self.begin().await?;
        self.ready().await
    }

    /// Starts the process and waits for nothing.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn begin(&self) -> Result<(), String> {
        let spawned = self.spawn();
        let spawned = spawned.map_err(|e| format!("starting the server: {e}"))?;
        *self.child.lock().await = Some(spawned);
        Ok(())
    }

    /// Waits until the process is ready.
    ///
    /// # Errors
    /// When it is not within a minute; with the end of its log.
    pub async fn ready(&self) -> Result<(), String> {
        let ready = match self.mode {
            Mode::Exam => until_ready(&self.workplace.base(), READY_WITHIN).await,
            Mode::Echo => self.until_open().await,
        };
        ready.map_err(|reason| format!("{reason}\n{}", self.workplace.log_tail()))
    }

    fn spawn(&self) -> std::io::Result<Child> {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.workplace.log())?;
        let mut command = command(&self.workplace, &self.launch);
        command.arg("serve");
        if self.mode == Mode::Echo {
            command.arg("--echo");
        }
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
    }

    /// The yardstick has no other route: it is ready when it takes a connection.
    async fn until_open(&self) -> Result<(), String> {
        let watch = crate::clock::Stopwatch::start();
        while watch.elapsed() < READY_WITHIN {
            if tokio::net::TcpStream::connect(self.workplace.address())
                .await
                .is_ok()
            {
                return Ok(());
            }
            crate::clock::wait(25).await;
        }
        Err("the server takes no connection".into())
    }

    /// The process id, while it runs.
    pub async fn pid(&self) -> Option<u32> {
        self.child.lock().await.as_ref().and_then(Child::id)
    }

    /// SIGKILL: no handler runs, nothing is flushed by the process.
    ///
    /// # Errors
    /// When the process cannot be killed.
    pub async fn kill(&self) -> Result<(), String> {
        match self.child.lock().await.take() {
            Some(mut child) => child
                .kill()
                .await
                .map_err(|e| format!("killing the server: {e}")),
            None => Ok(()),
        }
    }

    /// SIGTERM, and waits until the process has ended what it had begun.
    ///
    /// # Errors
    /// When it does not run, does not end within a minute, or ends with a failure; with the end of its log.
    pub async fn stop(&self) -> Result<(), String> {
        let mut child = self.child.lock().await;
        let mut child = child.take().ok_or("the server does not run")?;
        let pid = child.id().and_then(|id| i32::try_from(id).ok());
        let pid = pid.and_then(Pid::from_raw).ok_or("the server has ended")?;
        kill_process(pid, Signal::TERM).map_err(|e| format!("ending the server: {e}"))?;
        let ended = tokio::time::timeout(ENDED_WITHIN, child.wait()).await;
        match ended {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(format!("{status}\n{}", self.workplace.log_tail())),
            Ok(Err(e)) => Err(format!("ending the server: {e}")),
            Err(_) => Err(format!("it does not end\n{}", self.workplace.log_tail())),
        }
    }
}
