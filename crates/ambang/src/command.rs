//! The subcommands over a store, one module each.

pub(crate) mod backup;
pub(crate) mod cert;
pub(crate) mod config;
pub(crate) mod copy;
pub(crate) mod export;
pub(crate) mod health;
pub(crate) mod import;
pub(crate) mod migrate;
pub(crate) mod recompute;
pub(crate) mod secrets;
pub(crate) mod selection;
pub(crate) mod user;
pub(crate) mod verify;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use exam::ExamError;

/// Runs a command to its end.
pub(crate) fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?
        .block_on(work)
}

/// A refusal in words; an import's faults one a line.
pub(crate) fn explain(error: ExamError) -> anyhow::Error {
    match error {
        ExamError::Faults(faults) => {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("{}\nnothing was imported", lines.join("\n"))
        }
        ExamError::SittingOpen => anyhow::anyhow!(
            "a sitting of this selection is open: its key must not leave the server, and its results move"
        ),
        ExamError::Internal(text) => anyhow::anyhow!("{text}"),
        other => other.into(),
    }
}

/// A new file that only its owner can read: an export holds answers and keys.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A new file, or standard output.
pub(crate) fn output(path: Option<&Path>) -> anyhow::Result<Box<dyn Write>> {
    Ok(match path {
        None => Box::new(BufWriter::new(std::io::stdout())),
        Some(path) => {
            let file = private(path)
                .with_context(|| format!("cannot make the file {}", path.display()))?;
            Box::new(BufWriter::new(file))
        }
    })
}
