//! The restore drill of the exam-room server: snapshots of a running server, a database that is destroyed, and the
//! scripts of `deploy/backup` that bring it back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may panic as tests may"
)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

const BINARY: &str = env!("CARGO_BIN_EXE_ambang");

/// A folder with a configuration and a place for snapshots.
fn office() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("snapshots")).unwrap();
    let database = folder.path().join("room.db");
    let text = format!(
        "database = \"sqlite:{}\"\nlisten = \"127.0.0.1:0\"\n",
        database.display()
    );
    fs::write(folder.path().join("ambang.toml"), text).unwrap();
    folder
}

fn run(at: &Path, program: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(at)
        .env("AMBANG", BINARY)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever takes no input may have ended before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn says(output: Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

fn refuses(output: Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

fn ambang(at: &Path, arguments: &[&str], input: &str) -> String {
    says(run(at, Path::new(BINARY), arguments, input))
}

fn script(at: &Path, name: &str, argument: &str) -> Output {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/backup");
    run(at, &scripts.join(name), &[argument], "")
}

fn add_user(at: &Path, name: &str) {
    let arguments = [
        "user",
        "add",
        name,
        "--full-name",
        name,
        "--role",
        "proctor",
    ];
    ambang(at, &arguments, "correct horse battery\n");
}

/// A server that has said that it can be reached; killed when dropped, as by a power cut.
struct Server(Child);

impl Server {
    fn start(at: &Path) -> Self {
        let mut child = Command::new(BINARY)
            .arg("serve")
            .current_dir(at)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let ready = lines
            .map_while(Result::ok)
            .any(|line| line.contains("ready"));
        assert!(ready, "it ended before it was ready");
        Self(child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_destroyed_database_is_brought_back_from_a_snapshot_of_the_running_server() {
    let folder = office();
    let at = folder.path();
    add_user(at, "before");
    let server = Server::start(at);
    let snapshot = says(script(at, "sqlite-backup.sh", "snapshots"));
    let snapshot = snapshot.trim_end();
    let refused = refuses(script(at, "sqlite-restore.sh", snapshot));
    assert!(refused.contains("a server holds"), "{refused}");
    drop(server);
    add_user(at, "after");
    let database = at.join("room.db");
    let length = fs::metadata(&database).unwrap().len();
    fs::write(&database, vec![0xA5; usize::try_from(length).unwrap()]).unwrap();
    refuses(run(at, Path::new(BINARY), &["user", "list"], ""));

    let told = says(script(at, "sqlite-restore.sh", snapshot));
    let users = ambang(at, &["user", "list"], "");
    assert!(users.contains("before"), "{users}");
    assert!(!users.contains("after"), "made after the snapshot: {users}");
    assert!(ambang(at, &["serve", "--check"], "").contains("ok"));
    let aside = PathBuf::from(told.trim_end().rsplit(' ').next().unwrap());
    let damaged = fs::read(aside.join("room.db")).unwrap();
    assert!(
        damaged.iter().all(|byte| *byte == 0xA5),
        "nothing is deleted"
    );
    drop(Server::start(at));
}

#[test]
fn a_snapshot_that_has_changed_since_is_refused_and_nothing_is_touched() {
    let folder = office();
    let at = folder.path();
    add_user(at, "before");
    let snapshot = says(script(at, "sqlite-backup.sh", "snapshots"));
    let snapshot = at.join(snapshot.trim_end());
    let mut bytes = fs::read(&snapshot).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&snapshot, bytes).unwrap();
    let before = fs::read(at.join("room.db")).unwrap();
    let refused = script(at, "sqlite-restore.sh", snapshot.to_str().unwrap());
    assert!(refuses(refused).contains("not what was saved"));
    assert_eq!(fs::read(at.join("room.db")).unwrap(), before);
}

/// Thirty snapshots of the last half hour, and four an hour of the five hours before.
#[test]
fn old_snapshots_are_thinned_out_to_one_an_hour() {
    let folder = office();
    let at = folder.path();
    add_user(at, "before");
    let file = |stamp: &str| at.join("snapshots").join(format!("ambang-{stamp}Z.db"));
    for minute in 0..30 {
        fs::write(file(&format!("20250105T10{minute:02}00")), "").unwrap();
    }
    for hour in 4..9 {
        for minute in [0, 15, 30, 45] {
            let stamp = format!("20250105T{hour:02}{minute:02}00");
            fs::write(file(&stamp), "").unwrap();
            fs::write(at.join(format!("snapshots/ambang-{stamp}Z.db.sha256")), "").unwrap();
        }
    }
    let half_done = at.join("snapshots/ambang-20250105T090000Z.db.part");
    fs::write(&half_done, "").unwrap();
    let newest = says(script(at, "sqlite-backup.sh", "snapshots"));
    let mut kept: Vec<String> = fs::read_dir(at.join("snapshots"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    kept.sort();
    let snapshots: Vec<&String> = kept.iter().filter(|name| name.ends_with(".db")).collect();
    // 24 of the newest; of the rest of that hour one; one of each hour before.
    assert_eq!(snapshots.len(), 24 + 1 + 5, "{kept:?}");
    for (hour, name) in (4..9).zip(&snapshots) {
        assert_eq!(**name, format!("ambang-20250105T{hour:02}4500Z.db"));
    }
    assert!(at.join(newest.trim_end()).is_file());
    assert!(!half_done.exists());
    assert_eq!(
        kept.len(),
        30 + 5 + 1,
        "no checksum without its snapshot: {kept:?}"
    );
}
