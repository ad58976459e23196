//! A PostgreSQL server.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::child::Guarded;
use crate::folder::Folder;

/// Points the suites at any server that speaks PostgreSQL's language instead: an address with a user who may create
/// databases.
pub const ADDRESS: &str = "AMBANG_TEST_POSTGRES";

/// Settings of every throw-away server. What a commit needs (`fsync` and its like) stays as PostgreSQL has it.
const SETTINGS: [&str; 5] = [
    "listen_addresses=",
    "port=5432",
    "max_connections=200",
    "shared_buffers=64MB",
    "log_min_messages=fatal",
];

/// A running server. Ended when dropped.
#[derive(Debug)]
pub struct Server {
    process: Option<Guarded>,
    binaries: PathBuf,
    folder: Folder,
}

impl Server {
    /// Starts a server with these settings beside the usual ones, such as `fsync=off`.
    ///
    /// # Errors
    /// When PostgreSQL is not installed, with what to install, or does not start.
    pub fn start(settings: &[&str]) -> Result<Self, String> {
        let binaries = binaries()?;
        let folder = new_folder()?;
        let mut init = folder.command(binaries.join("initdb"));
        init.args(["--auth=trust", "--username=ambang", "--encoding=UTF8"]);
        init.args(["--locale=C", "--no-sync", "--no-instructions", "--pgdata"]);
        succeeded("initdb", init.arg(folder.path().join("data")).output())?;
        let mut server = Self {
            process: None,
            binaries,
            folder,
        };
        server.run(settings)?;
        Ok(server)
    }

    /// Starts a standby that streams from this server. Whether commits wait for it is this server's setting
    /// (`synchronous_standby_names`).
    ///
    /// # Errors
    /// When it cannot be made or does not start.
    pub fn standby(&self) -> Result<Self, String> {
        self.based_on(&["--write-recovery-conf"])
    }

    /// Starts a server of its own with all that this one holds now, as one would be restored from a backup.
    ///
    /// # Errors
    /// When it cannot be made or does not start.
    pub fn copy(&self) -> Result<Self, String> {
        self.based_on(&[])
    }

    fn based_on(&self, more: &[&str]) -> Result<Self, String> {
        let folder = new_folder()?;
        let mut copy = folder.command(self.binaries.join("pg_basebackup"));
        copy.arg("--host").arg(self.folder.path());
        copy.args(["--username=ambang", "--no-sync", "--checkpoint=fast"]);
        copy.args(more).arg("--pgdata");
        let copied = copy.arg(folder.path().join("data")).output();
        succeeded("pg_basebackup", copied)?;
        let mut server = Self {
            process: None,
            binaries: self.binaries.clone(),
            folder,
        };
        server.run(&[])?;
        Ok(server)
    }

    /// Makes an empty database.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn create_database(&self, name: &str) -> Result<(), String> {
        let create = format!("CREATE DATABASE {name}");
        self.ask("postgres", &create).map(drop)
    }

    /// Starts the server again after [`Self::stop`], with these settings.
    ///
    /// # Errors
    /// When it does not start.
    pub fn run(&mut self, settings: &[&str]) -> Result<(), String> {
        let mut arguments = vec![
            OsString::from("-D"),
            self.folder.path().join("data").into(),
            "-c".into(),
            format!("unix_socket_directories={}", self.folder.path().display()).into(),
        ];
        for setting in SETTINGS.iter().chain(settings) {
            arguments.extend(["-c".into(), OsString::from(setting)]);
        }
        let program = self.binaries.join("postgres");
        // SIGQUIT ends it at once, with nothing left to be waited for.
        let process = Guarded::start(&self.folder, "QUIT", program.as_os_str(), arguments);
        let process = process.map_err(|e| format!("{}: {e}", program.display()))?;
        let process = self.process.insert(process);
        wait_until_it_answers(&self.binaries, &self.folder, process)
    }

    /// Ends the server as a power cut would: without a word to its sessions.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Ends the server as its operator does: sessions are told, what was committed is written down.
    ///
    /// # Errors
    /// When it does not end.
    pub fn stop_in_order(&mut self) -> Result<(), String> {
        let mut stop = self.folder.command(self.binaries.join("pg_ctl"));
        stop.args(["stop", "--mode=fast", "--silent", "--pgdata", "data"]);
        succeeded("pg_ctl stop", stop.output())?;
        self.stop();
        Ok(())
    }

    /// Makes a standby the primary.
    ///
    /// # Errors
    /// When it does not become one.
    pub fn promote(&self) -> Result<(), String> {
        let mut promote = self.folder.command(self.binaries.join("pg_ctl"));
        promote.args(["promote", "--wait", "--silent", "--pgdata", "data"]);
        succeeded("pg_ctl promote", promote.output()).map(drop)
    }

    /// What a statement brings, as text: a row a line, its columns divided by `|`.
    ///
    /// # Errors
    /// When the server refuses it, or is not there.
    pub fn ask(&self, database: &str, sql: &str) -> Result<String, String> {
        let mut psql = self.folder.command(self.binaries.join("psql"));
        psql.args(["--no-psqlrc", "--tuples-only", "--no-align", "--quiet"]);
        psql.args(["--username=ambang", "--dbname", database, "--command", sql]);
        let output = psql.arg("--host").arg(self.folder.path()).output();
        let said = succeeded("psql", output)?.stdout;
        Ok(String::from_utf8_lossy(&said).trim().to_owned())
    }

    /// The address of a database on it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://ambang@{socket}:5432/{database}")
    }

    /// The folder of its socket (`.s.PGSQL.5432`), its data and its log.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The number of its first process.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.folder.pid()
    }
}

/// Asks the server's own program until it says yes.
fn wait_until_it_answers(
    binaries: &Path,
    folder: &Folder,
    process: &mut Guarded,
) -> Result<(), String> {
    let socket = folder.path().join(".s.PGSQL.5432");
    loop {
        if let Some(status) = process.ended() {
            return Err(format!("postgres ended, {status}: {}", folder.log()));
        }
        let mut ask = Command::new(binaries.join("pg_isready"));
        ask.args(["--quiet", "--timeout=1", "--username=ambang", "--host"]);
        ask.arg(folder.path());
        let mut says_yes = || ask.status().is_ok_and(|status| status.success());
        if UnixStream::connect(&socket).is_ok() && says_yes() {
            return Ok(());
        }
        std::thread::yield_now();
    }
}

fn new_folder() -> Result<Folder, String> {
    Folder::new("postgres").map_err(|e| format!("a folder for PostgreSQL: {e}"))
}

/// Where the server's programs are: in the newest folder of Debian's packages, or beside `postgres` in the path.
fn binaries() -> Result<PathBuf, String> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, bin)| is_complete(bin))
        .collect();
    found.sort_unstable();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let newest = found.pop().map(|(_, bin)| bin);
    newest
        .or_else(|| std::env::split_paths(&path).find(|bin| is_complete(bin)))
        .ok_or_else(|| {
            format!(
                "PostgreSQL's server programs are missing: install them (Debian, Ubuntu: `apt-get install postgresql`), \
                 or name a server by {ADDRESS}"
            )
        })
}

fn is_complete(bin: &Path) -> bool {
    let programs = "initdb postgres pg_basebackup pg_ctl pg_isready psql";
    programs.split(' ').all(|program| {
        let file = fs::metadata(bin.join(program));
        file.is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
    })
}

fn succeeded(what: &str, output: std::io::Result<Output>) -> Result<Output, String> {
    let output = output.map_err(|error| format!("{what}: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{what}: {said}"))
}
