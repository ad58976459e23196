//! `ambang demo`: a server with the demo selection, made on first use.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::prepare::{SELECTION, prepare};
use crate::command::block_on;
use crate::config::Config;
use crate::office::Office;
use crate::serve;

/// The file with the log-ins.
const LOG_INS: &str = "log-ins.txt";

/// Starts the server with the demo selection: an invented agency, 400 candidates, three sittings.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder that holds everything of the demo; made if it is not there
    #[arg(long, default_value = "demo-data", value_name = "DIR")]
    dir: PathBuf,
    /// Where the server listens
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    if is_free(&args.dir)? {
        make(args)?;
    } else if !args.dir.join(LOG_INS).is_file() {
        let dir = args.dir.display();
        bail!("{dir} holds something else than a demo: name another folder with --dir");
    }
    let config = config(args, &args.dir);
    let log_ins = args.dir.join(LOG_INS);
    serve::start(&config, || tell(args, &log_ins))
}

/// Whether there is nothing yet, or an empty folder.
fn is_free(dir: &Path) -> anyhow::Result<bool> {
    match std::fs::read_dir(dir) {
        Ok(mut inside) => Ok(inside.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("cannot look into {}", dir.display())),
    }
}

/// Where the demo is and who can log in: told when it can be reached.
fn tell(args: &Args, log_ins: &Path) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let (dir, listen) = (args.dir.display(), args.listen);
    writeln!(
        out,
        "Ambang with the demo selection \"{SELECTION}\", kept in {dir}"
    )?;
    writeln!(out, "  address   http://{listen}")?;
    writeln!(
        out,
        "  API       http://{listen}/api/v1 (a tour by role is in the README)"
    )?;
    writeln!(out, "  log-ins   {}", log_ins.display())?;
    writeln!(out)?;
    out.write_all(&std::fs::read(log_ins).unwrap_or_default())?;
    Ok(out.flush()?)
}

fn config(args: &Args, dir: &Path) -> Config {
    Config {
        database: format!("sqlite:{}", dir.join("ambang.db").display()),
        secrets: dir.join("secrets.toml"),
        listen: args.listen,
        ..Config::default()
    }
}

/// Makes the demo beside its place and moves it there when it is whole: a start that is broken off leaves
/// nothing half made.
fn make(args: &Args) -> anyhow::Result<()> {
    let mut draft = args.dir.clone().into_os_string();
    draft.push(".new");
    let draft = PathBuf::from(draft);
    if draft.exists() {
        std::fs::remove_dir_all(&draft)
            .with_context(|| format!("cannot clear {}", draft.display()))?;
    }
    std::fs::create_dir_all(&draft)
        .with_context(|| format!("cannot make the folder {}", draft.display()))?;
    let config = config(args, &draft);
    block_on(async {
        let office = Office::open(&config).await?;
        let done = prepare(&office, &draft.join(LOG_INS)).await;
        office.close().await?;
        done
    })?;
    std::fs::rename(&draft, &args.dir)
        .with_context(|| format!("cannot move the demo to {}", args.dir.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_an_empty_folder_are_free() {
        let folder = tempfile::tempdir().unwrap();
        assert!(is_free(folder.path()).unwrap());
        assert!(is_free(&folder.path().join("demo")).unwrap());
        std::fs::write(folder.path().join("surat.txt"), "x").unwrap();
        assert!(!is_free(folder.path()).unwrap());
    }

    #[test]
    fn what_is_something_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("surat.txt"), "x").unwrap();
        let args = Args {
            dir: folder.path().to_owned(),
            listen: ([127, 0, 0, 1], 0).into(),
        };
        let refused = run(&args).unwrap_err().to_string();
        assert!(refused.contains("something else"), "{refused}");
        assert!(!folder.path().join("ambang.db").exists());
    }
}
