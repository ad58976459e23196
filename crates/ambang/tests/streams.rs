//! A proctor's open stream and the end of the server.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may panic as tests may"
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use reqwest::Client;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

/// The stream ends with a word, and the server at once: nothing of the stream holds up its recorder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_stream_does_not_hold_up_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let mut server = Command::new(env!("CARGO_BIN_EXE_ambang"))
        .args(["demo", "--dir", "demo", "--listen", &address])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("ready") {
        line.clear();
        assert!(log.read_line(&mut line).unwrap() > 0, "it ended early");
    }
    let log_ins = fs::read_to_string(folder.path().join("demo/log-ins.txt")).unwrap();
    let line = log_ins.lines().find(|line| line.starts_with("pengawas"));
    let password = line.unwrap().split_whitespace().nth(1).unwrap();
    let browser = Client::builder().cookie_store(true).build().unwrap();
    let at = |path: &str| format!("http://{address}/api/v1/{path}");
    let body = json!({ "name": "pengawas", "password": password });
    let told = browser.post(at("staff/login")).json(&body).send().await;
    assert_eq!(told.unwrap().status(), 200);
    let sittings = browser.get(at("public/sittings")).send().await.unwrap();
    let sittings: Value = sittings.json().await.unwrap();
    let sitting = sittings[0]["id"].as_str().unwrap();
    let events = browser.get(at(&format!("sittings/{sitting}/events")));
    let mut stream = events.send().await.unwrap();
    let mut text = String::new();
    while !text.contains("event: snapshot") {
        let chunk = stream.chunk().await.unwrap().expect("a snapshot");
        text.push_str(&String::from_utf8_lossy(&chunk));
    }
    kill_process(Pid::from_child(&server), Signal::TERM).unwrap();
    while let Some(chunk) = stream.chunk().await.unwrap() {
        text.push_str(&String::from_utf8_lossy(&chunk));
    }
    assert!(
        text.contains("event: end\ndata: {\"reason\":\"server\"}"),
        "{text}"
    );
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert!(server.wait().unwrap().success(), "{rest}");
    assert!(
        rest.contains("ended") && !rest.contains("still busy"),
        "{rest}"
    );
}
