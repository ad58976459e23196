//! Reads what `strace -f -yy -xx` has written: the system calls of all threads in the order in which they began
//! and ended.
//!
//! That order can be relied on where one call waits for another: a traced thread stands still at the beginning
//! and at the end of a call until the line is written.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use loadtests::throwaway::Launch;

/// Calls that show requests coming, the store's log growing and being synced, replies leaving.
const CALLS: &str = "trace=read,readv,recvfrom,recvmsg,write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,\
                     fdatasync";
/// Longer than any write of the store's log or any request with answers.
const BYTES_MAX: &str = "70000";

/// Serves under strace. The tracer stays in the background, so the server's process is the one that is started.
pub(crate) fn launch(trace: &Path) -> Launch {
    let mut tried = Command::new("strace");
    tried.args(["-o", "/dev/null", "true"]);
    assert!(
        tried.status().is_ok_and(|status| status.success()),
        "strace cannot trace here, so nothing is proved: `cargo xtask test` installs it; a container must \
         allow ptrace (CAP_SYS_PTRACE, or a seccomp profile with ptrace)"
    );
    let words = ["-D", "-f", "-yy", "-xx", "-s", BYTES_MAX, "-e", CALLS, "-o"];
    let mut arguments: Vec<_> = words.map(Into::into).into();
    arguments.push(trace.into());
    Launch {
        through: Some(("strace".into(), arguments)),
        ..Launch::default()
    }
}

/// A system call that has returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) name: String,
    /// What the file descriptor stands for: a path, `TCP:[from->to]`.
    pub(crate) file: String,
    /// Number of the line at which it began.
    pub(crate) begun: usize,
    /// Number of the line at which it returned.
    pub(crate) ended: usize,
    /// Bytes that were read or written.
    pub(crate) bytes: Vec<u8>,
    pub(crate) returned: i64,
}

impl Call {
    pub(crate) fn is_sync(&self) -> bool {
        matches!(self.name.as_str(), "fsync" | "fdatasync")
    }

    pub(crate) fn is_read(&self) -> bool {
        matches!(
            self.name.as_str(),
            "read" | "readv" | "recvfrom" | "recvmsg"
        )
    }

    pub(crate) fn is_write(&self) -> bool {
        !self.is_sync() && !self.is_read()
    }
}

/// The calls of a trace that have returned, in the order in which they began.
pub(crate) fn calls(text: &str) -> Vec<Call> {
    // What each thread is in the middle of: line and beginning.
    let mut open: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    let mut calls = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let Some((thread, what)) = line.split_once(' ') else {
            continue;
        };
        let what = what.trim_start();
        if let Some(begun) = what.strip_suffix("<unfinished ...>") {
            open.insert(thread, (at, begun));
        } else if let Some((_, rest)) = what.split_once(" resumed>") {
            if let Some((begun, head)) = open.remove(thread) {
                calls.extend(call(&format!("{head}{rest}"), begun, at));
            }
        } else {
            calls.extend(call(what, at, at));
        }
    }
    calls.sort_by_key(|call| call.begun);
    calls
}

fn call(text: &str, begun: usize, ended: usize) -> Option<Call> {
    let (name, rest) = text.split_once('(')?;
    let (arguments, returned) = rest.rsplit_once(" = ")?;
    let (_, file) = arguments.split_once('<')?;
    // In an address stands `->`, which does not end it.
    let mut ends = file.match_indices('>').map(|(at, _)| file.split_at(at).0);
    let file = ends.find(|file| !file.ends_with('-'))?;
    let strings = arguments.split('"').skip(1).step_by(2);
    Some(Call {
        name: name.to_owned(),
        file: String::from_utf8_lossy(&bytes(file)).into_owned(),
        begun,
        ended,
        bytes: strings.flat_map(bytes).collect(),
        returned: returned.split(' ').next()?.parse().ok()?,
    })
}

/// The bytes of `\x2f\x74…`; of anything else its text.
fn bytes(text: &str) -> Vec<u8> {
    let pairs = text.split("\\x").skip(1);
    let bytes = pairs.map(|pair| u8::from_str_radix(pair, 16));
    match bytes.collect::<Result<Vec<u8>, _>>() {
        Ok(bytes) if !bytes.is_empty() => bytes,
        _ => text.as_bytes().to_vec(),
    }
}

#[test]
fn calls_are_read_as_they_began_and_ended() {
    let text = "\
7 pwrite64(5<\\x2f\\x61\\x2d\\x77\\x61\\x6c>, \"\\x00\\x22\\x0a\", 3, 10) = 3
7 fdatasync(5<\\x2f\\x61\\x2d\\x77\\x61\\x6c> <unfinished ...>
8 writev(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, [{iov_base=\"\\x68\", iov_len=1}, {iov_base=\"\\x69\", iov_len=1}], 2) = 2
7 <... fdatasync resumed>) = 0
8 recvfrom(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, 0x7f00, 10, 0, NULL, NULL) = -1 EAGAIN (Resource unavailable)
7 +++ exited with 0 +++
";
    let calls = calls(text);
    let told: Vec<_> = calls
        .iter()
        .map(|call| (call.name.as_str(), call.begun, call.ended, call.returned))
        .collect();
    let expected = [
        ("pwrite64", 0, 0, 3),
        ("fdatasync", 1, 3, 0),
        ("writev", 2, 2, 2),
        ("recvfrom", 4, 4, -1),
    ];
    assert_eq!(told, expected);
    assert_eq!(calls[0].bytes, b"\0\"\n");
    assert_eq!(calls[1].file, "/a-wal");
    assert_eq!(calls[2].file, "TCP:[127.0.0.1:1->127.0.0.1:2]");
    assert_eq!(calls[2].bytes, b"hi");
}
