//! Nodes, and everything that they stand on.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use loadtests::rehearsal::Account;
use loadtests::throwaway::{Engines, Launch, Mode, Server, Workplace, create_accounts};
use servers::{Ports, postgres, redis};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::access::nodes_of_pages;
use crate::balancer::{Balancer, Databases};
use crate::common::log::Log;
use crate::common::sight::{PATIENCE, Sight};
use crate::common::sitting::{self, Size};
use crate::common::verdict::Verdict;

/// The balancer's word counts.
const SETTINGS: &str = "trusted_proxies = [\"127.0.0.1\"]\n";
const SOCKET: &str = ".s.PGSQL.5432";
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// A page has hundreds of requests: one with fewer than this was not part of the sitting.
const REQUESTS_MIN: usize = 30;

/// A server process of the fleet.
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) server: Server,
    pub(crate) log: Log,
    workplace: Arc<Workplace>,
}

impl Node {
    fn make(number: usize, port: u16, engines: Engines) -> Self {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_ambang"));
        let address = ([127, 0, 0, 1], port).into();
        let workplace = Workplace::node_at(program, engines, address, SETTINGS).unwrap();
        let workplace = Arc::new(workplace);
        let launch = Launch::default();
        Self {
            name: format!("node{number}"),
            server: Server::of(Arc::clone(&workplace), Mode::Exam, launch),
            log: Log::of(workplace.log()),
            workplace,
        }
    }
}

/// A fleet. Everything in it ends when it is dropped.
pub(crate) struct Fleet {
    pub(crate) sight: Arc<Sight>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) balancer: Balancer,
    pub(crate) redis: Mutex<redis::Server>,
    pub(crate) postgres: Mutex<postgres::Server>,
    accounts: [Account; 2],
    _secrets: TempDir,
    _ports: Ports,
}

impl Fleet {
    /// Starts so many nodes.
    pub(crate) async fn open(count: usize) -> Self {
        let mut ports = Ports::claim().unwrap();
        let postgres = postgres::Server::start(&[]).unwrap();
        drop(postgres.ask("postgres", "CREATE DATABASE ambang").unwrap());
        let redis = redis::Server::start_on(ports.take().unwrap()).unwrap();
        let node_ports: Vec<u16> = (0..count).map(|_| ports.take().unwrap()).collect();
        let databases = Databases {
            primary: postgres.folder().join(SOCKET),
            standby: None,
            failed_over: false,
        };
        let balancer = Balancer::start(&mut ports, &node_ports, &databases);
        let secrets = tempfile::tempdir().unwrap();
        let engines = Engines::Fleet {
            database: format!(
                "postgres://ambang@127.0.0.1:{}/ambang",
                balancer.database_port()
            ),
            live: redis.url(),
            // The same keys on every node: the first one makes them.
            secrets: secrets.path().join("secrets.toml"),
        };
        let nodes = (1..).zip(node_ports);
        let nodes: Vec<Node> = nodes
            .map(|(number, port)| Node::make(number, port, engines.clone()))
            .collect();
        let accounts = create_accounts(&nodes[0].workplace).await.unwrap();
        for started in join_all(nodes.iter().map(|node| node.server.run())).await {
            started.unwrap_or_else(|reason| panic!("{reason}"));
        }
        let names: Vec<&str> = nodes.iter().map(|node| &*node.name).collect();
        balancer.until_sends_to(&names).await;
        Self {
            sight: Arc::default(),
            nodes,
            balancer,
            redis: Mutex::new(redis),
            postgres: Mutex::new(postgres),
            accounts,
            _secrets: secrets,
            _ports: ports,
        }
    }

    /// Plays a selection from import to signed list through the balancer, and `trouble` beside it.
    pub(crate) async fn play(&self, size: Size, trouble: impl Future<Output = ()>) -> Verdict {
        let base = self.balancer.base();
        let played = sitting::play(&base, &self.accounts, size, &self.sight, trouble).await;
        played.unwrap_or_else(|reason| {
            let logs = self.nodes.iter().map(|node| node.workplace.log_tail());
            let logs: Vec<String> = logs.collect();
            panic!("{reason}\n{}", logs.join("\n\n"))
        })
    }

    /// Seats of which the boards know.
    pub(crate) async fn seats_on_boards(&self) -> u32 {
        let sum = "local n = 0 for _, key in ipairs(redis.call('KEYS', 'ambang:1:seats:*')) do \
                   n = n + redis.call('HLEN', key) end return n";
        let answer = self
            .redis
            .lock()
            .await
            .ask(&format!("EVAL \"{sum}\" 0"))
            .unwrap();
        answer.trim_start_matches(':').parse().expect(&answer)
    }

    /// Waits until the boards know of everybody.
    pub(crate) async fn until_on_boards(&self, size: Size) {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        let whole = async {
            while self.seats_on_boards().await < size.candidates {
                looks.tick().await;
            }
        };
        let filled = tokio::time::timeout(PATIENCE, whole).await;
        filled.expect("the boards stay empty");
    }

    /// No page kept to one node: whoever answered it last, the next request found everything elsewhere.
    pub(crate) fn assert_any_node_served_anybody(&self, size: Size) {
        let served = self.balancer.served();
        let pages = nodes_of_pages(&served, REQUESTS_MIN);
        assert!(
            pages.len() >= size.candidates as usize,
            "{} pages",
            pages.len()
        );
        let faithful = pages.iter().filter(|nodes| nodes.len() < 2).count();
        assert_eq!(
            faithful,
            0,
            "pages that saw one node only, of {}",
            pages.len()
        );
    }
}
