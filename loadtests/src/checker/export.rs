//! The raw export: one JSON object a line, its rows still as bytes.

use std::collections::BTreeMap;
use std::io::BufRead;

use data_encoding::HEXLOWER;
use lexicon::{AttemptId, Digest, FormId, FormItemId, OptionId, ParticipantNo, SittingId, SubTest};
use serde::Deserialize;
use serde_json::Value;

use super::event::Entry;

/// Why an export cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// The stream broke.
    #[error("the export breaks off: {0}")]
    Io(#[from] std::io::Error),
    /// A line is not what the format says.
    #[error("line {line} of the export: {reason}")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// The last line is missing, or counts other lines.
    #[error("the export ends without its end line, or after {found} lines instead of {stated:?}")]
    Truncated {
        /// Lines read.
        found: u64,
        /// Lines that the end line states.
        stated: Option<u64>,
    },
}

/// An option with what it is worth.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Choice {
    pub(crate) id: OptionId,
    pub(crate) points: i32,
}

/// An item with its key.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: FormItemId,
    pub(crate) sub_test: SubTest,
    pub(crate) options: Vec<Choice>,
}

/// A locked form with its key.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Form {
    pub(crate) id: FormId,
    pub(crate) commitment: Digest,
    pub(crate) items: Vec<Item>,
}

/// A sitting, with its ledger.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Sitting {
    pub(crate) id: SittingId,
    #[serde(default)]
    pub(crate) late_start_until_end: bool,
    #[serde(skip)]
    pub(crate) ledger: Vec<(u32, Vec<u8>)>,
}

/// Points of one sub-test, bare or with its name.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Total {
    Bare(i32),
    Named { points: i32 },
}

impl Total {
    pub(crate) const fn points(&self) -> i32 {
        match self {
            Self::Bare(points) | Self::Named { points } => *points,
        }
    }
}

/// One row of a journal.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) pos: u32,
    pub(crate) bytes: Vec<u8>,
    /// What the bytes say; none where they say nothing.
    pub(crate) entry: Option<Entry>,
}

/// An event that did not count.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Stray {
    pub(crate) received: i64,
    /// `late`, or why it was refused.
    pub(crate) reason: String,
}

/// An attempt with its journal.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) id: AttemptId,
    pub(crate) sitting: SittingId,
    pub(crate) form: FormId,
    pub(crate) participant_no: ParticipantNo,
    pub(crate) formation: String,
    pub(crate) genesis: Digest,
    pub(crate) status: String,
    pub(crate) head: Digest,
    pub(crate) pos: u32,
    pub(crate) totals: Vec<Total>,
    #[serde(default)]
    pub(crate) disqualified: bool,
    #[serde(skip)]
    pub(crate) rows: Vec<Row>,
    #[serde(skip)]
    pub(crate) strays: Vec<Stray>,
}

impl Attempt {
    /// The events that can be read, in order.
    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.rows.iter().filter_map(|row| row.entry.as_ref())
    }
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line {
    Selection(Value),
    Form(Form),
    Sitting(Sitting),
    Ledger {
        sitting: SittingId,
        pos: u32,
        bytes: String,
    },
    Uptime {
        from: i64,
        to: i64,
    },
    // What follows from the uptime rows is not asked.
    Outage {},
    Attempt(Box<Attempt>),
    Event {
        attempt: AttemptId,
        pos: u32,
        bytes: String,
    },
    Stray {
        attempt: AttemptId,
        #[serde(flatten)]
        stray: Stray,
    },
    End {
        lines: u64,
    },
}

/// Everything that the server says it holds.
#[derive(Debug, Default)]
pub struct Export {
    pub(crate) selection: Value,
    pub(crate) forms: BTreeMap<FormId, Form>,
    pub(crate) sittings: BTreeMap<SittingId, Sitting>,
    /// When any process was up, ms.
    pub(crate) uptime: Vec<(i64, i64)>,
    pub(crate) attempts: BTreeMap<AttemptId, Attempt>,
}

impl Export {
    /// Reads an export.
    ///
    /// # Errors
    /// [`ExportFault`] at the first line that cannot be read or stands before what it belongs to, and when
    /// the end is missing.
    pub fn read(source: impl BufRead) -> Result<Self, ExportFault> {
        let mut export = Self::default();
        let mut stated = None;
        let mut found = 0;
        for text in source.lines() {
            let text = text?;
            if stated.is_some() {
                return Err(ExportFault::Truncated { found, stated });
            }
            let fault = |reason: String| ExportFault::Line {
                line: found + 1,
                reason,
            };
            let line: Line = serde_json::from_str(&text).map_err(|e| fault(e.to_string()))?;
            if let Line::End { lines } = line {
                stated = Some(lines);
            } else {
                export.take(line).map_err(|reason| fault(reason.into()))?;
            }
            found += 1;
        }
        // Whether the end line counts itself is the exporter's affair.
        if stated.is_some_and(|stated| stated == found || stated + 1 == found) {
            Ok(export)
        } else {
            Err(ExportFault::Truncated { found, stated })
        }
    }

    fn take(&mut self, line: Line) -> Result<(), &'static str> {
        match line {
            Line::Selection(selection) => self.selection = selection,
            Line::Form(form) => drop(self.forms.insert(form.id, form)),
            Line::Sitting(sitting) => drop(self.sittings.insert(sitting.id, sitting)),
            Line::Ledger {
                sitting,
                pos,
                bytes,
            } => {
                let sitting = self.sittings.get_mut(&sitting);
                let ledger = &mut sitting.ok_or("a ledger of no sitting")?.ledger;
                ledger.push((pos, unhex(&bytes)?));
            }
            Line::Uptime { from, to } => self.uptime.push((from, to)),
            Line::Attempt(attempt) => drop(self.attempts.insert(attempt.id, *attempt)),
            Line::Event {
                attempt,
                pos,
                bytes,
            } => {
                let bytes = unhex(&bytes)?;
                let entry = Entry::read(&bytes).ok();
                let attempt = self.attempts.get_mut(&attempt);
                let rows = &mut attempt.ok_or("an event of no attempt")?.rows;
                rows.push(Row { pos, bytes, entry });
            }
            Line::Stray { attempt, stray } => {
                let attempt = self.attempts.get_mut(&attempt);
                let strays = &mut attempt.ok_or("a stray of no attempt")?.strays;
                strays.push(stray);
            }
            Line::Outage {} | Line::End { .. } => {}
        }
        Ok(())
    }
}

fn unhex(text: &str) -> Result<Vec<u8>, &'static str> {
    HEXLOWER
        .decode(text.as_bytes())
        .map_err(|_| "bytes that are not hexadecimal")
}
