//! `ambang copy`: an office that outgrows its box.

use core::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use data_encoding::HEXLOWER;
use exam::ports::Origin;
use exam::transfer::{self, TableSum};
use indicatif::ProgressBar;

use super::block_on;
use crate::config::Database;
use crate::database;
use crate::progress::counting;
use crate::system::Signals;

/// Copies everything into an empty database, all of it or nothing, reads both again and compares every table by the
/// number of its rows and a SHA-256 over them. Nobody may serve either meanwhile.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What is copied: "sqlite:FILE" or "postgres://USER@HOST:PORT/DATABASE". Nothing in it is changed
    #[arg(long, value_name = "DATABASE", required_unless_present = "from_file")]
    from: Option<String>,
    /// A file that holds it: other users of the machine see arguments, and a password in them
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    from_file: Option<PathBuf>,
    /// The new database; the schema is made in it
    #[arg(long, value_name = "DATABASE", required_unless_present = "to_file")]
    to: Option<String>,
    /// A file that holds it
    #[arg(long, value_name = "FILE", conflicts_with = "to")]
    to_file: Option<PathBuf>,
    /// Copy nothing, only compare
    #[arg(long)]
    compare: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let from = named("--from", args.from.as_deref(), args.from_file.as_deref())?;
    let to = named("--to", args.to.as_deref(), args.to_file.as_deref())?;
    if from == to {
        bail!("{from} cannot be copied into itself");
    }
    block_on(async {
        let mut origin = database::origin(&from).await?;
        if !args.compare {
            copy(&mut *origin, &from, &to).await?;
        }
        let same = compare(&mut *origin, &from, &to).await?;
        if !same {
            bail!("{from} and {to} do not hold the same");
        }
        if !args.compare {
            println!(
                "From now on serve {to}, with the secrets file as it is. Put {from} aside and never serve it again: what \
                 is answered there is not answered here."
            );
        }
        Ok(())
    })
}

/// The database that an argument or the file in its place names.
fn named(option: &str, text: Option<&str>, file: Option<&Path>) -> anyhow::Result<Database> {
    let text = match (text, file) {
        (Some(text), _) => text.to_owned(),
        (None, Some(file)) => std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?,
        (None, None) => bail!("{option} is missing"),
    };
    Database::parse(text.trim()).map_err(|why| anyhow::anyhow!("{option}: {why}"))
}

async fn copy(origin: &mut dyn Origin, from: &Database, to: &Database) -> anyhow::Result<()> {
    let mut signals = Signals::listen()?;
    let destination = database::destination(to).await?;
    let bar = bar("copying", origin).await?;
    let progress = |done| bar.set_position(done);
    let copying = transfer::copy(origin, destination, &progress);
    let copied = tokio::select! {
        copied = copying => copied,
        told = signals.told_to_end() => {
            bar.finish_and_clear();
            bail!("told to end ({told}): nothing was copied, and {to} is as empty as before; the same command begins anew");
        }
    };
    bar.finish_and_clear();
    copied.map(drop).with_context(|| {
        format!("{from} was not copied to {to}, which is as empty as before unless a commit's outcome is unknown; \
                 the same command begins anew, and refuses if it did come through (then: --compare)")
    })
}

/// Reads both once more; prints what they hold, table by table. Whether it is the same.
async fn compare(origin: &mut dyn Origin, from: &Database, to: &Database) -> anyhow::Result<bool> {
    let ours = sums("reading", origin).await?;
    let mut copy = database::origin(to).await?;
    let theirs = sums("reading again", &mut *copy).await?;
    println!("from  {from}");
    println!("to    {to}");
    println!("{:<20}{:>12}  {:<16}", "table", "rows", "SHA-256");
    let lines: Vec<Line> = ours.into_iter().zip(theirs).map(Line::of).collect();
    for line in &lines {
        println!("{line}");
    }
    let rows: u64 = lines.iter().map(|line| line.from.rows).sum();
    let different = lines.iter().filter(|line| !line.is_same()).count();
    match different {
        0 => println!("{} tables with {rows} rows: the same in both", lines.len()),
        _ => println!("{different} of {} tables DIFFER", lines.len()),
    }
    Ok(different == 0)
}

async fn sums(what: &'static str, origin: &mut dyn Origin) -> anyhow::Result<Vec<TableSum>> {
    let bar = bar(what, origin).await?;
    let progress = |done| bar.set_position(done);
    let sums = transfer::sums(origin, &progress).await;
    bar.finish_and_clear();
    Ok(sums?)
}

async fn bar(what: &'static str, origin: &mut dyn Origin) -> anyhow::Result<ProgressBar> {
    let rows = transfer::rows(origin).await?;
    let bar = counting(what);
    bar.set_length(rows);
    Ok(bar)
}

/// A table on either side.
struct Line {
    from: TableSum,
    to: TableSum,
}

impl Line {
    fn of((from, to): (TableSum, TableSum)) -> Self {
        Self { from, to }
    }

    fn is_same(&self) -> bool {
        self.from == self.to
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TableSum { table, rows, .. } = self.from;
        let (one, other) = (short(&self.from), short(&self.to));
        write!(f, "{table:<20}{rows:>12}  {one}  ")?;
        match self.is_same() {
            true => f.write_str("same"),
            false => write!(f, "DIFFERENT: {} rows, {other}", self.to.rows),
        }
    }
}

/// The first eight bytes: what an eye can compare. The comparison is of all.
fn short(sum: &TableSum) -> String {
    HEXLOWER.encode(sum.digest.0.get(..8).unwrap_or_default())
}
