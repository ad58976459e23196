//! Finding files of the workspace.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap().to_owned()
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The path as a rule's report names it.
pub(crate) fn name(path: &Path) -> String {
    let root = root();
    let inside = path.strip_prefix(&root).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

/// Folders of all members: `crates/*` and `loadtests`.
pub(crate) fn members() -> Vec<PathBuf> {
    let crates = fs::read_dir(root().join("crates")).unwrap();
    let mut members: Vec<PathBuf> = crates.map(|entry| entry.unwrap().path()).collect();
    members.push(root().join("loadtests"));
    members.retain(|folder| folder.join("Cargo.toml").is_file());
    members.sort();
    assert!(members.len() > 10, "the members were not found");
    members
}

/// All files below a folder; built, fetched and version-control folders are left out.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let skipped = ["target", ".git", "node_modules", "demo-data"];
            if skipped.iter().any(|name| path.ends_with(name)) || path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
