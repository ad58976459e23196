//! `ambang selection`: selections made at the command line.

use std::path::PathBuf;

use anyhow::Context;
use exam::staff::{self, NewSelection};

use super::{block_on, explain};
use crate::config::Config;
use crate::office::Office;

/// What about selections.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Make a selection
    Add(Add),
    /// List the selections
    List,
}

/// A selection to be made.
#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// Short unique name: letters, digits, dots, hyphens, underscores
    code: String,
    /// Name on screens and papers
    #[arg(long)]
    name: String,
    /// The agency's name
    #[arg(long)]
    agency: String,
    /// A preset (cpns-2024, …) or a policy file
    #[arg(long, value_name = "NAME|FILE")]
    policy: String,
}

pub(crate) fn run(config: &Config, args: Args) -> anyhow::Result<()> {
    match args {
        Args::Add(add) => self::add(config, add),
        Args::List => list(config),
    }
}

fn add(config: &Config, add: Add) -> anyhow::Result<()> {
    let policy = if scoring::preset_text(&add.policy).is_some() {
        add.policy
    } else {
        let path = PathBuf::from(&add.policy);
        std::fs::read_to_string(&path).with_context(|| {
            let known: Vec<&str> = scoring::preset_names().collect();
            let known = known.join(", ");
            format!(
                "{} is none of {known}, and no file that can be read",
                path.display()
            )
        })?
    };
    let new = NewSelection {
        code: add.code,
        name: add.name,
        agency: add.agency,
        policy,
    };
    let made = block_on(async {
        let office = Office::open(config).await?;
        let made = staff::create_selection(&office.app, &office.caller, &new)
            .await
            .map_err(explain);
        office.close().await?;
        made
    })?;
    println!("{} {} ({})", made.id, made.code, made.policy);
    Ok(())
}

fn list(config: &Config) -> anyhow::Result<()> {
    let selections = block_on(async {
        let office = Office::read(config).await?;
        let selections = staff::selections(&office.app, &office.caller)
            .await
            .map_err(explain);
        office.close().await?;
        selections
    })?;
    for selection in selections {
        println!(
            "{} {} {} ({}, {})",
            selection.id, selection.code, selection.name, selection.agency, selection.policy
        );
    }
    Ok(())
}
