//! Which engines go together: everything else is refused before anything is opened, by `serve` and by its check.

use std::fs;
use std::path::Path;

use crate::office::{database, free_address, refuses, says};

fn configure(at: &Path, database: &str, live: &str, durability: &str) {
    let text = format!(
        "database = \"{database}\"\nlive = \"{live}\"\ndurability = \"{durability}\"\nlisten = \"{}\"\n",
        free_address()
    );
    fs::write(at.join("ambang.toml"), text).unwrap();
}

/// A Redis that is away keeps nobody from starting.
const AWAY: &str = "redis://127.0.0.1:1";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_combination_starts_or_says_why_not() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (_postgres, url) = database().await;
    let fits: [(&str, &str, &str, &str); 4] = [
        ("sqlite:ambang.db", "memory", "local", "ok: would listen"),
        (&url, "memory", "local", "ok: would listen"),
        (&url, AWAY, "local", "without it there are no boards"),
        (
            &url,
            "rediss://127.0.0.1:1",
            "local",
            "without it there are no boards",
        ),
    ];
    configure(at, &url, "memory", "local");
    // A schema that is still to be made keeps nobody from starting either.
    let told = says(at, &["serve", "--check"]);
    for word in ["the first start brings it up to date", "ok: would listen"] {
        assert!(told.contains(word), "{told}");
    }
    says(at, &["migrate"]);
    for (database, live, durability, word) in fits {
        configure(at, database, live, durability);
        let told = says(at, &["serve", "--check"]);
        assert!(
            told.contains(word),
            "{database} {live} {durability}: {told}"
        );
        assert!(
            told.contains("ok: would listen"),
            "{database} {live} {durability}: {told}"
        );
    }
    let refused: [(&str, &str, &str, &str); 16] = [
        (
            "sqlite:ambang.db",
            AWAY,
            "local",
            "Redis serves several processes",
        ),
        (
            "sqlite:ambang.db",
            "rediss://live",
            "local",
            "Redis serves several processes",
        ),
        (
            "sqlite:ambang.db",
            "memory",
            "replicated",
            "an SQLite file has none",
        ),
        (
            "sqlite:ambang.db",
            AWAY,
            "replicated",
            "Redis serves several processes",
        ),
        ("sqlite::memory:", "memory", "local", "never in memory only"),
        (
            "sqlite://:memory:",
            "memory",
            "local",
            "never in memory only",
        ),
        ("sqlite:", "memory", "local", "database is not understood"),
        ("", "memory", "local", "database is not understood"),
        ("ambang.db", "memory", "local", "database is not understood"),
        (
            "mysql://localhost/a",
            "memory",
            "local",
            "database is not understood",
        ),
        (
            "redis://localhost",
            "memory",
            "local",
            "database is not understood",
        ),
        (&url, "disk", "local", "live is not understood"),
        (&url, "", "local", "live is not understood"),
        (
            &url,
            "memcached://localhost",
            "local",
            "live is not understood",
        ),
        (&url, "memory", "replicated", "no synchronous standby"),
        (&url, AWAY, "replicated", "no synchronous standby"),
    ];
    for (database, live, durability, word) in refused {
        configure(at, database, live, durability);
        for start in [&["serve", "--check"][..], &["serve"]] {
            let told = refuses(at, start);
            assert!(
                told.contains(word),
                "{database} {live} {durability}: {told}"
            );
        }
    }
    assert!(!at.join("ambang.db").exists(), "nothing was opened");
    configure(at, "sqlite:ambang.db", "memory", "none");
    assert!(refuses(at, &["serve", "--check"]).contains("unknown variant `none`"));
}
