//! The balancer with the configuration that offices are given, made to fit this machine: ports of the loopback instead of
//! names, no TLS, and a log that says who was served by whom.

use std::path::{Path, PathBuf};
use std::time::Duration;

use servers::Ports;
use servers::haproxy::Server;

use crate::access::{FORMAT, Served, served};
use crate::common::log::until;
use crate::common::sight::PATIENCE;

/// Nodes in the file that offices are given.
const NODES_GIVEN: usize = 3;

const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The database's servers, as sockets.
#[derive(Clone, Debug)]
pub(crate) struct Databases {
    pub(crate) primary: PathBuf,
    pub(crate) standby: Option<PathBuf>,
    /// Whether the standby has taken over.
    pub(crate) failed_over: bool,
}

/// A running balancer.
pub(crate) struct Balancer {
    server: Server,
    port: u16,
    database_port: u16,
    web: String,
}

impl Balancer {
    /// In front of nodes on these ports, and of the database.
    pub(crate) fn start(ports: &mut Ports, nodes: &[u16], databases: &Databases) -> Self {
        let (port, database_port) = (ports.take().unwrap(), ports.take().unwrap());
        let web = web(ports.take().unwrap(), port, nodes);
        let text = web.clone() + &database(database_port, databases);
        Self {
            web,
            server: Server::start(&text, &[port, database_port]).unwrap(),
            port,
            database_port,
        }
    }

    /// The beginning of every URL.
    pub(crate) fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The nodes' way to the database.
    pub(crate) const fn database_port(&self) -> u16 {
        self.database_port
    }

    /// Sends the nodes to another database, as the runbook says.
    pub(crate) fn lead_to(&self, databases: &Databases) {
        let text = self.web.clone() + &database(self.database_port, databases);
        self.server.reload(&text).unwrap();
    }

    /// Waits until it sends requests to each of these nodes.
    pub(crate) async fn until_sends_to(&self, nodes: &[&str]) {
        let address = format!("{}/healthz", self.base());
        let mut looks = tokio::time::interval(LOOK_EVERY);
        let each = async {
            let answers = |node: &&str| {
                let served = self.served();
                served.iter().any(|it| it.node == *node && it.status == 200)
            };
            while !nodes.iter().all(answers) {
                looks.tick().await;
                drop(reqwest::get(&address).await);
            }
        };
        let sent = tokio::time::timeout(PATIENCE, each).await;
        sent.expect("it sends nothing to some of them");
    }

    /// Every request so far.
    pub(crate) fn served(&self) -> Vec<Served> {
        served(&self.server.said())
    }

    /// Requests of candidates that this node has answered well so far.
    pub(crate) fn served_by(&self, node: &str) -> usize {
        let served = self.served().into_iter();
        let by = served.filter(|it| it.node == node && it.status == 200);
        by.filter(Served::is_of_candidate).count()
    }

    /// Waits until this node has answered so many more.
    pub(crate) async fn until_served_by(&self, node: &str, more: usize) {
        let before = self.served_by(node);
        let enough = || (self.served_by(node) >= before + more).then_some(());
        until(enough).await.expect("the balancer sends it nothing");
    }
}

/// A way to the database for one node alone.
pub(crate) fn own_way(port: u16, databases: &Databases) -> Server {
    let text = "defaults\n    timeout connect 2s\n".to_owned() + &database(port, databases);
    Server::start(&text, &[port]).unwrap()
}

/// A file that offices are given.
fn given(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/haproxy");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// Puts words in place of others, which must be there.
fn put(text: &mut String, from: &str, to: &str) {
    assert!(
        text.contains(from),
        "{from:?} is not in the configuration any more"
    );
    *text = text.replace(from, to);
}

fn web(plain: u16, port: u16, nodes: &[u16]) -> String {
    let mut text = given("haproxy.cfg");
    let authority = " ssl verify required ca-file /etc/haproxy/site-ca.crt";
    put(&mut text, authority, "");
    put(&mut text, "check check-ssl inter", "check inter");
    let own = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("ssl-default-"));
    text = own.map(|line| format!("{line}\n")).collect();
    put(
        &mut text,
        "bind :::80 v4v6",
        &format!("bind 127.0.0.1:{plain}"),
    );
    let tls = "bind :::443 v4v6 ssl crt /etc/haproxy/tls alpn h2,http/1.1";
    put(&mut text, tls, &format!("bind 127.0.0.1:{port}"));
    let page = "http-request set-var(txn.seat) req.cook(ambang_seat),sha1,hex";
    let before = "http-request del-header Forwarded";
    put(&mut text, before, &format!("{page}\n    {before}"));
    // Whoever runs tests may open fewer files than a balancer.
    put(&mut text, "log stdout", "log stderr");
    put(&mut text, "maxconn 20000", "maxconn 1000");
    put(
        &mut text,
        "option httplog",
        &format!("log-format \"{FORMAT}\""),
    );
    for number in 1..=NODES_GIVEN {
        let name = format!("server node{number} node{number}:8443 sni str(node{number})");
        let Some(node) = nodes.get(number - 1) else {
            text = without(&text, &name);
            continue;
        };
        put(&mut text, &format!(" check-sni node{number}"), "");
        let here = format!("server node{number} 127.0.0.1:{node}");
        put(&mut text, &name, &here);
    }
    text
}

fn database(port: u16, databases: &Databases) -> String {
    let mut text = given("database.cfg");
    put(&mut text, "bind :5432", &format!("bind 127.0.0.1:{port}"));
    let here = |socket: &Path| format!(" unix@{}", socket.display());
    put(&mut text, " postgres:5432", &here(&databases.primary));
    match &databases.standby {
        None => text = without(&text, "server standby"),
        Some(standby) => put(&mut text, " standby:5432", &here(standby)),
    }
    if databases.failed_over {
        // As the runbook says: the word moves to the other line.
        let lines = text
            .lines()
            .map(|line| match line.strip_suffix(" disabled") {
                Some(line) => line.to_owned(),
                None if line.contains(" server primary ") => format!("{line} disabled"),
                None => line.to_owned(),
            });
        text = lines.map(|line| line + "\n").collect();
    }
    text
}

fn without(text: &str, words: &str) -> String {
    let lines = text.lines().filter(|line| !line.contains(words));
    lines.map(|line| format!("{line}\n")).collect()
}
