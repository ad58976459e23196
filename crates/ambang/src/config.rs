//! The configuration: one commented TOML, every key also by environment, nothing unknown taken silently.

mod engines;
mod hidden;
mod keys;
mod load;
mod text;

use std::net::SocketAddr;
use std::path::PathBuf;

use api::TrustedProxies;
use serde::{Deserialize, Serialize};

pub(crate) use engines::{Database, Engines, LiveEngine};
pub(crate) use load::load;
pub(crate) use text::print;

/// The name that is looked for when none is given.
pub(crate) const FILE: &str = "ambang.toml";

/// In a fleet: a balancer that looks every second or two has seen by then that the server is not ready.
const DRAIN_S: u64 = 5;
/// Longer, and whatever started the server loses its patience.
const DRAIN_MAX_S: u64 = 300;

/// Every key on the Redis server is longer by it.
const PREFIX_MAX: usize = 32;

/// A shorter token can be guessed.
const METRICS_TOKEN_MIN: usize = 16;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// When a commit counts as done, on PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Durability {
    /// When it is on the server's disk.
    Local,
    /// When it is on a standby's disk too.
    Replicated,
}

/// All settings. The words for each stand in `keys`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) database: String,
    pub(crate) database_file: String,
    pub(crate) live: String,
    pub(crate) live_file: String,
    pub(crate) live_prefix: String,
    pub(crate) live_ca: String,
    pub(crate) durability: Durability,
    pub(crate) listen: SocketAddr,
    pub(crate) allow_plain_http: bool,
    pub(crate) behind_tls: bool,
    pub(crate) tls_cert: String,
    pub(crate) tls_key: String,
    pub(crate) hsts: bool,
    pub(crate) trusted_proxies: Vec<String>,
    pub(crate) secrets: PathBuf,
    pub(crate) workers: u16,
    pub(crate) drain: String,
    pub(crate) read_connections: u32,
    pub(crate) metrics_token: String,
    pub(crate) metrics_token_file: String,
    pub(crate) log: String,
    pub(crate) log_format: LogFormat,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: "sqlite:ambang.db".to_owned(),
            database_file: String::new(),
            live: "memory".to_owned(),
            live_file: String::new(),
            live_prefix: "ambang".to_owned(),
            live_ca: String::new(),
            durability: Durability::Local,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            allow_plain_http: false,
            behind_tls: false,
            tls_cert: String::new(),
            tls_key: String::new(),
            hsts: false,
            trusted_proxies: Vec::new(),
            secrets: PathBuf::from("ambang-secrets.toml"),
            workers: 0,
            drain: "auto".to_owned(),
            read_connections: 4,
            metrics_token: String::new(),
            metrics_token_file: String::new(),
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

