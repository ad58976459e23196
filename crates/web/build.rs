//! Takes the built pages into the program: `ui/dist`, if npm has made it, as a table of files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest as _, Sha256};

/// A file with its compressed siblings.
#[derive(Default)]
struct Entry {
    plain: Option<PathBuf>,
    br: Option<PathBuf>,
    gz: Option<PathBuf>,
}

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let ui = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("ui");
    let dist = ui.join("dist");
    // Cargo can only watch what is there, and builds anew every time where it is not.
    if ui.is_dir() && !dist.exists() && fs::create_dir(&dist).is_err() {
        println!("cargo::warning=cannot make {}", dist.display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", dist.display());
    let copy = out.join("dist");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    let mut files = Vec::new();
    collect(&dist, Path::new(""), &mut files)?;
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    for file in files {
        let to = copy.join(&file);
        fs::create_dir_all(to.parent().unwrap_or(&copy))?;
        fs::copy(dist.join(&file), &to)?;
        let path = format!("/{}", file.display()).replace('\\', "/");
        let (path, place): (&str, fn(&mut Entry) -> &mut Option<PathBuf>) =
            match path.rsplit_once('.') {
                Some((path, "br")) => (path, |entry| &mut entry.br),
                Some((path, "gz")) => (path, |entry| &mut entry.gz),
                _ => (&path, |entry| &mut entry.plain),
            };
        *place(entries.entry(path.to_owned()).or_default()) = Some(to);
    }
    fs::write(out.join("files.rs"), table(&entries)?)
}

/// The files below a folder, as paths from it on. A folder that is not there has none.
fn collect(dist: &Path, below: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let Ok(listing) = fs::read_dir(dist.join(below)) else {
        return Ok(());
    };
    for entry in listing {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(dist, &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Source text of a sorted slice of files. A compressed sibling without its file is left out.
fn table(entries: &BTreeMap<String, Entry>) -> io::Result<String> {
    let mut text = String::from("&[\n");
    for (path, entry) in entries {
        let Some(plain) = &entry.plain else { continue };
        let hash = Sha256::digest(fs::read(plain)?);
        let tag: String = hash
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let _ = writeln!(
            text,
            "    File {{ path: {path:?}, tag: {tag:?}, plain: {}, br: {}, gz: {} }},",
            included(plain),
            optional(entry.br.as_deref()),
            optional(entry.gz.as_deref()),
        );
    }
    text.push(']');
    Ok(text)
}

fn included(path: &Path) -> String {
    format!("include_bytes!({:?})", path.display().to_string())
}

fn optional(path: Option<&Path>) -> String {
    path.map_or("None".to_owned(), |path| {
        format!("Some({})", included(path))
    })
}
