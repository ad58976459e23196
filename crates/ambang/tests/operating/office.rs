//! A folder in which the program is run, and a server that ends with the test.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

pub(crate) fn command(at: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ambang"));
    command.args(arguments).current_dir(at).stdin(Stdio::null());
    command
}

pub(crate) fn run(at: &Path, arguments: &[&str]) -> Output {
    command(at, arguments).output().unwrap()
}

/// Standard output of a command that succeeds.
pub(crate) fn says(at: &Path, arguments: &[&str]) -> String {
    let output = run(at, arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// Both outputs of a command that fails.
pub(crate) fn refuses(at: &Path, arguments: &[&str]) -> String {
    let output = run(at, arguments);
    assert!(!output.status.success(), "{arguments:?}");
    let [out, err] = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
    format!("{out}{err}")
}

/// A PostgreSQL server of the test's own, with an empty database.
pub(crate) async fn database() -> (servers::postgres::Server, String) {
    let server = servers::postgres::Server::start(&[]).unwrap();
    run_sql(&server.url("postgres"), "CREATE DATABASE exam").await;
    let url = server.url("exam");
    (server, url)
}

pub(crate) async fn run_sql(url: &str, sql: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let sql = AssertSqlSafe(sql.to_owned());
    connection.execute(sqlx::raw_sql(sql)).await.unwrap();
    connection.close().await.unwrap();
}

/// A configuration in the folder.
pub(crate) fn configure(at: &Path, name: &str, database: &str, secrets: &Path) {
    let text = format!(
        "database = \"{database}\"\nsecrets = \"{}\"\nlisten = \"{}\"\n",
        secrets.display(),
        free_address()
    );
    fs::write(at.join(name), text).unwrap();
}

pub(crate) fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// A server that has said that it can be reached. Killed when dropped.
pub(crate) struct Server {
    child: Child,
    /// Kept open: a log that nobody can take is a fault.
    _log: BufReader<ChildStderr>,
}

impl Server {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut told = String::new();
        while !told.contains(" ready") {
            if log.read_line(&mut told).unwrap() == 0 {
                drop(child.wait());
                panic!("it ended before it was ready: {told}");
            }
        }
        Self { child, _log: log }
    }

    /// The first word: it drains.
    pub(crate) fn tell_to_end(&self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
    }

    /// Ends it as an operator does, who tells it again as long as it drains.
    pub(crate) fn end(mut self) {
        for _ in 0..600 {
            self.tell_to_end();
            for _ in 0..10 {
                if let Some(status) = self.child.try_wait().unwrap() {
                    return assert!(status.success());
                }
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        }
        panic!("it does not end");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
