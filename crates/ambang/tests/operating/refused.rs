//! What is not copied, and what is left behind then.

use std::fs;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::office::{Server, command, configure, database, refuses, says};

const SELECTION: &[&str] = &[
    "selection",
    "add",
    "uji",
    "--name",
    "Seleksi Uji",
    "--agency",
    "Instansi Uji",
    "--policy",
    "cpns-2024",
];

#[test]
fn a_copy_needs_a_source_that_is_there_and_at_rest_and_another_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let copy = |from: &str, to: &str| refuses(at, &["copy", "--from", from, "--to", to]);
    let missing = copy("sqlite:gone.db", "sqlite:new.db");
    assert!(
        missing.contains("gone.db") && missing.contains("no such file"),
        "{missing}"
    );
    assert!(!at.join("gone.db").exists() && !at.join("new.db").exists());
    says(at, SELECTION);
    let itself = copy("sqlite:ambang.db", "sqlite:ambang.db");
    assert!(itself.contains("into itself"), "{itself}");
    let slip = copy("postgres//ambang:s3cret@host/a", "sqlite:new.db");
    assert!(
        slip.contains("--from: database is not understood"),
        "{slip}"
    );
    assert!(!slip.contains("s3cret"), "{slip}");
    let listen = crate::office::free_address();
    let mut serve = command(at, &["serve"]);
    serve.env("AMBANG_LISTEN", listen);
    let server = Server::start(serve);
    let served = copy("sqlite:ambang.db", "sqlite:new.db");
    assert!(served.contains("in use by another process"), "{served}");
    assert!(!at.join("new.db").exists(), "nothing is begun");
    server.end();
    // From file to file as well.
    says(
        at,
        &[
            "copy",
            "--from",
            "sqlite:ambang.db",
            "--to",
            "sqlite:new.db",
        ],
    );
    let again = copy("sqlite:ambang.db", "sqlite:new.db");
    assert!(again.contains("not empty"), "{again}");
    configure(
        at,
        "new.toml",
        "sqlite:new.db",
        &at.join("ambang-secrets.toml"),
    );
    let list = says(at, &["--config", "new.toml", "selection", "list"]);
    assert!(list.contains("Seleksi Uji"), "{list}");
}

/// Told to end in the middle, also by a kill that nobody can answer: nothing is there, and the same command again makes
/// it whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_cut_off_leaves_nothing_and_begins_anew() {
    use sqlx::{Connection, Executor, PgConnection};
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    says(at, SELECTION);
    let (_postgres, url) = database().await;
    let copy = ["copy", "--from", "sqlite:ambang.db", "--to", &url];
    for signal in [Signal::INT, Signal::KILL] {
        // Made once, so that somebody can hold a table of it: the copy waits there.
        configure(at, "fleet.toml", &url, &at.join("ambang-secrets.toml"));
        says(at, &["--config", "fleet.toml", "migrate"]);
        let mut holder = PgConnection::connect(&url).await.unwrap();
        let hold = "BEGIN; CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_sleep(600); RETURN NEW; END';
            CREATE TRIGGER stall BEFORE INSERT ON selections FOR EACH ROW EXECUTE FUNCTION stall(); COMMIT";
        holder.execute(sqlx::raw_sql(hold)).await.unwrap();
        let child = command(at, &copy).stderr(Stdio::piped()).spawn().unwrap();
        let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
        loop {
            let found: i64 = sqlx::query_scalar(sleeping)
                .fetch_one(&mut holder)
                .await
                .unwrap();
            if found == 1 {
                break;
            }
        }
        kill_process(Pid::from_child(&child), signal).unwrap();
        let ended = child.wait_with_output().unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert!(!ended.status.success());
        if signal == Signal::INT {
            assert!(
                told.contains("nothing was copied") && told.contains("begins anew"),
                "{told}"
            );
        }
        // The server may go on sleeping for whoever has gone.
        let free = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
        holder.execute(free).await.unwrap();
        holder
            .execute(sqlx::raw_sql(
                "DROP TRIGGER stall ON selections; DROP FUNCTION stall",
            ))
            .await
            .unwrap();
        let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM audit")
            .fetch_one(&mut holder)
            .await
            .unwrap();
        assert_eq!(rows, 0);
        holder.close().await.unwrap();
    }
    let report = says(at, &copy);
    assert!(report.contains("the same in both"), "{report}");
    fs::remove_file(at.join("ambang-secrets.toml")).unwrap();
    let gone = refuses(at, &["--config", "fleet.toml", "user", "list"]);
    assert!(
        gone.contains("secrets"),
        "the same secrets belong to it: {gone}"
    );
}
