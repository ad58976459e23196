//! The commands around a store, as an operator runs them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may panic as tests may"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ambang"));
    command.args(arguments).current_dir(folder);
    command
}

fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever takes no input may have ended before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Standard output of a command that succeeds.
fn says(folder: &Path, arguments: &[&str], input: &str) -> String {
    let output = run(folder, arguments, input);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// Standard error of a command that fails.
fn refuses(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments, "");
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

const ADD: &[&str] = &[
    "user",
    "add",
    "satu",
    "--full-name",
    "Petugas Satu",
    "--role",
    "admin",
];
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
fn users_are_made_with_a_password_from_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(refuses(at, ADD).contains("no password"));
    assert!(!at.join("ambang.db").exists());
    let short = run(at, ADD, "short\n");
    assert!(!short.status.success());
    assert_eq!(
        says(at, ADD, "correct horse battery\n"),
        "satu (Petugas Satu), admin in system\n"
    );
    says(at, SELECTION, "");
    let grant = [
        "user",
        "grant",
        "satu",
        "--role",
        "proctor",
        "--scope",
        "selection:uji",
    ];
    assert!(says(at, &grant, "").contains("proctor in selection"));
    says(at, &["user", "disable", "satu"], "");
    assert!(says(at, &["user", "list"], "").contains("satu (Petugas Satu) disabled, admin"));
    assert!(refuses(at, &["user", "disable", "dua"]).contains("no user dua"));
}

#[test]
fn imports_name_every_fault_and_take_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    says(at, SELECTION, "");
    let header = "code,category,position_group,quota,position,qualification,location\n";
    fs::write(
        at.join("f.csv"),
        format!("{header}F1,umum,,0,Analis,S-1,\n"),
    )
    .unwrap();
    let import = ["import", "formations", "--selection", "uji", "f.csv"];
    let refused = refuses(at, &import);
    for part in [
        "f.csv, line 2, column quota",
        "column location",
        "nothing was imported",
    ] {
        assert!(refused.contains(part), "{refused}");
    }
    fs::write(
        at.join("f.csv"),
        format!("{header}F1,umum,,1,Analis,S-1,Pusat\n"),
    )
    .unwrap();
    assert_eq!(says(at, &import, ""), "1 formations\n");
    let unknown = ["import", "formations", "--selection", "lain", "f.csv"];
    assert!(refuses(at, &unknown).contains("there are uji"));
}

#[test]
fn secrets_that_others_can_read_are_refused_and_lost_ones_are_missed() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    says(at, SELECTION, "");
    let secrets = at.join("ambang-secrets.toml");
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(refuses(at, &["serve", "--check"]).contains("chmod 600"));
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(says(at, &["serve", "--check"], "").contains("ok"));
    let text = fs::read_to_string(&secrets).unwrap();
    fs::remove_file(&secrets).unwrap();
    for start in [&["serve"][..], &["serve", "--check"]] {
        assert!(refuses(at, start).contains("is gone"), "{start:?}");
    }
    assert!(!secrets.exists());
    let line = text
        .lines()
        .find(|line| line.starts_with("pin_key"))
        .unwrap();
    let other = text.replace(line, &format!("pin_key = \"{}\"", "a5".repeat(32)));
    fs::write(&secrets, other).unwrap();
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o600)).unwrap();
    for start in [&["serve"][..], &["serve", "--check"]] {
        let refused = refuses(at, start);
        assert!(
            refused.contains("not those that the database was made with"),
            "{start:?}"
        );
    }
}

#[test]
fn a_check_sees_that_another_process_has_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    says(at, SELECTION, "");
    fs::write(at.join("ambang.toml"), "listen = \"127.0.0.1:0\"\n").unwrap();
    assert!(says(at, &["serve", "--check"], "").contains("ok"));
    let held = fs::OpenOptions::new()
        .write(true)
        .open(at.join("ambang.db.lock"))
        .unwrap();
    held.try_lock().unwrap();
    let refused = refuses(at, &["serve", "--check"]);
    assert!(refused.contains("in use by another process"), "{refused}");
}

#[test]
fn a_check_finds_a_busy_port_and_folders_that_cannot_be_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    let listen = format!("listen = \"{address}\"\n");
    fs::write(at.join("ambang.toml"), &listen).unwrap();
    let refused = refuses(at, &["serve", "--check"]);
    assert!(
        refused.contains(&format!("listens on {address} already")),
        "{refused}"
    );
    drop(busy);
    assert!(says(at, &["serve", "--check"], "").contains("ok: would listen"));
    let elsewhere = "database = \"sqlite:gone/ambang.db\"\nsecrets = \"ambang.toml/secrets\"\n";
    fs::write(at.join("ambang.toml"), listen + elsewhere).unwrap();
    let refused = refuses(at, &["serve", "--check"]);
    assert!(
        refused.contains("the folder gone for the database is not there"),
        "{refused}"
    );
    assert!(refused.contains("ambang.toml"), "{refused}");
    assert!(!at.join("gone").exists(), "a check makes nothing");
}

