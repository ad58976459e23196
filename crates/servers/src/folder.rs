//! A folder for a server, and the user it runs as.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The user `nobody` and its group, on every Linux.
const NOBODY: u32 = 65_534;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A new folder among the system's temporary ones; taken away when dropped. It belongs to whom the server runs as:
/// to us, or to nobody where we are root, as which database servers refuse to run.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    as_nobody: bool,
}

impl Folder {
    pub(crate) fn new(kind: &str) -> std::io::Result<Self> {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ambang-{kind}-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path)?;
        fs::set_permissions(&path, Permissions::from_mode(0o700))?;
        let as_nobody = fs::metadata(&path)?.uid() == 0;
        if as_nobody {
            chown(&path, Some(NOBODY), Some(NOBODY))?;
        }
        Ok(Self { path, as_nobody })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What the server said last.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path.join("log")).unwrap_or_default()
    }

    /// The number of the server's process.
    pub(crate) fn pid(&self) -> Option<u32> {
        let noted = fs::read_to_string(self.path.join("pid")).ok()?;
        noted.trim().parse().ok()
    }

    /// A command that runs in the folder as its owner.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.path);
        if self.as_nobody {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What the server still writes while it ends may come in between.
        let _ = fs::remove_dir_all(&self.path);
    }
}
