//! Every key with its words: the documentation is printed from here, the environment is read by it.

/// A key of the file.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// Comment lines above it.
    pub(super) words: &'static [&'static str],
}

/// All keys, in the order in which they are printed.
pub(super) const KEYS: [Key; 22] = [
    Key {
        name: "database",
        words: &[
            "Where everything is kept: \"sqlite:FILE\", which one process at a time owns; or PostgreSQL 15 or later,",
            "\"postgres://USER:PASSWORD@HOST:PORT/DATABASE\", with ?sslmode=verify-full&sslrootcert=FILE over a network.",
        ],
    },
    Key {
        name: "database_file",
        words: &[
            "A file that holds it instead, as secrets are mounted: not readable by everybody, one line.",
        ],
    },
    Key {
        name: "live",
        words: &[
            "Where boards, last contacts and failed log-ins are kept: \"memory\" for one process; for a fleet a Redis",
            "server (7 or later), \"redis://[user:password@]host[:port][/database]\", or \"rediss://…\" over TLS. They",
            "are rebuilt when they are lost, and the exam goes on without them.",
        ],
    },
    Key {
        name: "live_file",
        words: &["A file that holds it instead."],
    },
    Key {
        name: "live_prefix",
        words: &[
            "With what every key on the Redis server begins: installations that share one differ in it.",
        ],
    },
    Key {
        name: "live_ca",
        words: &[
            "Certificate (PEM) of who vouches for the Redis server; empty for those that the system trusts.",
        ],
    },
    Key {
        name: "durability",
        words: &[
            "On PostgreSQL: \"local\", an answer is acknowledged when it is on the server's disk; \"replicated\", when it is",
            "on a synchronous standby's too, and without such a standby the server does not start.",
        ],
    },
    Key {
        name: "listen",
        words: &[
            "Address and port of the server. Behind a proxy with TLS leave it on this machine.",
        ],
    },
    Key {
        name: "allow_plain_http",
        words: &[
            "Let `listen` be an address beyond this machine although the server speaks plain HTTP. Only for",
            "a room whose network nobody else can enter: whoever listens there reads PINs and answers.",
        ],
    },
    Key {
        name: "behind_tls",
        words: &["Browsers come through a proxy with TLS: cookies are marked for TLS only."],
    },
    Key {
        name: "trusted_proxies",
        words: &[
            "Addresses and networks of the proxies in front, such as [\"127.0.0.1\", \"10.0.0.0/8\"]: only their",
            "X-Forwarded-For or Forwarded says where a browser is, for the counting of failed log-ins and the log",
            "of staff. A proxy must add to the header itself. In the environment: separated by commas.",
        ],
    },
    Key {
        name: "tls_cert",
        words: &[
            "Certificate chain (PEM) with which the server speaks TLS by itself; empty for plain HTTP. `ambang",
            "cert` makes one, with a site CA and notes on how to install it.",
        ],
    },
    Key {
        name: "tls_key",
        words: &["The certificate's private key (PEM), which nobody else may read."],
    },
    Key {
        name: "hsts",
        words: &[
            "Tell browsers to insist on TLS for a year. Only with a certificate that every browser trusts: with a",
            "site CA a PC that lost it could not reach the server at all.",
        ],
    },
    Key {
        name: "secrets",
        words: &[
            "File with the keys behind PINs, log-ins and signatures. Made at the first start, readable by",
            "its owner only. Keep a copy apart from the database: without it no PIN and no signature fits.",
        ],
    },
    Key {
        name: "workers",
        words: &["Threads that serve HTTP; 0 is one per core."],
    },
    Key {
        name: "drain",
        words: &[
            "For how many seconds a server that is told to end (SIGTERM) goes on serving while /readyz says 503, so that a",
            "balancer sends nobody to it any more. \"auto\" is 5 in a fleet and 0 alone; or a number, such as \"20\". A",
            "second signal ends it at once.",
        ],
    },
    Key {
        name: "read_connections",
        words: &["Connections that read the database at the same time."],
    },
    Key {
        name: "metrics_token",
        words: &[
            "Whoever sends it as `Authorization: Bearer …` may read /metrics (Prometheus) from anywhere; 16 characters or",
            "more. Empty: only programs on this machine may, and not through a proxy.",
        ],
    },
    Key {
        name: "metrics_token_file",
        words: &["A file that holds it instead."],
    },
    Key {
        name: "log",
        words: &[
            "What is logged: error, warn, info, debug, trace, or a filter such as \"info,sqlx=warn\".",
        ],
    },
    Key {
        name: "log_format",
        words: &["How log lines look: \"text\", or \"json\" for collectors."],
    },
];

impl Key {
    /// The variable that overrides it.
    pub(super) fn variable(&self) -> String {
        format!("AMBANG_{}", self.name.to_uppercase())
    }
}