impl Config {
    /// Everything wrong with the values, in words; `serve --check` says it and `serve` refuses to start.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let engines = Engines::of(self);
        let in_a_file =
            matches!(&engines, Ok(engines) if matches!(engines.database, Database::Sqlite(_)));
        if in_a_file && self.durability == Durability::Replicated {
            faults.push(
                "durability = \"replicated\" needs a database server with a standby, and an SQLite file has none"
                    .to_owned(),
            );
        }
        faults.extend(engines.err());
        faults.extend(crate::tls::of(self).err().map(|error| format!("{error:#}")));
        if self.hsts && !self.speaks_tls() && !self.behind_tls {
            faults.push(
                "hsts = true promises TLS: set tls_cert and tls_key, or behind_tls".to_owned(),
            );
        }
        if self.is_plain_beyond_this_machine() && !self.allow_plain_http {
            faults.push(format!(
                "listen = \"{}\" is not this machine alone, and the server speaks plain HTTP: set tls_cert and \
                 tls_key (`ambang cert` makes them), put a proxy with TLS in front of it and listen on \
                 127.0.0.1, or set allow_plain_http = true for a room whose network nobody else can enter",
                self.listen
            ));
        }
        if let Err(bad) = TrustedProxies::parse(&self.trusted_proxies) {
            faults.push(format!("trusted_proxies: {bad}"));
        }
        if self.read_connections == 0 || self.read_connections > 64 {
            faults.push("read_connections is a number from 1 to 64".to_owned());
        }
        if !self.metrics_token.is_empty() && self.metrics_token.len() < METRICS_TOKEN_MIN {
            faults.push(format!(
                "metrics_token has {METRICS_TOKEN_MIN} characters or more, or is empty"
            ));
        }
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let prefix = self.live_prefix.as_bytes();
        if !(1..=PREFIX_MAX).contains(&prefix.len()) || !prefix.iter().copied().all(plain) {
            faults.push(format!(
                "live_prefix has 1 to {PREFIX_MAX} letters, digits, - and _"
            ));
        }
        if self.workers > 256 {
            faults.push("workers is a number from 0 (one per core) to 256".to_owned());
        }
        if self.drain_secs().is_none() {
            faults.push(format!(
                "drain = \"{}\" is neither \"auto\" nor a number of seconds up to {DRAIN_MAX_S}",
                self.drain
            ));
        }
        if self.log.parse::<tracing_subscriber::EnvFilter>().is_err() {
            faults.push(format!(
                "log = \"{}\" is no level (error, warn, info, debug, trace) and no filter",
                self.log
            ));
        }
        faults
    }

    /// Whether other processes may serve from the same store.
    pub(crate) fn is_of_fleet(&self) -> bool {
        self.live.starts_with("redis")
    }

    /// How long a server that is told to end goes on serving; `None` when the value means nothing.
    pub(crate) fn drain_secs(&self) -> Option<u64> {
        if self.drain == "auto" {
            return Some(if self.is_of_fleet() { DRAIN_S } else { 0 });
        }
        let secs = self.drain.parse().ok();
        secs.filter(|secs| *secs <= DRAIN_MAX_S)
    }

    /// Whether the server speaks TLS by itself.
    pub(crate) fn speaks_tls(&self) -> bool {
        !self.tls_cert.is_empty()
    }

    /// Whether passwords, PINs and answers may cross a network in clear: then every page says so.
    pub(crate) fn is_plain_beyond_this_machine(&self) -> bool {
        !self.listen.ip().is_loopback() && !self.speaks_tls()
    }

    /// What may be meant but should be known.
    pub(crate) fn warnings(&self) -> Vec<&'static str> {
        let mut warnings = Vec::new();
        if self.is_plain_beyond_this_machine() {
            warnings.push(
                "plain HTTP beyond this machine: whoever can listen on the network reads PINs and answers",
            );
        }
        if self.behind_tls && self.trusted_proxies.is_empty() {
            warnings.push(
                "all browsers seem to have the proxy's address, and their failed log-ins count together: name \
                 the proxy in trusted_proxies",
            );
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_of_a_fleet_drains_for_some_seconds() {
        let with = |live: &str, drain: &str| Config {
            live: live.to_owned(),
            drain: drain.to_owned(),
            ..Config::default()
        };
        assert_eq!(with("memory", "auto").drain_secs(), Some(0));
        assert_eq!(with("redis://a", "auto").drain_secs(), Some(5));
        assert_eq!(with("redis://a", "0").drain_secs(), Some(0));
        assert_eq!(with("memory", "20").drain_secs(), Some(20));
        for bad in ["", "-1", "301", "soon"] {
            let faults = with("memory", bad).faults();
            assert!(
                faults.iter().any(|fault| fault.contains("drain")),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn proxies_are_checked_before_the_start() {
        let with = |proxies: &[&str]| Config {
            trusted_proxies: proxies.iter().map(|&text| text.to_owned()).collect(),
            ..Config::default()
        };
        assert_eq!(with(&["10.0.0.0/8", "::1"]).faults(), Vec::<String>::new());
        for (bad, word) in [("proxy", "\"proxy\""), ("0.0.0.0/0", "everybody")] {
            let faults = with(&["::1", bad]).faults();
            assert!(
                matches!(faults.as_slice(), [fault] if fault.contains(word)),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn a_proxy_that_nobody_has_named_is_warned_of() {
        let behind = |proxies: Vec<String>| Config {
            behind_tls: true,
            trusted_proxies: proxies,
            ..Config::default()
        };
        assert_eq!(behind(Vec::new()).warnings().len(), 1);
        assert!(behind(vec!["::1".to_owned()]).warnings().is_empty());
    }
}
