//! The restore drill of the fleet's database: a throw-away cluster with an archive, a base backup, and back to a moment
//! between two commits.

use std::fs;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::place::{ask, deploy, said};

/// Where distributions put each version's programs; the newest.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            path.join("bin/initdb")
                .is_file()
                .then(|| (version, path.join("bin")))
        })
        .collect();
    found.sort();
    let (version, bin) = found
        .pop()
        .expect("no PostgreSQL: `cargo xtask test` installs Debian's postgresql");
    assert!(version >= 15, "PostgreSQL {version} is too old");
    bin
}

/// The number of a user or group; a name is looked up as `id` does.
fn id_of(arguments: &[&str]) -> u32 {
    let output = ask(Command::new("id").args(arguments), "coreutils");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.trim()
        .parse()
        .unwrap_or_else(|_| panic!("{}", said(&output)))
}

fn name_of_user() -> String {
    let output = ask(Command::new("id").arg("-un"), "coreutils");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A folder in which clusters are made and thrown away. PostgreSQL refuses to run as root: then all is its own user's.
struct Bench {
    folder: tempfile::TempDir,
    programs: PathBuf,
    as_root: bool,
    user: String,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let as_root = id_of(&["-u"]) == 0;
        let user = if as_root {
            "postgres".to_owned()
        } else {
            name_of_user()
        };
        let programs = programs();
        let bench = Self {
            folder,
            programs,
            as_root,
            user,
        };
        bench.own(bench.at());
        for name in ["archive", "bases", "config", "others", "sockets"] {
            fs::create_dir(bench.at().join(name)).unwrap();
            bench.own(&bench.at().join(name));
        }
        // The scripts as they are installed; the repository may lie where only its owner looks.
        for entry in fs::read_dir(deploy().join("backup")).unwrap() {
            let script = entry.unwrap();
            let copy = bench.at().join(script.file_name());
            fs::copy(script.path(), &copy).unwrap();
            bench.own(&copy);
        }
        bench
    }

    fn at(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self, name: &str) -> String {
        self.at().join(name).display().to_string()
    }

    fn own(&self, path: &Path) {
        if self.as_root {
            let (user, group) = (id_of(&["-u", "postgres"]), id_of(&["-g", "postgres"]));
            chown(path, Some(user), Some(group)).unwrap();
        }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = if self.as_root {
            let mut other = Command::new("setpriv");
            other.args([
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                "--",
                program,
            ]);
            other
        } else {
            Command::new(program)
        };
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .args(arguments)
            .current_dir(self.at())
            .env("PATH", format!("{}:{path}", self.programs.display()))
            .env("PGHOST", self.at().join("sockets"))
            .env("PGUSER", &self.user)
            .env("PGDATABASE", "postgres")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        ask(&mut command, "postgresql")
    }

    fn fine(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.run(program, arguments);
        assert!(
            output.status.success(),
            "{program} {arguments:?}: {}",
            said(&output)
        );
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn script(&self, name: &str, arguments: &[&str]) -> String {
        self.fine(&self.path(name), arguments)
    }

    fn sql(&self, text: &str) -> String {
        self.fine("psql", &["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text])
    }

    /// A new cluster that archives its log, as the fleet's does. Its configuration lies elsewhere, as Debian has it.
    fn primary(&self) -> String {
        let data = self.path("primary");
        let arguments = [
            "-D",
            &data,
            "-U",
            &self.user,
            "-A",
            "trust",
            "--no-sync",
            "--data-checksums",
        ];
        self.fine("initdb", &arguments);
        for name in ["postgresql.conf", "pg_hba.conf", "pg_ident.conf"] {
            fs::rename(
                Path::new(&data).join(name),
                self.at().join("config").join(name),
            )
            .unwrap();
        }
        let archive = format!(
            "hba_file = '{}'\nmax_connections = 200\n\
             archive_mode = on\narchive_command = '\"{}\" \"%p\" \"%f\" \"{}\"'\n",
            self.path("config/pg_hba.conf"),
            self.path("postgres-archive-wal.sh"),
            self.path("archive"),
        );
        let file = self.at().join("config/postgresql.conf");
        fs::write(&file, fs::read_to_string(&file).unwrap() + &archive).unwrap();
        data
    }

    /// Starts a cluster that nobody but this test can reach.
    fn start(&self, data: &str) {
        self.start_on(data, "sockets");
    }

    /// What was restored has a configuration of its own.
    fn start_on(&self, data: &str, sockets: &str) {
        let sockets = format!(
            "-c listen_addresses= -c unix_socket_directories={}",
            self.path(sockets)
        );
        let options = if Path::new(data).join("postgresql.conf").exists() {
            sockets
        } else {
            format!(
                "{sockets} -c config_file={}",
                self.path("config/postgresql.conf")
            )
        };
        let log = format!("{data}.log");
        let started = self.run(
            "pg_ctl",
            &["-D", data, "-w", "-l", &log, "-o", &options, "start"],
        );
        assert!(
            started.status.success(),
            "{}",
            fs::read_to_string(log).unwrap_or_default()
        );
    }

    fn stop(&self, data: &str) {
        self.fine("pg_ctl", &["-D", data, "-w", "-m", "fast", "stop"]);
    }

    /// Starts what was restored, and asks until it takes connections: then it has played what it should.
    fn recovered(&self, data: &str) {
        self.start(data);
        let ready = (0..3_000).any(|_| self.run("pg_isready", &["-q"]).status.success());
        let log = fs::read_to_string(format!("{data}.log")).unwrap();
        assert!(ready, "{log}");
        assert_eq!(self.sql("select pg_is_in_recovery()"), "f", "{log}");
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        for name in ["primary", "standby", "restored", "latest"] {
            let data = self.path(name);
            if Path::new(&data).join("postmaster.pid").exists() {
                self.run("pg_ctl", &["-D", &data, "-w", "-m", "immediate", "stop"]);
            }
        }
    }
}

const WORDS: &str = "select string_agg(word, ' ' order by word) from answers";

#[test]
fn a_cluster_comes_back_at_a_moment_between_two_commits() {
    let bench = Bench::new();
    let primary = bench.primary();
    bench.start(&primary);
    bench.sql("create table answers (word text)");
    bench.sql("insert into answers values ('1-in-the-base')");
    let base = bench.script("postgres-base-backup.sh", &["bases", "archive"]);
    bench.sql("insert into answers values ('2-after-the-base')");
    let moment = bench
        .sql("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')");
    bench.sql("insert into answers values ('3-too-late')");
    bench.stop(&primary);
    // The disk is gone; what is left is the base and the archive.
    fs::remove_dir_all(&primary).unwrap();

    let restored = bench.path("restored");
    let archive = bench.path("archive");
    bench.script(
        "postgres-restore.sh",
        &[&base, &archive, &restored, &moment],
    );
    bench.recovered(&restored);
    assert_eq!(bench.sql(WORDS), "1-in-the-base 2-after-the-base");
    bench.sql("insert into answers values ('4-goes-on')");
    let left = fs::read_to_string(Path::new(&restored).join("postgresql.auto.conf")).unwrap();
    assert!(
        !left.contains("recovery") && !left.contains("standby"),
        "{left}"
    );
    bench.stop(&restored);

    let latest = bench.path("latest");
    bench.script("postgres-restore.sh", &[&base, &archive, &latest, "latest"]);
    bench.recovered(&latest);
    assert_eq!(
        bench.sql(WORDS),
        "1-in-the-base 2-after-the-base 3-too-late"
    );
}

/// A synchronous standby has every answer that the primary acknowledged, and takes its place.
#[test]
fn a_standby_is_made_and_takes_over() {
    let bench = Bench::new();
    let primary = bench.primary();
    bench.start(&primary);
    bench.sql("create table answers (word text)");
    let standby = bench.path("standby");
    let makes = ["standby", "second", "true"];
    bench.script("postgres-standby.sh", &makes);
    // Another start finds it there and copies nothing.
    bench.script("postgres-standby.sh", &makes);
    bench.start_on(&standby, "others");
    bench.sql("alter system set synchronous_standby_names = 'second'");
    bench.sql("select pg_reload_conf()");
    let state = "select coalesce(string_agg(application_name || ' ' || sync_state, ','), '') from pg_stat_replication";
    let joined = (0..2_000).any(|_| bench.sql(state) == "second sync");
    assert!(
        joined,
        "{}",
        fs::read_to_string(format!("{standby}.log")).unwrap()
    );
    bench.sql("insert into answers values ('acknowledged')");
    bench.fine("pg_ctl", &["-D", &primary, "-w", "-m", "immediate", "stop"]);

    bench.fine("pg_ctl", &["-D", &standby, "-w", "promote"]);
    let others = bench.path("others");
    let there = ["-XAtq", "-h", &others, "-c", WORDS];
    assert_eq!(bench.fine("psql", &there), "acknowledged");
}

/// The fleet's configuration is one that this version of PostgreSQL takes.
#[test]
fn the_fleets_configuration_is_understood() {
    let bench = Bench::new();
    let primary = bench.primary();
    let file = bench.at().join("postgresql.conf");
    fs::copy(deploy().join("compose/postgres/postgresql.conf"), &file).unwrap();
    bench.own(&file);
    let config = format!("config_file={}", file.display());
    for (setting, value) in [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("archive_mode", "on"),
        ("wal_level", "replica"),
        ("log_parameter_max_length", "0"),
    ] {
        let said = bench.fine("postgres", &["-D", &primary, "-c", &config, "-C", setting]);
        assert_eq!(said, value, "{setting}");
    }
}

#[test]
fn old_bases_go_and_the_log_that_the_others_need_stays() {
    let bench = Bench::new();
    let primary = bench.primary();
    bench.start(&primary);
    let old = ["base-20250101T000000Z", "base-20250102T000000Z"];
    for name in old {
        let base = Path::new(&bench.path("bases")).join(name);
        fs::create_dir(&base).unwrap();
        bench.own(&base);
    }
    let base = bench.script("postgres-base-backup.sh", &["bases", "archive", "1"]);
    bench.sql("create table answers (word text)");
    bench.stop(&primary);
    let kept: Vec<PathBuf> = fs::read_dir(bench.path("bases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(kept, [bench.at().join(&base)]);
    let mut archived: Vec<String> = fs::read_dir(bench.path("archive"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    archived.sort();
    assert!(!archived.is_empty());
    // The very first piece is older than the base.
    assert_ne!(archived[0], "000000010000000000000001", "{archived:?}");
}

#[test]
fn an_archived_piece_is_never_overwritten() {
    let bench = Bench::new();
    for (name, text) in [("piece", "one"), ("other", "two")] {
        fs::write(bench.at().join(name), text).unwrap();
        bench.own(&bench.at().join(name));
    }
    let archive = |file: &str| {
        let arguments = [file, "000000010000000000000001", "archive"];
        bench.run(&bench.path("postgres-archive-wal.sh"), &arguments)
    };
    assert!(archive("piece").status.success());
    assert!(archive("piece").status.success(), "the same again is fine");
    let refused = archive("other");
    assert!(!refused.status.success());
    assert!(
        said(&refused).contains("with other content"),
        "{}",
        said(&refused)
    );
    let kept = fs::read_to_string(bench.at().join("archive/000000010000000000000001"));
    assert_eq!(kept.unwrap(), "one");
    assert_eq!(fs::read_dir(bench.path("archive")).unwrap().count(), 1);
}

#[test]
fn a_restore_refuses_what_it_could_only_guess() {
    let bench = Bench::new();
    let base = bench.at().join("bases/base-20250101T000000Z");
    fs::create_dir(&base).unwrap();
    fs::write(base.join("backup_label"), "").unwrap();
    bench.own(&base);
    let restore = |base: &str, new: &str, until: &str| {
        let arguments = [base, "archive", new, until];
        let output = bench.run(&bench.path("postgres-restore.sh"), &arguments);
        assert!(!output.status.success(), "{arguments:?}");
        said(&output)
    };
    let base = base.display().to_string();
    assert!(restore(&base, "new", "2026-11-22 10:15:00").contains("needs its zone"));
    assert!(restore(&base, "sockets", "latest").contains("never over it"));
    assert!(restore("archive", "new", "latest").contains("no base backup"));
    assert!(restore(&base, "new", "latest'").contains("no quotes"));
}
