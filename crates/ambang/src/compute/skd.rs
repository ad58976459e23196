//! `ambang compute skd`: ranks and codes of every formation from two tables.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use lexicon::{ParticipantNo, Points};
use scoring::{Contest, Cut, Entrant, Policy, Sheet, Standing};
use tabular::Faults;

use super::candidates::{self, Candidates};
use super::formations::Formations;
use super::output::{self, Line, Output};
use super::{policy, read_file};

/// Ranks the candidates of each formation and draws the cut. The list goes to standard output. If
/// anything is wrong with the tables, every fault goes to standard error with its line and column,
/// and no list is printed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A preset (cpns-2019, cpns-2021, cpns-2023, cpns-2024, sekolah-kedinasan-2022) or a policy file
    #[arg(long, value_name = "NAME|FILE")]
    policy: String,
    /// Table: code, agency (may be missing), position, qualification, location, category,
    /// position_group, quota
    #[arg(long, value_name = "FILE")]
    formations: PathBuf,
    /// Table: participant_no, formation, one column per sub-test (twk, tiu, tkp), status (empty, TH,
    /// TMS, DIS or APS)
    #[arg(long, value_name = "FILE")]
    scores: PathBuf,
    /// How many times the quota goes on, in place of the policy's number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    cut: Option<u32>,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
    Json,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let policy = policy::load(&args.policy)?;
    let cut = policy::cut(&policy, args.cut)?;
    let (formations, candidates) = read_tables(&policy, &args.formations, &args.scores)?;
    let out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let printed = match args.format {
        Format::Csv => print(
            &policy,
            cut,
            &formations,
            &candidates,
            output::Csv::new(out),
        ),
        Format::Json => print(
            &policy,
            cut,
            &formations,
            &candidates,
            output::Json::new(out),
        ),
    };
    printed.context("cannot write the list")
}

/// Both tables, or all faults of both.
fn read_tables<'p>(
    policy: &'p Policy,
    formations: &Path,
    scores: &Path,
) -> anyhow::Result<(Formations<'p>, Candidates)> {
    // Whoever mends a spreadsheet wants to see all of them; on an office's own machine they may take memory.
    let mut faults = Faults::keeping(usize::MAX);
    let name = formations.display().to_string();
    let formations = Formations::read(&name, &read_file(formations)?, policy, &mut faults);
    let name = scores.display().to_string();
    let bytes = read_file(scores)?;
    let candidates = candidates::read(&name, &bytes, policy, formations.as_ref(), &mut faults);
    match formations {
        Some(formations) if faults.is_empty() => Ok((formations, candidates)),
        _ => Err(faults.into()),
    }
}

/// Formation after formation, so that only one is held in its ranked form.
fn print(
    policy: &Policy,
    cut: Cut,
    formations: &Formations<'_>,
    candidates: &Candidates,
    mut output: impl Output,
) -> std::io::Result<()> {
    output.begin(policy)?;
    for (formation, members) in formations.list.iter().zip(&candidates.by_formation) {
        let contest = Contest {
            grade: formation.grade,
            chain: &policy.order,
            cut,
            quota: formation.quota,
        };
        let entrants = members
            .iter()
            .filter_map(|index| entrant(policy, candidates, *index));
        for placed in contest.rank(entrants) {
            let (number, index) = placed.id;
            output.line(&Line {
                policy,
                formation: &formation.code,
                number,
                scores: candidates.scores(index),
                placed: &placed,
            })?;
        }
    }
    output.end()?.flush()
}

/// By number, which orders equals; the index leads back to the scores. `None` cannot come out of tables
/// without faults: whoever has no status has all scores, and each is in range.
fn entrant(
    policy: &Policy,
    candidates: &Candidates,
    index: usize,
) -> Option<Entrant<(ParticipantNo, usize)>> {
    let candidate = candidates.list.get(index)?;
    let standing = match candidate.status {
        Some(status) => Standing::Out(status),
        None => Standing::Scored(sheet(policy, candidates.scores(index))?),
    };
    Some(Entrant {
        id: (candidate.number, index),
        standing,
    })
}

fn sheet(policy: &Policy, scores: &[Option<Points>]) -> Option<Sheet> {
    let scores: Option<Vec<Points>> = scores.iter().copied().collect();
    policy.sheet(&scores?)
}
