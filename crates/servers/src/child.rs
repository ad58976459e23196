//! What all servers have in common: an end that comes with whoever started them.

use std::ffi::OsStr;
use std::net::TcpListener;
use std::process::{Child, ExitStatus, Stdio};

use crate::folder::Folder;

/// Ends the server when whoever started it is gone: its end of the pipe falls, by whatever death. `$0` is the signal,
/// the rest the server's command line.
const WATCH: &str =
    r#""$@" & server=$!; echo "$server" >pid; read -r _; kill -"$0" "$server"; wait "$server""#;

/// A program that ends with its guard, and at the latest with this process.
#[derive(Debug)]
pub(crate) struct Guarded {
    watch: Child,
}

impl Guarded {
    /// Starts `program` in `folder`; it will be ended by `signal`. What it says on standard error is in `log`, its
    /// process number in `pid`.
    pub(crate) fn start<A: AsRef<OsStr>>(
        folder: &Folder,
        signal: &str,
        program: &OsStr,
        arguments: impl IntoIterator<Item = A>,
    ) -> std::io::Result<Self> {
        let _ = std::fs::remove_file(folder.path().join("pid"));
        let log = std::fs::File::create(folder.path().join("log"))?;
        let watch = folder
            .command("sh")
            .args(["-c", WATCH, signal])
            .arg(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        Ok(Self { watch })
    }

    /// How it ended, if it did.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.watch.try_wait().ok().flatten()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        let _ = self.watch.wait();
    }
}

/// A port of the loopback that is free now.
///
/// # Errors
/// When there is none.
pub fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
