//! `ambang serve --check`: would it start?

use anyhow::bail;
use exam::ports::Store as _;
use store::SqliteStore;

use crate::command::block_on;
use crate::config::{Config, Database};
use crate::office::database;
use crate::secrets::Secrets;

/// Says everything that keeps the server from starting, and what it would do; changes nothing.
pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    let mut faults = config.faults();
    let mut notes: Vec<String> = config.warnings().into_iter().map(str::to_owned).collect();
    match Secrets::check(&config.secrets) {
        Ok(true) => {}
        Ok(false) => notes.push(format!(
            "the secrets file {} is not there: it is made at the first start",
            config.secrets.display()
        )),
        Err(error) => faults.push(format!("{error:#}")),
    }
    if let Ok(Database::Sqlite(path)) = database(config) {
        if path.exists() {
            faults.extend(
                block_on(open(&path))
                    .err()
                    .map(|error| format!("{error:#}")),
            );
        } else {
            notes.push(format!(
                "the database {} is not there: it is made at the first start",
                path.display()
            ));
        }
    }
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

async fn open(path: &std::path::Path) -> anyhow::Result<()> {
    let store = SqliteStore::open_read_only(path).await?;
    store.ping().await?;
    Ok(store.close().await?)
}
