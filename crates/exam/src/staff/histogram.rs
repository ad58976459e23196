//! How points are distributed, per sub-test and in sum: for staff with the grant only.

use lexicon::{Instant, Points, SelectionId, SubTest};
use scoring::Policy;
use serde::Serialize;

use super::selections::{load, policy_of};
use super::{Caller, Permission, Place};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::SeatUpdate;

/// About so many bins, whatever the maximum.
const BINS: i32 = 20;
/// Widths are multiples of what most items give.
const WIDTH_STEP: i32 = 5;

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
    let mut seats = Vec::new();
    let mut known = formation.is_none();
    for row in formations {
        if formation.is_none_or(|code| code == row.code) {
            known = true;
            seats.extend(app.live.ranking(row.id, 0, usize::MAX).await);
        }
    }
    if !known {
        return Err(ExamError::NotFound("formation"));
    }
    Ok(Histograms {
        as_of: app.clock.now(),
        formation: formation.map(str::to_owned),
        candidates: seats.len(),
        distributions: distributions(&policy, &seats),
    })
}

fn distributions(policy: &Policy, seats: &[SeatUpdate]) -> Vec<Distribution> {
    let parts = policy.sub_tests.iter().enumerate().map(|(index, spec)| {
        let points = seats
            .iter()
            .filter_map(|seat| seat.totals.get(index).copied());
        distribution(Some(spec.code.clone()), policy.max(index), points)
    });
    let sums = seats.iter().map(|seat| seat.totals.iter().copied().sum());
    let sum = distribution(None, policy.max_total(), sums);
    parts.chain([sum]).collect()
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
