//! Which engines are chosen, and whether they go together.

use std::path::PathBuf;

use super::Config;

/// Where everything is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    /// In one SQLite file.
    Sqlite(PathBuf),
}

/// A combination that this release can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Engines {
    pub(crate) database: Database,
}

impl Engines {
    /// What the configuration chooses.
    ///
    /// # Errors
    /// In words: an unknown engine, one that this release does not have, or two that do not go together.
    pub(crate) fn of(config: &Config) -> Result<Self, String> {
        let (database, live) = (config.database.as_str(), config.live.as_str());
        let postgres = database.starts_with("postgres://") || database.starts_with("postgresql://");
        let redis = live.starts_with("redis://") || live.starts_with("rediss://");
        let Some(file) = database
            .strip_prefix("sqlite:")
            .filter(|file| !file.is_empty())
        else {
            return Err(if postgres {
                "database: this release keeps its data in SQLite only; write \"sqlite:FILE\""
                    .to_owned()
            } else {
                format!("database = {database:?} is not understood; write \"sqlite:FILE\"")
            });
        };
        if file.trim_start_matches("//") == ":memory:" {
            return Err(
                "database: answers are kept in a file, never in memory only; write \"sqlite:FILE\""
                    .to_owned(),
            );
        }
        if redis {
            return Err(
                "live: Redis serves several processes, and an SQLite file belongs to one; with \
                 database = \"sqlite:…\" live is \"memory\""
                    .to_owned(),
            );
        }
        if live != "memory" {
            return Err(format!(
                "live = {live:?} is not understood; write \"memory\""
            ));
        }
        Ok(Self {
            database: Database::Sqlite(PathBuf::from(file.trim_start_matches("//"))),
        })
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
    fn everything_else_is_refused_in_words() {
        for (database, live, word) in [
            ("sqlite:a.db", "redis://localhost", "Redis"),
            ("sqlite::memory:", "memory", "in a file"),
            ("postgres://localhost/a", "memory", "SQLite only"),
            ("sqlite:", "memory", "not understood"),
            ("mysql://a", "memory", "not understood"),
            ("sqlite:a.db", "disk", "not understood"),
        ] {
            let refused = engines(database, live).unwrap_err();
            assert!(refused.contains(word), "{refused}");
        }
    }
}
