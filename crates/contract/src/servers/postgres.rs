//! A PostgreSQL server.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use super::folder::Folder;

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

/// Ends the server when whoever started it is gone: its end of the pipe falls, by whatever death. `$0` is the server;
/// SIGQUIT ends it at once, with nothing left to be waited for.
const WATCH: &str = r#""$0" "$@" & server=$!; read -r _; kill -QUIT "$server"; wait "$server""#;

/// A running server. Ended when dropped.
#[derive(Debug)]
pub struct Server {
    watch: Option<Child>,
    binaries: PathBuf,
    folder: Folder,
}

impl Server {
    /// Starts a server with these settings beside the usual ones, such as `fsync=off`.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, with what to install, or does not start.
    #[must_use]
    pub fn start(settings: &[&str]) -> Self {
        let binaries = binaries();
        let folder = Folder::new("postgres");
        let data = folder.path().join("data");
        let mut init = folder.command(binaries.join("initdb"));
        init.args(["--auth=trust", "--username=ambang", "--encoding=UTF8"]);
        init.args(["--locale=C", "--no-sync", "--no-instructions", "--pgdata"]);
        succeeded("initdb", init.arg(&data).output());
        let mut server = Self {
            watch: None,
            binaries,
            folder,
        };
        server.run(settings);
        server
    }

    /// Starts a standby that streams from this server. Whether commits wait for it is this server's setting
    /// (`synchronous_standby_names`).
    ///
    /// # Panics
    /// When it cannot be made or does not start.
    #[must_use]
    pub fn standby(&self) -> Self {
        let folder = Folder::new("postgres");
        let mut copy = folder.command(self.binaries.join("pg_basebackup"));
        copy.arg("--host").arg(self.folder.path());
        copy.args(["--username=ambang", "--write-recovery-conf", "--no-sync"]);
        copy.args(["--checkpoint=fast", "--pgdata"]);
        succeeded(
            "pg_basebackup",
            copy.arg(folder.path().join("data")).output(),
        );
        let mut server = Self {
            watch: None,
            binaries: self.binaries.clone(),
            folder,
        };
        server.run(&[]);
        server
    }

    /// Starts the server again after [`Self::stop`], with these settings.
    ///
    /// # Panics
    /// When it does not start.
    pub fn run(&mut self, settings: &[&str]) {
        let mut watch = self.folder.command("sh");
        watch
            .arg("-c")
            .arg(WATCH)
            .arg(self.binaries.join("postgres"));
        watch.arg("-D").arg(self.folder.path().join("data"));
        watch.arg("-c").arg(format!(
            "unix_socket_directories={}",
            self.folder.path().display()
        ));
        for setting in SETTINGS.iter().chain(settings) {
            watch.args(["-c", setting]);
        }
        let log = fs::File::create(self.folder.path().join("log")).unwrap();
        watch
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log);
        self.watch = Some(watch.spawn().unwrap());
        self.wait_until_it_answers();
    }

    /// Ends the server as a power cut would: without a word to its sessions.
    pub fn stop(&mut self) {
        if let Some(mut watch) = self.watch.take() {
            drop(watch.stdin.take());
            let _ = watch.wait();
        }
    }

    /// The address of a database on it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://ambang@{socket}:5432/{database}")
    }

    /// Asks the server's own program until it says yes.
    fn wait_until_it_answers(&mut self) {
        let socket = self.folder.path().join(".s.PGSQL.5432");
        loop {
            let ended = self.watch.as_mut().map(|watch| watch.try_wait().unwrap());
            if let Some(Some(status)) = ended {
                let log = fs::read_to_string(self.folder.path().join("log"));
                panic!("postgres ended, {status}: {}", log.unwrap_or_default());
            }
            let mut ask = Command::new(self.binaries.join("pg_isready"));
            ask.args(["--quiet", "--timeout=1", "--username=ambang", "--host"]);
            ask.arg(self.folder.path());
            if UnixStream::connect(&socket).is_ok() && ask.status().unwrap().success() {
                return;
            }
            std::thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Where the server's programs are: in the newest folder of Debian's packages, or beside `postgres` in the path.
fn binaries() -> PathBuf {
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
        .unwrap_or_else(|| {
            panic!(
                "PostgreSQL's server programs are missing: install them (Debian, Ubuntu: `apt-get install postgresql`), \
                 or name a server by {ADDRESS}"
            )
        })
}

fn is_complete(bin: &Path) -> bool {
    ["initdb", "postgres", "pg_isready", "pg_basebackup"]
        .iter()
        .all(|program| {
            let file = fs::metadata(bin.join(program));
            file.is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
        })
}

fn succeeded(what: &str, output: std::io::Result<Output>) {
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {said}");
}
