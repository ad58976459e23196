//! The server's own TLS: a site CA from `ambang cert`, and a real handshake with the real binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may panic as tests may"
)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use reqwest::tls::Certificate;
use reqwest::{Client, ClientBuilder, Version};
use serde_json::Value;

fn ambang(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ambang"));
    command.args(arguments).current_dir(folder);
    command.stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    ambang(folder, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn cert(folder: &Path, names: &[&str]) -> Output {
    let mut arguments = vec!["cert", "--out", "tls"];
    for name in names {
        arguments.extend(["--name", name]);
    }
    run(folder, &arguments)
}

#[test]
fn a_site_ca_stays_and_vouches_for_its_names_only() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let made = cert(at, &["exam.local", "10.0.0.5"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(text(&made.stdout).contains("tls_cert = "));
    let read = |name: &str| fs::read_to_string(at.join("tls").join(name)).unwrap();
    let mode = |name: &str| {
        fs::metadata(at.join("tls").join(name))
            .unwrap()
            .permissions()
            .mode()
    };
    for key in ["site-ca.key", "server.key"] {
        assert_eq!(mode(key) & 0o777, 0o600, "{key}");
    }
    for notes in ["PASANG.txt", "INSTALL.txt"] {
        let notes = read(notes);
        assert!(notes.contains("exam.local, 10.0.0.5") && notes.contains("https://exam.local/"));
        assert!(!notes.contains('{'), "everything is filled in");
    }
    let (ca, key, server) = (read("site-ca.crt"), read("site-ca.key"), read("server.crt"));
    assert!(cert(at, &["exam.local"]).status.success());
    assert_eq!((&ca, &key), (&read("site-ca.crt"), &read("site-ca.key")));
    assert_ne!(server, read("server.crt"));
    let server = read("server.crt");
    let refused = cert(at, &["bank.example"]);
    assert!(text(&refused.stderr).contains("cannot vouch for bank.example"));
    assert_eq!(server, read("server.crt"), "nothing was written");
    fs::remove_file(at.join("tls/site-ca.key")).unwrap();
    assert!(!cert(at, &["exam.local"]).status.success());
    assert!(!cert(at, &["exam local"]).status.success());
}

#[test]
fn a_wrong_certificate_is_known_before_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(cert(at, &["exam.local"]).status.success());
    let check = |config: &str| {
        fs::write(at.join("ambang.toml"), config).unwrap();
        let checked = run(at, &["serve", "--check"]);
        (
            checked.status.success(),
            text(&checked.stdout) + &text(&checked.stderr),
        )
    };
    let whole =
        "tls_cert = \"tls/server.crt\"\ntls_key = \"tls/server.key\"\nlisten = \"0.0.0.0:8443\"\n";
    let (good, told) = check(whole);
    assert!(good && told.contains("https://0.0.0.0:8443"), "{told}");
    for (from, to, word) in [
        ("server.key", "site-ca.key", "do not go together"),
        ("tls/server.crt", "none.crt", "cannot read"),
        ("server.crt", "server.key", "no certificate"),
        ("tls_key = \"tls/server.key\"\n", "", "both, or neither"),
    ] {
        let (good, told) = check(&whole.replacen(from, to, 1));
        assert!(!good && told.contains(word), "{to}: {told}");
    }
    let (good, told) = check("hsts = true\n");
    assert!(!good && told.contains("hsts"), "{told}");
    fs::set_permissions(at.join("tls/server.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let (good, told) = check(whole);
    assert!(!good && told.contains("chmod 600"), "{told}");
}

/// A server that is ended with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(folder: &Path, host: &str, config: &str) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        fs::write(folder.join("ambang.toml"), config).unwrap();
        let child = ambang(folder, &["serve"])
            .env("AMBANG_LISTEN", format!("{host}:{port}"))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut server = Self { child, port };
        let mut log = BufReader::new(server.child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("ready") {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "it ended early");
        }
        // Whoever writes to a pipe that nobody reads any more fails.
        std::thread::spawn(move || log.lines().count());
        server
    }

    /// A browser to which these names are this server.
    fn browser(&self, names: &[&str]) -> ClientBuilder {
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        let mut browser = Client::builder();
        for name in names {
            browser = browser.resolve(name, address);
        }
        browser
    }

    fn url(&self, scheme: &str, host: &str, path: &str) -> String {
        format!("{scheme}://{host}:{}{path}", self.port)
    }
}

const WITH_TLS: &str = "tls_cert = \"tls/server.crt\"\ntls_key = \"tls/server.key\"\n";

#[tokio::test]
async fn a_browser_with_the_site_ca_trusts_the_server_under_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(cert(at, &["exam.local"]).status.success());
    let server = Server::start(at, "0.0.0.0", WITH_TLS);
    let ca = Certificate::from_pem(&fs::read(at.join("tls/site-ca.crt")).unwrap()).unwrap();
    let names = ["exam.local", "other.local"];
    let trusting = server.browser(&names).tls_certs_only([ca]).build().unwrap();
    let facts = server.url("https", "exam.local", "/api/v1/public/server");
    let reply = trusting.get(&facts).send().await.unwrap();
    assert_eq!(reply.version(), Version::HTTP_2);
    let facts_told: Value = reply.json().await.unwrap();
    assert_eq!(facts_told["insecure"], false);
    let elsewhere = server.url("https", "other.local", "/healthz");
    assert!(
        trusting.get(elsewhere).send().await.is_err(),
        "another name"
    );
    let distrusting = server.browser(&names).build().unwrap();
    assert!(distrusting.get(&facts).send().await.is_err(), "no site CA");
    let plain = server.url("http", "exam.local", "/healthz");
    assert!(trusting.get(plain).send().await.is_err(), "no plain HTTP");
    let page = server.url("https", "exam.local", "/ujian");
    let page = trusting.get(page).send().await.unwrap();
    assert!(!page.headers().contains_key("strict-transport-security"));
    let logout = server.url("https", "exam.local", "/api/v1/staff/logout");
    let gone = trusting.post(logout).send().await.unwrap();
    let cookie = gone.headers()["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("Secure") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
}

#[tokio::test]
async fn hsts_is_for_who_asks_and_plain_http_warns() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(cert(at, &["127.0.0.1"]).status.success());
    let config = format!("{WITH_TLS}hsts = true\n");
    let server = Server::start(at, "127.0.0.1", &config);
    let ca = Certificate::from_pem(&fs::read(at.join("tls/site-ca.crt")).unwrap()).unwrap();
    let browser = server.browser(&[]).tls_certs_only([ca]).build().unwrap();
    let page = server.url("https", "127.0.0.1", "/");
    let page = browser.get(page).send().await.unwrap();
    assert_eq!(
        page.headers()["strict-transport-security"],
        "max-age=31536000"
    );
    drop(server);
    let server = Server::start(at, "0.0.0.0", "allow_plain_http = true\n");
    let facts = server.url("http", "127.0.0.1", "/api/v1/public/server");
    let facts: Value = browser
        .get(facts)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(facts["insecure"], true);
    assert_eq!(facts["languages"], serde_json::json!(["id", "en"]));
}
