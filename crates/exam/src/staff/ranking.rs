//! The live ranking of a formation, exact: for staff with the grant only.

use lexicon::{Instant, ParticipantNo, Points, SelectionId, SubTest};
use serde::Serialize;
use session::Status;

use super::selections::{load, policy_of};
use super::{Caller, Permission, Place};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::SeatUpdate;

/// Rows in one answer, at most.
const PAGE_MAX: usize = 200;

/// Points of a sub-test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubTotal {
    /// Which.
    pub sub_test: SubTest,
    /// How many.
    pub points: Points,
}

/// A candidate in the live ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RankedSeat {
    /// From 1; equals share it.
    pub rank: usize,
    /// The participant number.
    pub participant_no: ParticipantNo,
    /// The candidate's name.
    pub name: String,
    /// Points per sub-test.
    pub totals: Vec<SubTotal>,
    /// Their sum.
    pub total: Points,
    /// Where the attempt stands.
    pub status: Status,
}

/// A part of a live ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RankingPage {
    /// The instant whose state is shown.
    pub as_of: Instant,
    /// Always true here: only a publication is final.
    pub provisional: bool,
    /// Code of the formation.
    pub formation: String,
    /// The rows.
    pub rows: Vec<RankedSeat>,
}

/// The live ranking of a formation from place `from` (0-based) on, at most 200 rows.
///
/// # Errors
/// [`ExamError::NotFound`] for an unknown selection or formation.
pub async fn ranking(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    formation: &str,
    (from, limit): (usize, usize),
) -> Result<RankingPage, ExamError> {
    caller.authorise(Permission::ReadRanking, Place::Selection(selection))?;
    let policy = policy_of(&load(app, selection).await?)?;
    let formations = app.store.formations(selection).await?;
    let found = formations.into_iter().find(|row| row.code == formation);
    let found = found.ok_or(ExamError::NotFound("formation"))?;
    let seats = app.live.ranking(found.id, from, limit.min(PAGE_MAX)).await;
    let mut rows = Vec::with_capacity(seats.len());
    let ranks = ranks(app, &seats, from).await;
    for (seat, rank) in seats.into_iter().zip(ranks) {
        let application = app.store.application(seat.application).await?;
        let application = application.ok_or(ExamError::NotFound("application"))?;
        let codes = policy.sub_tests.iter().map(|spec| spec.code.clone());
        rows.push(RankedSeat {
            rank,
            participant_no: application.participant_no,
            name: application.name,
            total: seat.totals.iter().copied().sum(),
            totals: codes
                .zip(seat.totals)
                .map(|(sub_test, points)| SubTotal { sub_test, points })
                .collect(),
            status: seat.status,
        });
    }
    Ok(RankingPage {
        as_of: app.clock.now(),
        provisional: true,
        formation: found.code,
        rows,
    })
}

/// Competition ranks of consecutive seats: only the first has to be asked for.
async fn ranks(app: &App, seats: &[SeatUpdate], from: usize) -> Vec<usize> {
    let Some(first) = seats.first() else {
        return Vec::new();
    };
    let known = app.live.rank_of(first.formation, first.application).await;
    let mut ranks = vec![known.unwrap_or(from + 1)];
    for (place, pair) in (from + 2..).zip(seats.windows(2)) {
        let above = ranks.last().copied().unwrap_or(place);
        let equal = pair.first().map(|seat| seat.rank_key) == pair.last().map(|seat| seat.rank_key);
        ranks.push(if equal { above } else { place });
    }
    ranks
}
