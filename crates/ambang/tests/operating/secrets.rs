//! The nodes of a fleet have the same secrets, or do not start.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::office::{Server, command, database, free_address, refuses, says};

/// A node's configuration. Its Redis is away, which keeps nobody from starting.
fn node(at: &Path, name: &str, database: &str, secrets: &str) {
    let text = format!(
        "database = \"{database}\"\nlive = \"redis://127.0.0.1:1\"\nsecrets = \"{secrets}\"\nlisten = \"{}\"\n",
        free_address()
    );
    fs::write(at.join(name), text).unwrap();
}

/// A copy of a secrets file with something else in it.
fn change(at: &Path, from: &str, to: &str, change: impl Fn(String) -> String) {
    let text = fs::read_to_string(at.join(from)).unwrap();
    fs::write(at.join(to), change(text)).unwrap();
    fs::set_permissions(at.join(to), fs::Permissions::from_mode(0o600)).unwrap();
}

/// The same but for the token keys.
fn other_tokens(text: String) -> String {
    let (before, _) = text.split_once("[[token_keys]]").unwrap();
    format!(
        "{before}[[token_keys]]\nid = \"later\"\nkey = \"{}\"\n",
        "a5".repeat(32)
    )
}

fn starts(at: &Path, config: &str) {
    Server::start(command(at, &["--config", config, "serve"])).end();
}

#[test]
fn a_new_file_is_its_owners_alone_and_told_apart_by_its_fingerprint() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let new = |file: &str| says(at, &["secrets", "new", "--file", file]);
    let (one, other) = (new("one.toml"), new("other.toml"));
    let mode = fs::metadata(at.join("one.toml"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let told = says(at, &["secrets", "fingerprint", "--file", "one.toml"]);
    assert!(one.ends_with(&told) && !other.ends_with(&told), "{told}");
    for name in ["secrets.pin ", "secrets.signing ", "secrets.token "] {
        assert_eq!(told.matches(name).count(), 1, "{told}");
    }
    let text = fs::read_to_string(at.join("one.toml")).unwrap();
    let keys: Vec<&str> = text.split('"').filter(|part| part.len() == 64).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| !one.contains(key)), "no key is told");
    let again = refuses(at, &["secrets", "new", "--file", "one.toml"]);
    assert!(again.contains("one.toml"), "never over a file: {again}");
    assert!(again.contains("name another file"), "{again}");
    assert!(!at.join("one.toml.new").exists(), "and nothing is left");
    assert_eq!(fs::read_to_string(at.join("one.toml")).unwrap(), text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_with_other_secrets_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (_postgres, url) = database().await;
    says(at, &["secrets", "new", "--file", "one.toml"]);
    says(at, &["secrets", "new", "--file", "stranger.toml"]);
    change(at, "one.toml", "tokens.toml", other_tokens);
    for name in ["one", "stranger", "tokens"] {
        node(
            at,
            &format!("node-{name}.toml"),
            &url,
            &format!("{name}.toml"),
        );
    }
    node(at, "node-again.toml", &url, "one.toml");
    // A node with the right ones goes on meanwhile.
    let first = Server::start(command(at, &["--config", "node-one.toml", "serve"]));
    for start in [&["serve"][..], &["serve", "--check"]] {
        let with = |config| refuses(at, &[&["--config", config], start].concat());
        let refused = with("node-stranger.toml");
        for word in [
            "not those that the database was made with",
            "the file of another node",
        ] {
            assert!(refused.contains(word), "{refused}");
        }
        let refused = with("node-tokens.toml");
        for word in [
            "token keys",
            "later:",
            "copy the secrets file",
            "ambang secrets adopt",
        ] {
            assert!(refused.contains(word), "{refused}");
        }
        assert!(
            !refused.contains(&"a5".repeat(16)),
            "no key is told: {refused}"
        );
    }
    starts(at, "node-again.toml");
    // A node that goes on with the old keys would refuse whoever logs in at the others.
    let refused = refuses(at, &["--config", "node-tokens.toml", "secrets", "adopt"]);
    assert!(refused.contains("stop every node first"), "{refused}");
    first.end();
    // Replaced on purpose, and never with other PIN and signing keys.
    let refused = refuses(at, &["--config", "node-stranger.toml", "secrets", "adopt"]);
    assert!(refused.contains("made with"), "{refused}");
    says(at, &["--config", "node-tokens.toml", "secrets", "adopt"]);
    starts(at, "node-tokens.toml");
    let left_behind = refuses(at, &["--config", "node-again.toml", "serve"]);
    assert!(left_behind.contains("theirs are later:"), "{left_behind}");
}

/// With one process nobody else hands out tokens: what is in the file holds.
#[test]
fn a_server_alone_takes_new_token_keys_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    says(at, &["secrets", "new"]);
    let alone = |name: &str, secrets: &str| {
        let listen = free_address();
        let text = format!("secrets = \"{secrets}\"\nlisten = \"{listen}\"\n");
        fs::write(at.join(name), text).unwrap();
    };
    alone("one.toml", "ambang-secrets.toml");
    alone("two.toml", "later.toml");
    change(at, "ambang-secrets.toml", "later.toml", other_tokens);
    for config in ["one.toml", "two.toml", "one.toml"] {
        assert!(says(at, &["--config", config, "serve", "--check"]).contains("ok"));
        starts(at, config);
    }
}
