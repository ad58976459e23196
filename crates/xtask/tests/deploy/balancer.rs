//! HAProxy understands its configuration, and it does what the server relies on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{ask, read, said};

/// The configuration with files and nodes of this machine: names of nodes are looked up as it is read.
fn local(folder: &Path) -> PathBuf {
    let at = folder.display().to_string();
    let tls = folder.join("tls");
    fs::create_dir(&tls).unwrap();
    let (key, cert) = (folder.join("key.pem"), folder.join("site-ca.crt"));
    let mut openssl = Command::new("openssl");
    openssl.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]);
    openssl.args(["-subj", "/CN=exam.example", "-days", "2", "-keyout"]);
    let made = ask(openssl.arg(&key).arg("-out").arg(&cert), "openssl");
    assert!(made.status.success(), "{}", said(&made));
    let both = [fs::read(&cert).unwrap(), fs::read(&key).unwrap()].concat();
    fs::write(tls.join("exam.pem"), both).unwrap();
    let mut text = read("haproxy/haproxy.cfg").replace("/etc/haproxy", &at);
    for node in 1..=3 {
        text = text.replace(
            &format!(" node{node}:8443"),
            &format!(" 127.0.0.1:844{node}"),
        );
    }
    let file = folder.join("haproxy.cfg");
    fs::write(&file, text).unwrap();
    file
}

fn check(file: &Path) -> (bool, String) {
    let output = ask(
        Command::new("haproxy").args(["-c", "-f"]).arg(file),
        "haproxy",
    );
    (output.status.success(), said(&output))
}

#[test]
fn haproxy_takes_it_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let file = local(folder.path());
    let (fine, told) = check(&file);
    assert!(fine, "{told}");
    assert!(!told.contains("[WARNING]"), "{told}");
    // With the way to the database beside it.
    let mut database = read("haproxy/database.cfg");
    for (name, port) in [("postgres", 54_321), ("standby", 54_322)] {
        database = database.replace(&format!(" {name}:5432"), &format!(" 127.0.0.1:{port}"));
    }
    let both = fs::read_to_string(&file).unwrap() + "\n" + &database;
    fs::write(&file, both).unwrap();
    let (fine, told) = check(&file);
    assert!(fine && !told.contains("[WARNING]"), "{told}");
}

/// Exactly one way leads to a database that takes writes.
#[test]
fn one_server_is_the_primary() {
    let text = read("haproxy/database.cfg");
    let servers = section(&text, "listen database");
    let servers = servers.iter().filter(|line| line.starts_with("server "));
    let (off, on): (Vec<&&str>, Vec<&&str>) = servers.partition(|line| line.ends_with(" disabled"));
    assert_eq!((on.len(), off.len()), (1, 1));
}

#[test]
fn a_word_that_haproxy_does_not_know_would_be_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = local(folder.path());
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("balance leastconn", "balance leastcon")).unwrap();
    assert!(!check(&file).0);
}

/// The lines of a section, without comments.
fn section<'a>(text: &'a str, head: &str) -> Vec<&'a str> {
    let mut lines = text.lines().skip_while(|line| *line != head).skip(1);
    let inside = lines
        .by_ref()
        .take_while(|line| line.is_empty() || line.starts_with(' '));
    let inside = inside.map(str::trim);
    inside
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

#[test]
fn nobody_is_tied_to_a_node() {
    let text = read("haproxy/haproxy.cfg");
    for word in ["cookie ", "stick on", "stick match", "balance source"] {
        let tied = text.lines().any(|line| line.trim_start().starts_with(word));
        assert!(!tied, "{word}");
    }
    assert!(text.contains("http-check send meth GET uri /readyz"));
}

/// A stranger's word on where they are never reaches a node: it would escape or fill the counts of failed log-ins.
#[test]
fn the_sender_is_the_balancers_word_alone() {
    let text = read("haproxy/haproxy.cfg");
    let front = section(&text, "frontend https");
    for line in [
        "http-request del-header Forwarded",
        "http-request set-header X-Forwarded-For %[src]",
    ] {
        assert!(front.contains(&line), "{line}: {front:?}");
    }
}

/// Where a node may have done what it was asked, only what is idempotent is asked again.
#[test]
fn only_what_is_idempotent_is_sent_twice() {
    let text = read("haproxy/haproxy.cfg");
    let retries = |head: &str| {
        let lines = section(&text, head);
        assert!(!lines.is_empty(), "{head}");
        lines.iter().find_map(|line| line.strip_prefix("retry-on "))
    };
    assert_eq!(retries("defaults"), Some("conn-failure"));
    assert_eq!(retries("backend everything"), None);
    assert_eq!(
        retries("backend candidates"),
        Some("conn-failure empty-response")
    );
    let candidates = section(&text, "backend candidates");
    assert!(candidates.contains(&"http-request disable-l7-retry unless METH_GET or again"));
    let again = candidates
        .iter()
        .find(|line| line.starts_with("acl again "));
    let again = again.unwrap();
    assert!(
        again.contains("/events") && !again.contains("/login"),
        "{again}"
    );
}

/// A stream is silent for 5 s at most; a paper and its answers are never waited for as long as an export.
#[test]
fn streams_outlive_their_silence() {
    let text = read("haproxy/haproxy.cfg");
    let timeout = |head: &str| -> u32 {
        let lines = section(&text, head);
        let value = lines
            .iter()
            .find_map(|line| line.strip_prefix("timeout server "));
        value.unwrap().trim_end_matches('s').parse().unwrap()
    };
    assert!(timeout("backend streams") >= 15);
    assert!(timeout("backend candidates") <= 15);
    assert!(timeout("backend everything") >= 120);
}
