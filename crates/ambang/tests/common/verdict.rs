//! What must be true after every trouble, and what else the tests ask about the sitting.

use core::fmt;
use std::collections::BTreeSet;

use lexicon::AttemptId;
use loadtests::rehearsal::Rehearsed;
use loadtests::{Final, Outcome, RouteStats};
use serde_json::Value;

/// The route of answers, as it is measured.
const EVENTS: &str = "POST candidate/events";

/// A sitting that has been played.
pub(crate) struct Verdict {
    rehearsed: Rehearsed,
    candidates: u32,
}

impl Verdict {
    pub(crate) const fn new(rehearsed: Rehearsed, candidates: u32) -> Self {
        Self {
            rehearsed,
            candidates,
        }
    }

    /// Nothing acknowledged is lost, nobody had less time than entitled, everything clicked within the time
    /// counts, and no answer of the server was outside its contract.
    pub(crate) fn assert_nothing_lost(&self) {
        let Rehearsed {
            report,
            diary,
            findings,
            ..
        } = &self.rehearsed;
        let told = format!("{report}\n{diary:?}\n{findings}", diary = diary.surprises);
        assert!(self.rehearsed.holds(), "{told}");
        let finished = diary.outcomes.get(&Outcome::Finished);
        assert_eq!(finished, Some(&u64::from(self.candidates)), "{told}");
        // A page takes no click at zero or later: whatever was clicked was clicked in time.
        let accepted = self.accepted();
        let lost = diary.ledger.made.difference(&accepted).count();
        // But what a browser had not sent when it lost its storage.
        let given_up = usize::try_from(diary.ledger.given_up).unwrap();
        let made = diary.ledger.made.len();
        assert!(lost <= given_up, "{lost} of {made} clicks: {told}");
        assert!(accepted.len() > 100 * self.candidates as usize, "{told}");
        self.assert_no_failure(&told);
    }

    /// A server in trouble says 503 and nothing worse.
    fn assert_no_failure(&self, told: &str) {
        let routes = self.rehearsed.report.routes.iter();
        let mut statuses = routes.flat_map(|route| route.statuses.keys());
        assert!(
            statuses.all(|status| *status < 500 || *status == 503),
            "{told}"
        );
    }

    /// Clicks that candidates were told to have been accepted.
    pub(crate) fn accepted(&self) -> BTreeSet<(AttemptId, u64)> {
        let acknowledged = self.rehearsed.diary.ledger.acknowledged.iter();
        let accepted = acknowledged.filter(|told| told.verdict == Final::Accepted);
        accepted.map(|told| (told.attempt, told.click.id)).collect()
    }

    /// How often candidates heard this verdict on an event.
    pub(crate) fn heard(&self, verdict: &str) -> u64 {
        let verdicts = &self.rehearsed.diary.verdicts;
        verdicts.get(verdict).copied().unwrap_or_default()
    }

    /// How many requests with answers were told to come again later.
    pub(crate) fn answers_refused(&self) -> u64 {
        let routes = self.rehearsed.report.routes.iter();
        let route = routes.filter(|route| route.route == EVENTS);
        route.filter_map(|route| route.statuses.get(&503)).sum()
    }

    /// How many requests with answers got no answer.
    pub(crate) fn answers_unheard(&self) -> u64 {
        let routes = self.rehearsed.report.routes.iter();
        let route = routes.filter(|route| route.route == EVENTS);
        route.map(|route| route.lost).sum()
    }

    /// How many requests of anybody got no answer, or none but "later".
    pub(crate) fn unserved(&self) -> u64 {
        let routes = self.rehearsed.report.routes.iter();
        let later = |route: &RouteStats| route.statuses.get(&503).copied().unwrap_or_default();
        routes.map(|route| route.lost + later(route)).sum()
    }

    /// Lines of the export of this kind.
    pub(crate) fn lines(&self, kind: &str) -> Vec<Value> {
        let lines = self.rehearsed.export.split(|byte| *byte == b'\n');
        let lines = lines.filter(|line| !line.is_empty());
        lines
            .map(|line| serde_json::from_slice::<Value>(line).unwrap())
            .filter(|line| line["kind"] == kind)
            .collect()
    }

    /// When the attempts ended whose time was over, in ms UTC.
    pub(crate) fn ends_by_time(&self) -> Vec<i64> {
        let events = self.lines("event").into_iter();
        let ends = events.filter(|line| {
            let event = &line["event"];
            event["type"] == "finished" && event["by"] == "time"
        });
        let mut ends: Vec<i64> = ends
            .map(|line| line["event"]["at"].as_i64().unwrap())
            .collect();
        ends.sort_unstable();
        ends
    }

    /// Outages that the server has made good, as `[from, to)` in ms.
    pub(crate) fn outages(&self) -> Vec<(i64, i64)> {
        let number = |value: &Value| value.as_i64().unwrap();
        let outages = self.lines("outage").into_iter();
        outages
            .map(|outage| (number(&outage["from"]), number(&outage["to"])))
            .collect()
    }

    /// How long the longest of them was, in ms.
    pub(crate) fn longest_outage(&self) -> i64 {
        let lengths = self.outages().into_iter().map(|(from, to)| to - from);
        lengths.max().unwrap_or_default()
    }

    /// The pauses of the room in the order of its ledger: why, and who let the room go on.
    pub(crate) fn pauses(&self) -> Vec<(String, Option<String>)> {
        let mut pauses: Vec<(String, Option<String>)> = Vec::new();
        for line in self.lines("ledger") {
            let act = &line["entry"]["act"];
            if let Some(reason) = act["pause"]["reason"].as_str() {
                pauses.push((reason.to_owned(), None));
            } else if act == "resume" {
                let by = line["entry"]["by"].as_str().expect("an officer resumes");
                let open = pauses.iter_mut().filter(|(_, by)| by.is_none());
                open.for_each(|(_, resumed)| *resumed = Some(by.to_owned()));
            }
        }
        pauses
    }
}

/// The numbers of it.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lengths = self.outages().into_iter().map(|(from, to)| to - from);
        let lengths: Vec<i64> = lengths.collect();
        let Rehearsed { report, diary, .. } = &self.rehearsed;
        writeln!(f, "{report}")?;
        writeln!(f, "verdicts {:?}", diary.verdicts)?;
        write!(
            f,
            "{} clicks, {} accepted; {} requests with answers refused (503), {} without an answer; outages of {lengths:?} ms",
            diary.ledger.made.len(),
            self.accepted().len(),
            self.answers_refused(),
            self.answers_unheard(),
        )
    }
}
