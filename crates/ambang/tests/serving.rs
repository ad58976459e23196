//! A server as whoever runs it sees it: what it says when, and what its log can be asked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may panic as tests may"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// A server that is ended when the test fails.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It has usually ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ambang"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// The lines of the log up to the first that has all of these words.
fn until(log: &mut BufReader<ChildStderr>, words: &[&str]) -> String {
    loop {
        let mut line = String::new();
        assert!(log.read_line(&mut line).unwrap() > 0, "the server ended");
        if words.iter().all(|word| line.contains(word)) {
            return line;
        }
    }
}

fn ask(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_line_of_the_log_is_found_by_the_id_in_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let address = free_address();
    for format in ["text", "json"] {
        let child = command(folder.path(), &["serve"])
            .env("AMBANG_LISTEN", &address)
            .env("AMBANG_LOG_FORMAT", format)
            .spawn()
            .unwrap();
        let mut server = Server(child);
        let mut log = BufReader::new(server.0.stderr.take().unwrap());
        until(&mut log, &["ready"]);
        let body = "{\"name\":\"nobody\",\"password\":\"a long password\"}";
        let request = format!(
            "POST /api/v1/staff/login HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = ask(&address, &request);
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
        let id = answer
            .lines()
            .find_map(|line| line.strip_prefix("x-request-id: "));
        let line = until(&mut log, &["failed log-in"]);
        assert!(line.contains(id.unwrap()), "{format}: {line}");
        assert!(line.contains("request_id"), "{format}: {line}");
    }
}

/// Told to end, a server says that it is not ready and serves who comes; told again, it ends at once.
#[test]
fn a_server_that_drains_is_not_ready_and_serves() {
    let folder = tempfile::tempdir().unwrap();
    let address = free_address();
    let child = command(folder.path(), &["serve"])
        .env("AMBANG_LISTEN", &address)
        .env("AMBANG_DRAIN", "300")
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let mut log = BufReader::new(server.0.stderr.take().unwrap());
    until(&mut log, &["ready"]);
    let get = |path: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        ask(&address, &request)
    };
    assert!(get("/readyz").starts_with("HTTP/1.1 200"));
    let pid = Pid::from_child(&server.0);
    kill_process(pid, Signal::TERM).unwrap();
    until(&mut log, &["told to end"]);
    let not_ready = get("/readyz");
    assert!(not_ready.starts_with("HTTP/1.1 503"), "{not_ready}");
    assert!(not_ready.contains("about to end"), "{not_ready}");
    assert!(get("/api/v1/public/sittings").starts_with("HTTP/1.1 200"));
    kill_process(pid, Signal::TERM).unwrap();
    until(&mut log, &["ended"]);
    assert!(server.0.wait().unwrap().success());
}

#[test]
fn the_demo_tells_its_log_ins_when_it_can_be_reached() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("demo")).unwrap();
    fs::write(folder.path().join("demo/log-ins.txt"), "admin rahasia\n").unwrap();
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    let arguments = ["demo", "--dir", "demo", "--listen", &address];
    let output = command(folder.path(), &arguments).output().unwrap();
    assert!(!output.status.success());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains(&format!("cannot listen on {address}")),
        "{told}"
    );
    assert!(output.stdout.is_empty(), "nothing that cannot be used");
    drop(busy);
    let mut server = Server(command(folder.path(), &arguments).spawn().unwrap());
    let mut said = BufReader::new(server.0.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("rahasia") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "the server ended");
    }
    let answer = ask(
        &address,
        "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
