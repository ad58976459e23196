//! Databases to test on: of a throw-away server, or of the one that a variable names.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use servers::postgres::{ADDRESS, Server};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// A server with room for databases.
pub(crate) struct Databases {
    server: Option<Server>,
    address: String,
    made: Mutex<Vec<String>>,
}

static COUNT: AtomicUsize = AtomicUsize::new(0);

impl Databases {
    /// The server that the variable names, or one of our own.
    pub(crate) fn new() -> Self {
        match std::env::var(ADDRESS) {
            Ok(address) => Self::of(None, address),
            Err(_) => Self::with(&[]),
        }
    }

    /// A server of our own with these settings.
    pub(crate) fn with(settings: &[&str]) -> Self {
        let server = Server::start(settings).unwrap();
        let address = server.url("postgres");
        Self::of(Some(server), address)
    }

    fn of(server: Option<Server>, address: String) -> Self {
        Self {
            server,
            address,
            made: Mutex::default(),
        }
    }

    /// The server, to be stopped and started.
    #[allow(dead_code, reason = "not every test does")]
    pub(crate) fn server(&mut self) -> &mut Server {
        self.server.as_mut().unwrap()
    }

    /// The address of a new, empty database.
    pub(crate) async fn make(&self) -> String {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ambang_test_{}_{count}", std::process::id());
        self.run(&format!("CREATE DATABASE {name}")).await;
        let (path, query) = match self.address.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (&*self.address, String::new()),
        };
        let (host, _) = path.rsplit_once('/').unwrap();
        let url = format!("{host}/{name}{query}");
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.push(name);
        url
    }

    /// Takes the databases away again, where the server outlives the test.
    pub(crate) async fn clear(self) {
        let made = self.made.lock().unwrap().clone();
        if self.server.is_none() {
            for name in made {
                self.run(&format!("DROP DATABASE {name} WITH (FORCE)"))
                    .await;
            }
        }
    }

    /// Runs a statement beside every store.
    pub(crate) async fn run(&self, sql: &str) {
        run(&self.address, sql).await;
    }
}

/// Runs statements on a database, beside every store.
pub(crate) async fn run(url: &str, sql: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let sql = AssertSqlSafe(sql.to_owned());
    connection.execute(sqlx::raw_sql(sql)).await.unwrap();
    connection.close().await.unwrap();
}
