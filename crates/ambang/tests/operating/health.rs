//! `ambang health`: one line and an exit status, for whoever looks after a server.

use std::fs;
use std::path::Path;

use crate::office::{Server, command, database, free_address, refuses, run_sql, says};

fn configure(at: &Path, more: &str) {
    let text = format!("listen = \"{}\"\n{more}", free_address());
    fs::write(at.join("ambang.toml"), text).unwrap();
}

fn serve(at: &Path) -> Server {
    Server::start(command(at, &["serve"]))
}

#[test]
fn a_server_says_how_it_is_in_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    // It goes on for a while when it is told to end.
    configure(at, "drain = \"300\"\n");
    let nobody = refuses(at, &["health"]);
    assert!(nobody.contains("no answer from 127.0.0.1:"), "{nobody}");
    let server = serve(at);
    assert_eq!(says(at, &["health"]), "ready\n");
    assert_eq!(says(at, &["health", "--alive"]), "ok\n");
    server.tell_to_end();
    let ending = loop {
        let output = command(at, &["health"]).output().unwrap();
        if !output.status.success() {
            break String::from_utf8(output.stderr).unwrap();
        }
    };
    assert_eq!(ending, "not ready: ending: it is about to end\n");
    assert_eq!(says(at, &["health", "--alive"]), "ok\n");
    // Told again, it ends at once.
    server.end();
    refuses(at, &["health", "--alive"]);
}

#[test]
fn a_server_is_asked_over_its_tls_and_elsewhere_by_its_ca() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    says(at, &["cert", "--name", "exam.example", "--out", "tls"]);
    configure(
        at,
        "tls_cert = \"tls/server.crt\"\ntls_key = \"tls/server.key\"\n",
    );
    let server = serve(at);
    assert_eq!(says(at, &["health"]), "ready\n");
    let by = |name| ["health", "--ca", "tls/site-ca.crt", "--name", name];
    assert_eq!(says(at, &by("exam.example")), "ready\n");
    let other = refuses(at, &by("other.example"));
    assert!(other.contains("no answer from"), "{other}");
    says(at, &["cert", "--name", "exam.example", "--out", "stranger"]);
    let stranger = [
        "health",
        "--ca",
        "stranger/site-ca.crt",
        "--name",
        "exam.example",
    ];
    refuses(at, &stranger);
    let text = fs::read_to_string(at.join("ambang.toml")).unwrap();
    let plain: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("tls"))
        .collect();
    fs::write(at.join("plain.toml"), plain.join("\n")).unwrap();
    refuses(at, &["--config", "plain.toml", "health"]);
    let far = refuses(at, &["health", "--address", "192.0.2.7:443"]);
    assert!(far.contains("--ca and --name"), "{far}");
    server.end();
}

/// What somebody weakens on the database server while an exam runs has a word of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_may_lose_answers_now_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (_postgres, url) = database().await;
    configure(at, &format!("database = \"{url}\"\n"));
    let server = serve(at);
    assert_eq!(says(at, &["health"]), "ready\n");
    let weaken = "ALTER SYSTEM SET synchronous_commit = off";
    for sql in [weaken, "SELECT pg_reload_conf()"] {
        run_sql(&url, sql).await;
    }
    let told = loop {
        let output = command(at, &["health"]).output().unwrap();
        if !output.status.success() {
            break String::from_utf8(output.stderr).unwrap();
        }
    };
    let expected = "not ready: durability: synchronous_commit is off";
    assert!(told.starts_with(expected), "{told}");
    assert_eq!(says(at, &["health", "--alive"]), "ok\n");
    for sql in [
        "ALTER SYSTEM RESET synchronous_commit",
        "SELECT pg_reload_conf()",
    ] {
        run_sql(&url, sql).await;
    }
    while !command(at, &["health"]).output().unwrap().status.success() {}
    server.end();
}

/// One copy where two were asked for: who goes on says so, and who waits for the second one is not ready.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_without_its_second_copy_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (postgres, url) = database().await;
    let standby = postgres.standby().unwrap();
    let wait_for = async |names: &str| {
        let set = format!("ALTER SYSTEM SET synchronous_standby_names = '{names}'");
        for sql in [set.as_str(), "SELECT pg_reload_conf()"] {
            run_sql(&url, sql).await;
        }
    };
    wait_for("*").await;
    configure(
        at,
        &format!("database = \"{url}\"\ndurability = \"replicated\"\n"),
    );
    says(at, &["migrate"]);
    while !command(at, &["serve", "--check"])
        .output()
        .unwrap()
        .status
        .success()
    {}
    let _server = serve(at);
    assert_eq!(says(at, &["health"]), "ready\n");
    wait_for("").await;
    let alone = until(at, "ready, but durability: ");
    assert!(alone.contains("no synchronous standby streams"), "{alone}");
    wait_for("*").await;
    assert_eq!(until(at, "ready\n"), "ready\n");
    drop(standby);
    let waiting = until(at, "not ready: durability: ");
    assert!(
        waiting.contains("no synchronous standby streams"),
        "{waiting}"
    );
}

/// The first line that begins so.
fn until(at: &Path, begin: &str) -> String {
    loop {
        let output = command(at, &["health"]).output().unwrap();
        let line = match output.status.success() {
            true => output.stdout,
            false => output.stderr,
        };
        let line = String::from_utf8(line).unwrap();
        if line.starts_with(begin) {
            return line;
        }
    }
}
