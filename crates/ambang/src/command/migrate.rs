//! `ambang migrate`: brings the database up to date without starting the server.

use super::block_on;
use crate::config::Config;
use crate::database;

pub(crate) fn run(config: &Config) -> anyhow::Result<()> {
    let (database, done) = block_on(database::migrate(config))?;
    if done.from == done.to {
        println!("{database}: version {}, nothing to do", done.to);
    } else {
        println!("{database}: version {} to {}", done.from, done.to);
    }
    Ok(())
}
