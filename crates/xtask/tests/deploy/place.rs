//! Where the files are, and how the programs that judge them are run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The workspace's root.
pub(crate) fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap().to_owned()
}

/// The folder `deploy`.
pub(crate) fn deploy() -> PathBuf {
    repository().join("deploy")
}

/// The version that everything in the workspace has.
pub(crate) const fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = deploy().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a folder below `deploy` with this ending, sorted; at least one.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(deploy().join(folder)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == ending));
    files.sort();
    assert!(!files.is_empty(), "no .{ending} in {folder}");
    files
}

pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Runs a program of a Debian package.
pub(crate) fn ask(command: &mut Command, package: &str) -> Output {
    let program = command.get_program().to_string_lossy().into_owned();
    command.output().unwrap_or_else(|error| {
        panic!("{program}: {error}; `cargo xtask test` installs Debian's {package}")
    })
}

/// What a program that succeeded has said, on both ways out.
pub(crate) fn said(output: &Output) -> String {
    let both = [&output.stdout, &output.stderr];
    let text = both.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    text.concat()
}
