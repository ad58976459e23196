//! What a rehearsal prints.

use core::fmt;

use super::plan::Plan;
use crate::clock::Stopwatch;
use crate::meter::RouteStats;

/// A step with the time it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub name: &'static str,
    /// How long, ms.
    pub took_ms: u64,
}

pub(super) struct Steps {
    watch: Stopwatch,
    before_ms: u64,
    steps: Vec<Step>,
}

impl Steps {
    pub(super) const fn new(watch: Stopwatch) -> Self {
        Self {
            watch,
            before_ms: 0,
            steps: Vec::new(),
        }
    }

    pub(super) fn done(&mut self, name: &'static str) {
        let now = self.watch.ms();
        self.steps.push(Step {
            name,
            took_ms: now - self.before_ms,
        });
        self.before_ms = now;
    }
}

/// The numbers of a rehearsal.
#[derive(Clone, Debug)]
pub struct Report {
    /// Candidates on the list.
    pub candidates: u32,
    /// How much shorter than the policy says.
    pub speed: u32,
    /// The seed: the same one makes the same candidates.
    pub seed: u64,
    /// Time of the sitting's blocks together, ms.
    pub duration_ms: i64,
    /// What took how long.
    pub steps: Vec<Step>,
    /// Requests by route.
    pub routes: Vec<RouteStats>,
}

impl Report {
    pub(super) fn new(plan: &Plan<'_>, steps: Steps, routes: Vec<RouteStats>) -> Self {
        Self {
            candidates: plan.candidates,
            speed: plan.speed,
            seed: plan.seed,
            duration_ms: plan.duration_ms(),
            steps: steps.steps,
            routes,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} candidates, {} s each, speed {}, seed {}",
            self.candidates,
            self.duration_ms / 1_000,
            self.speed,
            self.seed
        )?;
        writeln!(f)?;
        for step in &self.steps {
            let tenths = step.took_ms / 100;
            writeln!(f, "{:>7}.{} s  {}", tenths / 10, tenths % 10, step.name)?;
        }
        writeln!(f)?;
        writeln!(
            f,
            "{:28} {:>9} {:>7} {:>9} {:>9}  answers by status",
            "route", "requests", "lost", "p50 ms", "p99 ms"
        )?;
        for route in &self.routes {
            let statuses: Vec<String> = route
                .statuses
                .iter()
                .map(|(status, count)| format!("{status}: {count}"))
                .collect();
            writeln!(
                f,
                "{:28} {:>9} {:>7} {:>9} {:>9}  {}",
                route.route,
                route.answered + route.lost,
                route.lost,
                millis(route.p50_us),
                millis(route.p99_us),
                statuses.join(", ")
            )?;
        }
        Ok(())
    }
}

fn millis(micros: u64) -> String {
    format!("{}.{:02}", micros / 1_000, micros % 1_000 / 10)
}
