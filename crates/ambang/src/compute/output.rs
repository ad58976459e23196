//! The list as CSV or JSON, written line by line.

use std::fmt::Write as _;
use std::io::{self, Write};

use lexicon::{ParticipantNo, Points};
use scoring::{Placed, Policy};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One candidate's line.
pub(super) struct Line<'a> {
    pub(super) policy: &'a Policy,
    pub(super) formation: &'a str,
    pub(super) number: ParticipantNo,
    pub(super) scores: &'a [Option<Points>],
    pub(super) placed: &'a Placed<(ParticipantNo, usize)>,
}

impl Line<'_> {
    /// The sum, unless a score is missing.
    fn total(&self) -> Option<Points> {
        self.scores.iter().copied().sum()
    }

    fn code(&self) -> &str {
        self.policy.codes.text(self.placed.code())
    }
}

/// A format of the list.
pub(super) trait Output {
    type Sink: Write;

    fn begin(&mut self, policy: &Policy) -> io::Result<()>;
    fn line(&mut self, line: &Line<'_>) -> io::Result<()>;
    fn end(self) -> io::Result<Self::Sink>;
}

/// `formation,rank,participant_no,` the sub-tests, `total,code,reason`; what is missing is empty.
pub(super) struct Csv<W: Write> {
    writer: csv::Writer<W>,
    cell: String,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(sink: W) -> Self {
        Self {
            writer: csv::Writer::from_writer(sink),
            cell: String::new(),
        }
    }

    fn cell(&mut self, value: impl std::fmt::Display) -> io::Result<()> {
        self.cell.clear();
        write!(self.cell, "{value}").map_err(io::Error::other)?;
        Ok(self.writer.write_field(&self.cell)?)
    }

    /// A spreadsheet takes text that begins like this for a formula, and would run it: an apostrophe before it makes
    /// it text again (OWASP, CSV injection). Numbers do not come here.
    fn text(&mut self, value: impl std::fmt::Display) -> io::Result<()> {
        self.cell.clear();
        write!(self.cell, "{value}").map_err(io::Error::other)?;
        if self
            .cell
            .starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
        {
            self.cell.insert(0, '\'');
        }
        Ok(self.writer.write_field(&self.cell)?)
    }

    fn cell_or_empty(&mut self, value: Option<impl std::fmt::Display>) -> io::Result<()> {
        match value {
            Some(value) => self.cell(value),
            None => Ok(self.writer.write_field("")?),
        }
    }
}

impl<W: Write> Output for Csv<W> {
    type Sink = W;

    fn begin(&mut self, policy: &Policy) -> io::Result<()> {
        let sub_tests = policy.sub_tests.iter().map(|spec| spec.code.as_str());
        let before = ["formation", "rank", "participant_no"].into_iter();
        let header = before.chain(sub_tests).chain(["total", "code", "reason"]);
        Ok(self.writer.write_record(header)?)
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        self.text(line.formation)?;
        self.cell_or_empty(line.placed.rank())?;
        self.writer.write_field(line.number.as_str())?;
        for score in line.scores {
            self.cell_or_empty(*score)?;
        }
        self.cell_or_empty(line.total())?;
        self.text(line.code())?;
        self.text(line.placed.trace.tokens(line.policy))?;
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    fn end(self) -> io::Result<W> {
        self.writer.into_inner().map_err(|error| error.into_error())
    }
}

/// An array with one object a line, the keys those of the CSV; what is missing is `null`.
pub(super) struct Json<W> {
    sink: W,
    lines: u64,
}

impl<W: Write> Json<W> {
    pub(super) const fn new(sink: W) -> Self {
        Self { sink, lines: 0 }
    }
}

impl<W: Write> Output for Json<W> {
    type Sink = W;

    fn begin(&mut self, _policy: &Policy) -> io::Result<()> {
        self.sink.write_all(b"[")
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        let separator = if self.lines == 0 { "\n" } else { ",\n" };
        self.lines += 1;
        self.sink.write_all(separator.as_bytes())?;
        Ok(serde_json::to_writer(&mut self.sink, line)?)
    }

    fn end(mut self) -> io::Result<W> {
        self.sink.write_all(b"\n]\n")?;
        Ok(self.sink)
    }
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("formation", self.formation)?;
        map.serialize_entry("rank", &self.placed.rank())?;
        map.serialize_entry("participant_no", &self.number)?;
        for (spec, score) in self.policy.sub_tests.iter().zip(self.scores) {
            map.serialize_entry(spec.code.as_str(), score)?;
        }
        map.serialize_entry("total", &self.total())?;
        map.serialize_entry("code", self.code())?;
        let reason = self.placed.trace.tokens(self.policy).to_string();
        map.serialize_entry("reason", &reason)?;
        map.end()
    }
}
