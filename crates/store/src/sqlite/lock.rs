//! The lock that makes a file one process's own.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use exam::ports::StoreError;

use crate::error::unavailable;

/// An exclusive advisory lock on `<file>.lock`, given up when dropped or when the process dies.
#[derive(Debug)]
pub(super) struct FileLock(#[expect(dead_code, reason = "held, not read")] File);

impl FileLock {
    /// Takes the lock without waiting.
    pub(super) fn take(path: &Path) -> Result<Self, StoreError> {
        let beside = lock_path(path);
        let opened = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&beside);
        let file = opened.map_err(|error| {
            let why = format!("the lock file {} cannot be opened", beside.display());
            unavailable(&why, &error)
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::Unavailable(format!(
                "{} is in use by another process: stop `ambang serve`, or do this through its address",
                path.display()
            ))),
            Err(TryLockError::Error(error)) => Err(unavailable(
                "the file system gives no locks, so two servers could write at once",
                &error,
            )),
        }
    }
}

/// Whether nobody holds the lock now. Makes no file.
pub(super) fn check_free(path: &Path) -> Result<(), StoreError> {
    if lock_path(path).exists() {
        FileLock::take(path).map(drop)
    } else {
        Ok(())
    }
}

fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}
