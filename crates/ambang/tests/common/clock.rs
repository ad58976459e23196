//! A machine whose clock somebody sets.
//!
//! libfaketime shifts the wall clock of the server's process. It would shift boot time and monotonic time too, which
//! nobody can set on a real machine.

use std::path::{Path, PathBuf};

use loadtests::throwaway::Launch;

fn library() -> PathBuf {
    let library = std::env::var_os("AMBANG_LIBFAKETIME").map(PathBuf::from);
    library.filter(|path| path.is_file()).expect(
        "AMBANG_LIBFAKETIME does not name libfaketimeMT.so.1, by which this test sets clocks: run it \
         by `cargo xtask test`, which brings the library",
    )
}

/// The file that says how far the wall clock is off.
fn dial(folder: &Path) -> PathBuf {
    folder.join("clock")
}

/// Sets the clock of the server that works in this folder, as far as `offset` says (`+5s`, `-10y`).
pub(crate) fn set(folder: &Path, offset: &str) {
    let dial = dial(folder);
    // In one step: the server reads it whenever it asks for the time.
    let next = dial.with_extension("next");
    std::fs::write(&next, offset).unwrap();
    std::fs::rename(next, dial).unwrap();
}

/// How a server is started whose clock is off from the beginning, and can be set later.
pub(crate) fn settable(folder: &Path, offset: &str) -> Launch {
    set(folder, offset);
    let environment = [
        ("LD_PRELOAD", library().into_os_string()),
        ("FAKETIME_TIMESTAMP_FILE", dial(folder).into_os_string()),
        ("FAKETIME_NO_CACHE", "1".into()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".into()),
    ];
    let environment = environment.map(|(name, value)| (name.into(), value));
    Launch {
        environment: environment.into(),
        ..Launch::default()
    }
}

/// Removes what libfaketime leaves behind of a process that nobody let clean up.
pub(crate) fn clean_up_after(pid: u32) {
    for kind in ["faketime_shm", "sem.faketime_sem"] {
        // Not every version leaves it.
        let _ = std::fs::remove_file(format!("/dev/shm/{kind}_{pid}"));
    }
}
