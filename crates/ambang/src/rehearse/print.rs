//! The report on standard output: plain, aligned; colours only on a terminal.

use std::io::{IsTerminal, Write, stdout};

use loadtests::rehearsal::Rehearsed;

const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const PLAIN: &str = "\u{1b}[0m";

pub(super) fn report(
    rehearsed: &Rehearsed,
    second_opinion: &Result<(), String>,
    (kills, asked): (u32, u32),
) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{}", rehearsed.report)?;
    let diary = &rehearsed.diary;
    writeln!(out, "{}", table("verdicts", diary.verdicts.iter()))?;
    let outcomes = diary
        .outcomes
        .iter()
        .map(|(outcome, count)| (outcome_name(*outcome), count));
    write!(out, "{}", table("candidates", outcomes))?;
    let there: u64 = diary.outcomes.values().sum();
    let absent = u64::from(rehearsed.report.candidates) - there;
    writeln!(out, "{absent:>9}  absent, or never logged in\n")?;
    if diary.next_blocks > 0 {
        let blocks = diary.next_blocks;
        writeln!(out, "{blocks:>9}  went on to the next timed block\n")?;
    }
    writeln!(out, "{}", table("mishaps", diary.mishaps.iter()))?;
    writeln!(
        out,
        "{:>9}  clicks given up with their page (fenced off, storage lost)",
        diary.ledger.given_up
    )?;
    if asked > 0 {
        writeln!(
            out,
            "{kills:>9}  of {asked} crashes of the server (SIGKILL)"
        )?;
    }
    writeln!(out, "\nchecks")?;
    for line in rehearsed.findings.to_string().lines() {
        writeln!(out, "{}", coloured(line))?;
    }
    let verified = match second_opinion {
        Ok(()) => format!(
            "ok     {:>8}  `verify` says the same",
            rehearsed.published.rows
        ),
        Err(report) => format!("BROKEN           `verify`: {report}"),
    };
    writeln!(out, "{}", coloured(&verified))?;
    let surprises = format!(
        "{} {:>8}  answers outside the contract",
        if diary.surprise_count == 0 {
            "ok    "
        } else {
            "BROKEN"
        },
        diary.surprise_count
    );
    writeln!(out, "{}", coloured(&surprises))?;
    for told in &diary.surprises {
        writeln!(out, "                 {told}")?;
    }
    out.flush()
}

fn table<'a>(name: &str, rows: impl Iterator<Item = (impl AsRef<str>, &'a u64)>) -> String {
    let mut text = format!("{name}\n");
    for (kind, count) in rows {
        text.push_str(&format!("{count:>9}  {}\n", kind.as_ref()));
    }
    text
}

const fn outcome_name(outcome: loadtests::Outcome) -> &'static str {
    match outcome {
        loadtests::Outcome::Finished => "finished with a receipt",
        loadtests::Outcome::Gone => "taken from the exam",
        loadtests::Outcome::Lost => "lost",
    }
}

fn coloured(line: &str) -> String {
    let colour = if line.starts_with("ok") {
        GREEN
    } else if line.starts_with("BROKEN") {
        RED
    } else {
        return line.to_owned();
    };
    if !stdout().is_terminal() {
        return line.to_owned();
    }
    let (verdict, rest) = line.split_at(6);
    format!("{colour}{verdict}{PLAIN}{rest}")
}
