//! How points are distributed, per sub-test and in sum: for staff with the grant only.

use std::collections::{BTreeMap, BTreeSet};

use lexicon::{Instant, Points, PositionGroup, SelectionId, SubTest};
use scoring::{Measure, Policy};
use serde::Serialize;

use super::selections::{load, policy_of};
use super::{Caller, Permission, Place};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{FormationRow, SeatUpdate};

/// About so many bins, whatever the maximum.
const BINS: i32 = 20;
/// Widths are multiples of what most items give.
const WIDTH_STEP: i32 = 5;

/// A line in a distribution: this many points suffice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassingScore {
    /// How many.
    pub at_least: Points,
    /// For whom: a category (`umum`), or one with the position group that replaces its grade (`umum/medis`).
    pub applies_to: Vec<String>,
}

/// One distribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Distribution {
    /// Of which sub-test; none for the sum.
    pub sub_test: Option<SubTest>,
    /// The most that can be reached.
    pub max: Points,
    /// Points that one bin spans: bin n counts from n × width up to below (n + 1) × width.
    pub width: i32,
    /// How many candidates are in each bin, up to the one that holds the maximum.
    pub bins: Vec<u32>,
    /// The minima of the formations that are shown, lowest first; none where no grade asks for it.
    pub passing: Vec<PassingScore>,
}

/// The distributions of a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Histograms {
    /// The instant whose state is shown.
    pub as_of: Instant,
    /// Code of the formation, if only one was asked for.
    pub formation: Option<String>,
    /// How many have begun and still count.
    pub candidates: usize,
    /// Sub-tests in the policy's order, then the sum.
    pub distributions: Vec<Distribution>,
}

/// The distributions of a selection or of one of its formations.
///
/// # Errors
/// [`ExamError::NotFound`] for an unknown selection or formation.
pub async fn histograms(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    formation: Option<&str>,
) -> Result<Histograms, ExamError> {
    caller.authorise(Permission::ReadRanking, Place::Selection(selection))?;
    let policy = policy_of(&load(app, selection).await?)?;
    let formations = app.store.formations(selection).await?;
    let mut as_of = app.clock.now();
    let mut seats = Vec::new();
    let mut shown = Vec::new();
    for row in formations {
        if formation.is_none_or(|code| code == row.code) {
            let ranked = app.seen.ranking(app, row.id).await?;
            as_of = as_of.min(ranked.as_of);
            seats.extend_from_slice(&ranked.seats);
            shown.push(row);
        }
    }
    if shown.is_empty() && formation.is_some() {
        return Err(ExamError::NotFound("formation"));
    }
    Ok(Histograms {
        as_of,
        formation: formation.map(str::to_owned),
        candidates: seats.len(),
        distributions: distributions(&policy, &shown, &seats)?,
    })
}

fn distributions(
    policy: &Policy,
    formations: &[FormationRow],
    seats: &[SeatUpdate],
) -> Result<Vec<Distribution>, ExamError> {
    let parts = policy.sub_tests.iter().enumerate().map(|(index, spec)| {
        let points = seats
            .iter()
            .filter_map(|seat| seat.totals.get(index).copied());
        let mut told = distribution(Some(spec.code.clone()), policy.max(index), points);
        told.passing = passing(policy, formations, Measure::SubTest(index))?;
        Ok(told)
    });
    let sums = seats.iter().map(|seat| seat.totals.iter().copied().sum());
    let mut sum = distribution(None, policy.max_total(), sums);
    sum.passing = passing(policy, formations, Measure::Total)?;
    parts.chain([Ok(sum)]).collect()
}

/// The minima of one measure among the grades of these formations.
fn passing(
    policy: &Policy,
    formations: &[FormationRow],
    measure: Measure,
) -> Result<Vec<PassingScore>, ExamError> {
    let mut found: BTreeMap<Points, BTreeSet<String>> = BTreeMap::new();
    for row in formations {
        let (category, group) = (row.category.as_str(), row.position_group.as_ref());
        let group = group.map(PositionGroup::as_str);
        let unknown = |error| ExamError::Internal(format!("{}: {error}", row.code));
        let own = policy.grade(category, None).map_err(unknown)?;
        let grade = policy.grade(category, group).map_err(unknown)?;
        let minimum = grade.minima().iter().find(|it| it.measure == measure);
        let Some(minimum) = minimum else { continue };
        let named = match group {
            Some(group) if grade != own => format!("{category}/{group}"),
            _ => category.to_owned(),
        };
        found.entry(minimum.at_least).or_default().insert(named);
    }
    let scores = found.into_iter().map(|(at_least, named)| PassingScore {
        at_least,
        applies_to: named.into_iter().collect(),
    });
    Ok(scores.collect())
}

fn distribution(
    sub_test: Option<SubTest>,
    max: Points,
    points: impl Iterator<Item = Points>,
) -> Distribution {
    let width = max.0.div_euclid(BINS) / WIDTH_STEP * WIDTH_STEP;
    let width = width.max(WIDTH_STEP);
    let bin = |points: Points| usize::try_from(points.0.div_euclid(width)).unwrap_or(0);
    let mut bins = vec![0_u32; bin(max) + 1];
    let last = bins.len() - 1;
    for points in points {
        if let Some(count) = bins.get_mut(bin(points).min(last)) {
            *count += 1;
        }
    }
    Distribution {
        sub_test,
        max,
        width,
        bins,
        passing: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formation(code: u8, category: &str, group: Option<&str>) -> FormationRow {
        FormationRow {
            id: lexicon::FormationId::from_bytes([code; 16]),
            code: format!("F{code}"),
            agency: String::new(),
            position: String::new(),
            qualification: String::new(),
            location: String::new(),
            category: category.parse().unwrap(),
            position_group: group.map(|group| group.parse().unwrap()),
            quota: 1,
            ordinal: code.into(),
        }
    }

    /// Domain, SKD 2021: umum 65/80/166, disabilitas 286 and 60, medis 311 and 80.
    #[test]
    fn every_grade_draws_its_lines() {
        let policy = scoring::preset("cpns-2021").unwrap().unwrap();
        let formations = [
            formation(1, "umum", None),
            formation(2, "disabilitas", None),
            formation(3, "umum", Some("medis")),
            formation(4, "disabilitas", Some("medis")),
        ];
        let told = |measure| -> Vec<(i32, String)> {
            let scores = passing(&policy, &formations, measure).unwrap();
            let told = scores.into_iter();
            told.map(|score| (score.at_least.0, score.applies_to.join(" ")))
                .collect()
        };
        let line = |at_least, named: &str| (at_least, named.to_owned());
        assert_eq!(told(Measure::SubTest(0)), [line(65, "umum")]);
        assert_eq!(
            told(Measure::SubTest(1)),
            [line(60, "disabilitas"), line(80, "umum umum/medis")]
        );
        assert_eq!(
            told(Measure::Total),
            [line(286, "disabilitas"), line(311, "umum/medis")]
        );
    }

    #[test]
    fn every_score_is_in_one_bin() {
        let scores = [0, 4, 5, 149, 150].map(Points);
        let told = distribution(None, Points(150), scores.into_iter());
        assert_eq!((told.width, told.bins.len()), (5, 31));
        assert_eq!(
            (told.bins[0], told.bins[1], told.bins[29], told.bins[30]),
            (2, 1, 1, 1)
        );
        let wide = distribution(None, Points(550), scores.into_iter());
        assert_eq!((wide.width, wide.bins.len()), (25, 23));
        assert_eq!(wide.bins.iter().sum::<u32>(), 5);
    }
}
