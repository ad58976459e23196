//! The room on the disk.

use std::path::Path;

use exam::ports::{StoreError, Unfit};

use crate::error::unavailable;

/// Says so when the disk under the file has less room than this, in bytes. The log and the file grow there; answers
/// are refused, never lost, once nothing is left.
pub(super) fn full(file: &Path, free_min: u64) -> Result<Option<Unfit>, StoreError> {
    let room = rustix::fs::statvfs(file).map_err(|error| {
        unavailable(
            "the disk under the database cannot be asked for its room",
            &error,
        )
    })?;
    let free = room.f_bavail.saturating_mul(room.f_frsize);
    Ok((free < free_min).then(|| {
        let (free, min) = (free >> 20, free_min >> 20);
        Unfit::Disk(format!(
            "the database's disk has {free} MB left, less than {min}: make room now"
        ))
    }))
}
