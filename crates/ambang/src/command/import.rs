//! `ambang import`: the tables that offices send.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use exam::staff::{self, File};

use super::{block_on, explain};
use crate::config::Config;
use crate::office::Office;
use crate::progress::growing;

/// What is imported. Everything wrong is named with file, line and column; then nothing is taken over.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Formations: code, category, position_group, quota, position, qualification, location, agency
    Formations(Table),
    /// Candidates: participant_no, name, formation, blind
    Candidates(Table),
    /// Items with their pictures
    Items(Items),
}

/// A table for a selection.
#[derive(Debug, clap::Args)]
pub(crate) struct Table {
    /// Code of the selection
    #[arg(long, value_name = "CODE")]
    selection: String,
    /// The table, as a spreadsheet saves it: CSV with comma, semicolon or tab
    file: PathBuf,
}

/// Items for a selection.
#[derive(Debug, clap::Args)]
pub(crate) struct Items {
    #[command(flatten)]
    table: Table,
    /// Folder with the pictures that the table names
    #[arg(long, value_name = "FOLDER")]
    pictures: Option<PathBuf>,
}

/// Pictures of a folder, at most; a wrong folder is noticed before it fills the memory.
const PICTURES_MAX: usize = 20_000;

pub(crate) fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let table = match args {
        Args::Formations(table) | Args::Candidates(table) => table,
        Args::Items(items) => &items.table,
    };
    let file = read(&table.file)?;
    let pictures = match args {
        Args::Items(Items {
            pictures: Some(folder),
            ..
        }) => read_all(folder)?,
        _ => Vec::new(),
    };
    let text = block_on(async {
        let office = Office::open(config).await?;
        let done = import(&office, args, &table.selection, file, pictures).await;
        office.close().await?;
        done
    })?;
    println!("{text}");
    Ok(())
}

async fn import(
    office: &Office,
    args: &Args,
    code: &str,
    file: File,
    pictures: Vec<File>,
) -> anyhow::Result<String> {
    let selection = office.selection(code).await?.id;
    let (app, caller) = (&office.app, &office.caller);
    let bar = growing("importing");
    bar.enable_steady_tick(core::time::Duration::from_millis(200));
    let done = match args {
        Args::Formations(_) => staff::import_formations(app, caller, selection, file)
            .await
            .map(|rows| format!("{rows} formations")),
        Args::Candidates(_) => staff::import_candidates(app, caller, selection, file)
            .await
            .map(|rows| format!("{rows} candidates")),
        Args::Items(_) => staff::import_items(app, caller, selection, file, pictures)
            .await
            .map(|done| {
                format!(
                    "items: {} new, {} changed, {} the same",
                    done.new, done.changed, done.same
                )
            }),
    };
    bar.finish_and_clear();
    done.map_err(explain)
}

fn read(path: &Path) -> anyhow::Result<File> {
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(File { name, bytes })
}

/// The files of a folder by name, hidden ones left out.
fn read_all(folder: &Path) -> anyhow::Result<Vec<File>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !hidden {
            paths.push(path);
        }
        if paths.len() > PICTURES_MAX {
            bail!("{} holds more than {PICTURES_MAX} files", folder.display());
        }
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}
