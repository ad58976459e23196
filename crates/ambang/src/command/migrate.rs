//! `ambang migrate`: brings the database up to date without starting the server.

use anyhow::Context;
use store::SqliteStore;

use super::block_on;
use crate::config::{Config, Database};
use crate::office::database;

pub(crate) fn run(config: &Config) -> anyhow::Result<()> {
    let Database::Sqlite(path) = database(config)?;
    let done = block_on(async {
        SqliteStore::migrate(&path)
            .await
            .with_context(|| format!("cannot bring {} up to date", path.display()))
    })?;
    if done.from == done.to {
        println!("{}: version {}, nothing to do", path.display(), done.to);
    } else {
        println!("{}: version {} to {}", path.display(), done.from, done.to);
    }
    Ok(())
}