#[test]
fn a_folder_of_somebody_else_is_named() {
    use rustix::fs::{Access, access};
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let closed = at.join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write everywhere but into what the kernel makes up.
    let (place, may) = if access(&closed, Access::WRITE_OK).is_ok() {
        ("/sys", access("/sys", Access::WRITE_OK).is_ok())
    } else {
        ("closed", false)
    };
    let text = format!("listen = \"127.0.0.1:0\"\ndatabase = \"sqlite:{place}/ambang.db\"\n");
    fs::write(at.join("ambang.toml"), text).unwrap();
    if !may {
        let refused = refuses(at, &["serve", "--check"]);
        assert!(
            refused.contains(&format!("{place} cannot be written to")),
            "{refused}"
        );
    }
}

#[test]
fn an_unknown_variable_keeps_the_server_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let output = command(folder.path(), &["serve", "--check"])
        .env("AMBANG_DATABSE", "sqlite:other.db")
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(
        told.contains("AMBANG_DATABSE") && told.contains("AMBANG_DATABASE?"),
        "{told}"
    );
}

#[test]
fn a_file_that_was_never_signed_is_no_forgery() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for (name, text, code) in [
        ("page.html", "<html></html>", 3),
        (
            "journal.ndjson",
            "{\"kind\":\"selection\"}\n{\"kind\":\"form\"}\n",
            3,
        ),
        (
            "forged.json",
            "{\"formations\":[],\"header\":{},\"rows\":[]}",
            1,
        ),
    ] {
        fs::write(at.join(name), text).unwrap();
        let output = run(at, &["verify", name], "");
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{name}: {told}");
    }
}

#[test]
fn a_verification_is_told_for_people() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../publication/tests/golden");
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let row = fs::read_to_string(golden.join("skd-result-row.json")).unwrap();
    fs::write(at.join("row.json"), &row).unwrap();
    let told = says(at, &["verify", "row.json"], "");
    for line in [
        "CPNS 2024 Badan Contoh Nusantara (skd), version 1, as of 2024-11-05 02:00:00 UTC\n",
        "drafted by Petugas Satu (Sekretaris Panitia) on 2024-11-05 02:01:00 UTC, approved by",
        "the signed list holds: participant 24400710110000021, formation F-02 ",
        ": code P/L, rank 2, total 350 (twk 80, tiu 100, tkp 170)\n",
        "the row stands in the signed list, at place 9 of 15\n",
        "its formation stands in the signed list, at place 2 of 4\n",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let forged = row.replace("\"rank\":2", "\"rank\":1");
    fs::write(at.join("row.json"), forged).unwrap();
    let output = run(at, &["verify", "row.json"], "");
    assert_eq!(output.status.code(), Some(1));
    let [told, faults] = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
    assert!(
        told.contains("the file claims: participant 24400710110000021"),
        "{told}"
    );
    assert!(
        faults.contains("FAULT the row of participant 24400710110000021 "),
        "{faults}"
    );
    assert!(
        faults.contains("row.json does not hold: 1 fault\n"),
        "{faults}"
    );
}

#[test]
fn an_export_is_for_its_maker_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    says(at, SELECTION, "");
    let out = [
        "export",
        "journal",
        "--selection",
        "uji",
        "--out",
        "journal.ndjson",
    ];
    says(at, &out, "");
    let mode = fs::metadata(at.join("journal.ndjson"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(
        refuses(at, &out).contains("journal.ndjson"),
        "never over a file"
    );
}

#[test]
fn plain_http_beyond_this_machine_must_be_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("ambang.toml"), "listen = \"0.0.0.0:8080\"\n").unwrap();
    assert!(refuses(at, &["serve"]).contains("allow_plain_http = true"));
    assert!(refuses(at, &["serve", "--check"]).contains("allow_plain_http = true"));
    let allowed = "listen = \"0.0.0.0:8080\"\nallow_plain_http = true\n";
    fs::write(at.join("ambang.toml"), allowed).unwrap();
    assert!(says(at, &["serve", "--check"], "").contains("plain HTTP"));
    fs::write(at.join("ambang.toml"), "# one\nlisten_on = 1\n").unwrap();
    let refused = refuses(at, &["serve", "--check"]);
    assert!(
        refused.contains("line 2") && refused.contains("listen_on"),
        "{refused}"
    );
}

/// A server that is ended when the test fails.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It has usually ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_server_holds_its_store_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    says(at, SELECTION, "");
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let address = format!("127.0.0.1:{port}");
    let child = command(at, &["serve"])
        .env("AMBANG_LISTEN", &address)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let mut log = BufReader::new(server.0.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("ready") {
        line.clear();
        assert!(
            log.read_line(&mut line).unwrap() > 0,
            "the server ended early"
        );
    }
    let mut stream = TcpStream::connect(&address).unwrap();
    stream
        .write_all(b"GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let busy = refuses(at, &["user", "disable", "satu"]);
    assert!(busy.contains("stop `ambang serve`"), "{busy}");
    assert!(says(at, &["selection", "list"], "").contains("Seleksi Uji"));
    says(at, &["backup", "copy.db"], "");
    assert!(refuses(at, &["backup", "copy.db"]).contains("exists"));

    let pid = Pid::from_child(&server.0);
    kill_process(pid, Signal::TERM).unwrap();
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert!(server.0.wait().unwrap().success(), "{rest}");
    assert!(rest.contains("ended"), "{rest}");
}
