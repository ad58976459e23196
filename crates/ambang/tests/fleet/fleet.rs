//! Nodes, and everything that they stand on.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use loadtests::rehearsal::Account;
use loadtests::throwaway::{Engines, create_accounts};
use servers::{Ports, haproxy, postgres, redis};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::access::nodes_of_pages;
use crate::balancer::{Balancer, Databases, own_way};
use crate::common::sight::{PATIENCE, Sight};
use crate::common::sitting::{self, Size};
use crate::common::verdict::Verdict;
use crate::node::Node;

const NODES: usize = 3;
const SOCKET: &str = ".s.PGSQL.5432";
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// A page has hundreds of requests: one with fewer than this was not part of the sitting.
const REQUESTS_MIN: usize = 30;

/// What a fleet has beside its nodes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shape {
    pub(crate) standby: Standby,
    /// The last node has its own way to the database.
    pub(crate) own_way: bool,
    /// The last node is on a machine whose clock is off by this; it is started and not waited for.
    pub(crate) clock: Option<&'static str>,
}

/// Whether there is another database server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standby {
    #[default]
    None,
    /// No commit before it has it.
    Synchronous,
    /// It has commits later, or never.
    Asynchronous,
}

/// A way to the database.
pub(crate) struct Way {
    port: u16,
    databases: Databases,
}

impl Way {
    pub(crate) fn open(&self) -> haproxy::Server {
        own_way(self.port, &self.databases)
    }
}

/// A fleet. Everything in it ends when it is dropped.
pub(crate) struct Fleet {
    pub(crate) sight: Arc<Sight>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) balancer: Balancer,
    pub(crate) redis: Mutex<redis::Server>,
    pub(crate) postgres: Mutex<postgres::Server>,
    pub(crate) standby: Option<postgres::Server>,
    /// The last node's way to the database, where it has its own.
    pub(crate) own_way: Mutex<Option<haproxy::Server>>,
    pub(crate) way: Way,
    accounts: [Account; 2],
    _secrets: TempDir,
    _ports: Ports,
}

impl Fleet {
    /// Starts three nodes and what they stand on.
    pub(crate) async fn open(shape: Shape) -> Self {
        let mut ports = Ports::claim().unwrap();
        let (postgres, standby) = databases(shape.standby);
        let redis = redis::Server::start_on(ports.take().unwrap()).unwrap();
        let node_ports: Vec<u16> = (0..NODES).map(|_| ports.take().unwrap()).collect();
        let databases = Databases {
            primary: postgres.folder().join(SOCKET),
            standby: standby.as_ref().map(|it| it.folder().join(SOCKET)),
            failed_over: false,
        };
        let balancer = Balancer::start(&mut ports, &node_ports, &databases);
        let way = Way {
            port: ports.take().unwrap(),
            databases: databases.clone(),
        };
        let secrets = tempfile::tempdir().unwrap();
        let engines = |port: u16| Engines::Fleet {
            database: format!("postgres://ambang@127.0.0.1:{port}/ambang"),
            live: redis.url(),
            // The same keys on every node: the first one makes them.
            secrets: secrets.path().join("secrets.toml"),
        };
        let more = match shape.standby {
            Standby::Synchronous => "durability = \"replicated\"\n",
            _ => "",
        };
        let nodes: Vec<Node> = (1..)
            .zip(node_ports)
            .map(|(number, port)| {
                let is_last = number == NODES;
                let database = match is_last && shape.own_way {
                    true => way.port,
                    false => balancer.database_port(),
                };
                let clock = shape.clock.filter(|_| is_last);
                Node::make((number, port), engines(database), more, clock)
            })
            .collect();
        let fleet = Self {
            accounts: create_accounts(&nodes[0].workplace).await.unwrap(),
            sight: Arc::default(),
            nodes,
            balancer,
            redis: Mutex::new(redis),
            postgres: Mutex::new(postgres),
            standby,
            own_way: Mutex::new(shape.own_way.then(|| way.open())),
            way,
            _secrets: secrets,
            _ports: ports,
        };
        fleet.start(shape).await;
        fleet
    }

    async fn start(&self, shape: Shape) {
        let mut waited_for: Vec<&Node> = self.nodes.iter().collect();
        if shape.clock.is_some()
            && let Some(astray) = waited_for.pop()
        {
            astray.server.begin().await.unwrap();
        }
        for started in join_all(waited_for.iter().map(|node| node.server.run())).await {
            started.unwrap_or_else(|reason| panic!("{reason}"));
        }
        let names: Vec<&str> = waited_for.iter().map(|node| &*node.name).collect();
        self.balancer.until_sends_to(&names).await;
    }

    /// The node whose way or whose clock is another.
    pub(crate) fn last(&self) -> &Node {
        self.nodes.last().unwrap()
    }

    /// The standby becomes the primary, and the nodes are led to it.
    pub(crate) fn fail_over(&self) {
        self.standby.as_ref().unwrap().promote().unwrap();
        self.balancer.lead_to(&Databases {
            failed_over: true,
            ..self.way.databases.clone()
        });
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

/// A database server with an empty database, and a standby of it where one is asked for.
fn databases(wanted: Standby) -> (postgres::Server, Option<postgres::Server>) {
    let primary = postgres::Server::start(&[]).unwrap();
    let standby = (wanted != Standby::None).then(|| primary.standby().unwrap());
    let tell = |sql: &str| drop(primary.ask("postgres", sql).unwrap());
    if wanted == Standby::Synchronous {
        tell("ALTER SYSTEM SET synchronous_standby_names = '*'");
        tell("SELECT pg_reload_conf()");
    }
    tell("CREATE DATABASE ambang");
    (primary, standby)
}
