//! Which engines are chosen, and whether they go together.

use core::fmt;
use std::path::PathBuf;

use super::Config;

/// Where everything is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    /// In one SQLite file.
    Sqlite(PathBuf),
    /// In a PostgreSQL database at this address, which may hold a password.
    Postgres(String),
}

impl Database {
    /// The database that a text names.
    ///
    /// # Errors
    /// In words: no engine that there is, or nowhere that lasts.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let Some(file) = text.strip_prefix("sqlite:").filter(|file| !file.is_empty()) else {
            // A URL with a slip in it may still hold a password.
            return Err(
                "database is not understood; write \"sqlite:FILE\" or \"postgres://USER:PASSWORD@HOST/DATABASE\""
                    .to_owned(),
            );
        };
        let file = file.trim_start_matches("//");
        if file == ":memory:" {
            return Err(
                "database: answers are kept in a file, never in memory only; write \"sqlite:FILE\""
                    .to_owned(),
            );
        }
        Ok(Self::Sqlite(PathBuf::from(file)))
    }
}

/// As it may be shown: without what stands before the host.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => path.display().fmt(f),
            Self::Postgres(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
                let rest = rest.split_once('?').map_or(rest, |(place, _)| place);
                write!(f, "{scheme}://{rest}")
            }
        }
    }
}

/// Where boards and failed log-ins are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LiveEngine {
    /// In the process.
    Memory,
    /// On a Redis server, for all processes of a fleet.
    Redis,
}

impl LiveEngine {
    fn of(live: &str) -> Result<Self, String> {
        match live {
            "memory" => Ok(Self::Memory),
            url if url.starts_with("redis://") || url.starts_with("rediss://") => Ok(Self::Redis),
            // A URL with a slip in it may still hold a password.
            _ => Err(
                "live is not understood; write \"memory\", \"redis://…\" or \"rediss://…\""
                    .to_owned(),
            ),
        }
    }
}

/// A combination that this release can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Engines {
    pub(crate) database: Database,
    pub(crate) live: LiveEngine,
}

impl Engines {
    /// What the configuration chooses.
    ///
    /// # Errors
    /// In words: an unknown engine, one that this release does not have, or two that do not go together.
    pub(crate) fn of(config: &Config) -> Result<Self, String> {
        let database = Database::parse(&config.database)?;
        let live = LiveEngine::of(&config.live)?;
        match (&database, live) {
            (Database::Sqlite(_), LiveEngine::Redis) => Err(
                "live: Redis serves several processes, and an SQLite file belongs to one; with \
                 database = \"sqlite:…\" live is \"memory\""
                    .to_owned(),
            ),
            // PostgreSQL serves one node with its live state in memory, or a fleet that has it on Redis.
            _ => Ok(Self { database, live }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engines(database: &str, live: &str) -> Result<Engines, String> {
        Engines::of(&Config {
            database: database.to_owned(),
            live: live.to_owned(),
            ..Config::default()
        })
    }

    #[test]
    fn one_file_and_memory_go_together() {
        let chosen = engines("sqlite:data/ambang.db", "memory").unwrap();
        assert_eq!(chosen.database, Database::Sqlite("data/ambang.db".into()));
        assert_eq!(
            engines("sqlite:///var/ambang.db", "memory")
                .unwrap()
                .database,
            Database::Sqlite("/var/ambang.db".into())
        );
    }

    #[test]
    fn a_database_server_and_memory_go_together() {
        let url = "postgres://ambang:s3cret@db.example.org:5432/ambang?sslmode=verify-full";
        let chosen = engines(url, "memory").unwrap().database;
        assert_eq!(chosen, Database::Postgres(url.to_owned()));
        assert_eq!(chosen.to_string(), "postgres://db.example.org:5432/ambang");
        let shown = engines("postgresql://localhost/a", "memory").unwrap();
        assert_eq!(shown.database.to_string(), "postgresql://localhost/a");
    }

    #[test]
    fn a_database_server_and_redis_make_a_fleet() {
        for live in ["redis://localhost", "rediss://:s3cret@live.example.org"] {
            let chosen = engines("postgres://localhost/a", live).unwrap();
            assert_eq!(chosen.live, LiveEngine::Redis);
        }
    }

    #[test]
    fn everything_else_is_refused_in_words() {
        for (database, live, word) in [
            ("sqlite:a.db", "redis://localhost", "Redis serves several"),
            ("sqlite:a.db", "rediss://localhost", "Redis serves several"),
            ("sqlite::memory:", "memory", "in a file"),
            ("postgres://localhost/a", "disk", "not understood"),
            ("sqlite:", "memory", "not understood"),
            ("mysql://a", "memory", "not understood"),
            ("sqlite:a.db", "disk", "not understood"),
        ] {
            let refused = engines(database, live).unwrap_err();
            assert!(refused.contains(word), "{refused}");
        }
    }

    #[test]
    fn a_slip_in_a_url_does_not_tell_its_password() {
        let refused = engines("sqlite:a.db", "redid://:s3cret@localhost").unwrap_err();
        assert!(!refused.contains("s3cret"), "{refused}");
    }
}
