//! `ambang serve --check`: would it start?

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::Path;

use anyhow::bail;

use crate::boards::Boards;
use crate::command::block_on;
use crate::config::{Config, Database, Engines};
use crate::database::{self, Opened};
use crate::secrets::Secrets;

/// What would be made of a file that is not there yet.
const UNMADE: &str = "is not there: it is made at the first start";

/// Says everything that keeps the server from starting, and what it would do; changes nothing.
pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    let mut faults = config.faults();
    let mut notes: Vec<String> = config.warnings().into_iter().map(str::to_owned).collect();
    match Secrets::check(&config.secrets) {
        Ok(true) => {}
        Ok(false) => {
            notes.push(format!(
                "the secrets file {} {UNMADE}",
                config.secrets.display()
            ));
            faults.extend(unwritable("the secrets", &config.secrets));
        }
        Err(error) => faults.push(format!("{error:#}")),
    }
    match database::chosen(config) {
        Ok(Database::Sqlite(path)) => {
            if path.exists() {
                judge(block_on(open(config)), &mut faults, &mut notes);
            } else {
                notes.push(format!("the database {} {UNMADE}", path.display()));
            }
            faults.extend(unwritable("the database", &path));
        }
        Ok(Database::Postgres(_)) => judge(block_on(served(config)), &mut faults, &mut notes),
        Err(_) => {}
    }
    if let Ok(engines) = Engines::of(config) {
        match block_on(Boards::check(config, engines.live)) {
            Ok(note) => notes.extend(note),
            Err(error) => faults.push(format!("{error:#}")),
        }
    }
    faults.extend(taken(config));
    for note in notes {
        println!("note: {note}");
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    let scheme = if config.speaks_tls() { "https" } else { "http" };
    println!("ok: would listen on {scheme}://{}", config.listen);
    Ok(())
}

/// Whether the server could write this file. Beside a database it writes a log and an index.
fn unwritable(what: &str, file: &Path) -> Option<String> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let shown = folder.display();
    match fs::metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Some(format!(
                "the folder {shown} for {what} is not there: make it"
            ));
        }
        Err(error) => return Some(format!("the folder {shown} for {what}: {error}")),
        Ok(found) if !found.is_dir() => {
            return Some(format!("{shown}, which is to hold {what}, is no folder"));
        }
        Ok(_) => {}
    }
    [folder, file]
        .into_iter()
        .filter(|path| path.exists())
        .find_map(|path| {
            let refused = rustix::fs::access(path, rustix::fs::Access::WRITE_OK).err()?;
            let path = path.display();
            Some(format!(
                "{path} cannot be written to ({refused}), and {what} must be"
            ))
        })
}

/// Whether somebody else listens there already, or nobody may.
fn taken(config: &Config) -> Option<String> {
    let error = TcpListener::bind(config.listen).err()?;
    let listen = config.listen;
    Some(match error.kind() {
        ErrorKind::AddrInUse => format!(
            "another program listens on {listen} already (a server that runs?): end it, or set listen to another port"
        ),
        _ => format!("cannot listen on {listen}: {error}"),
    })
}

/// A schema that is older, or not made yet, is no fault: the start brings it up to date.
fn judge(checked: anyhow::Result<()>, faults: &mut Vec<String>, notes: &mut Vec<String>) {
    let Err(error) = checked else { return };
    if error.downcast_ref().is_some_and(store::is_older) {
        let note = "the database has no or an older schema: the first start brings it up to date";
        notes.push(note.to_owned());
    } else {
        faults.push(format!("{error:#}"));
    }
}

/// Whether a database server is fit, and what is on it fits.
async fn served(config: &Config) -> anyhow::Result<()> {
    database::check_free(config).await?;
    open(config).await
}

/// Whether the server could open the database, alone and with these secrets.
async fn open(config: &Config) -> anyhow::Result<()> {
    let opened = Opened::read(config).await?;
    let store = opened.store();
    store.ping().await?;
    // A file that is not fit is named already.
    if Secrets::check(&config.secrets).is_ok() {
        Secrets::that_fit(config, &*store).await?;
    }
    drop(store);
    opened.close().await?;
    database::check_free(config).await
}
