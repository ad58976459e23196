//! The live ranking of a formation, exact: for staff with the grant only.

mod contest;

use lexicon::{Instant, ParticipantNo, Points, SelectionId, SubTest};
use scoring::{Measure, Policy};
use serde::Serialize;
use session::Status;

use super::selections::{load, policy_of};
use super::{Caller, Permission, Place};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::SeatUpdate;
use crate::seen::Ranked;

use contest::Contested;

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

/// Which side of which line a candidate would be on, if it ended now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chance {
    /// Meets the grade and is inside the cut.
    Within,
    /// Meets the grade and is equal with the last inside.
    TieAtCut,
    /// Meets the grade, and the places are gone before.
    Beyond,
    /// Meets the grade; the policy leaves open how many go on.
    Qualified,
    /// Misses the grade.
    Below,
}

/// A candidate in the live ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RankedSeat {
    /// Among all by points alone, from 1; equals share it.
    pub rank: usize,
    /// Among those who meet the grade, from 1; equals share it. The cut counts by it.
    pub place: Option<u32>,
    /// Where that is.
    pub chance: Chance,
    /// Why, in stable tokens: `rank 2<=3`, `tie at cut`, `rank 4>3`, `below twk<65`.
    pub reasons: Vec<String>,
    /// Whether the cut runs right below: the last inside, and all who are equal.
    pub at_border: bool,
    /// The participant number.
    pub participant_no: ParticipantNo,
    /// The candidate's name.
    pub name: String,
    /// Points per sub-test.
    pub totals: Vec<SubTotal>,
    /// Their sum.
    pub total: Points,
    /// Items with an answer.
    pub answered: u16,
    /// Where the attempt stands.
    pub status: Status,
}

/// Something that decides between two candidates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// `total`, or a sub-test's short name.
    pub measure: String,
    /// Its name in Indonesian.
    pub id: String,
    /// Its name in English.
    pub en: String,
}

/// Which part of a ranking is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// From this place (0-based) on.
    From(usize),
    /// The page on which this candidate stands.
    With(ParticipantNo),
}

/// Where the cut would run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CutLine {
    /// How many places there are.
    pub places: u32,
    /// How many would go on, ties at the border included.
    pub admitted: u32,
    /// The total of the last of them.
    pub last_total: Option<Points>,
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
    /// Its seats.
    pub quota: u32,
    /// How many have begun and still count.
    pub ranked: usize,
    /// How many of them meet the grade.
    pub qualified: usize,
    /// Where the cut would run; none where the policy leaves open how many go on.
    pub cut: Option<CutLine>,
    /// What decides, in this order: the first that differs.
    pub order: Vec<Link>,
    /// Place (0-based) of the first row.
    pub from: usize,
    /// The rows: those who meet the grade by place, then the others by rank.
    pub rows: Vec<RankedSeat>,
}

/// A page of the live ranking of a formation, at most 200 rows: as the list would be drawn if
/// every attempt ended now.
///
/// # Errors
/// [`ExamError::NotFound`] for an unknown selection or formation, and for a candidate who is not in the ranking.
pub async fn ranking(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    formation: &str,
    (page, limit): (Page, usize),
) -> Result<RankingPage, ExamError> {
    caller.authorise(Permission::ReadRanking, Place::Selection(selection))?;
    let policy = policy_of(&load(app, selection).await?)?;
    let formations = app.store.formations(selection).await?;
    let found = formations.into_iter().find(|row| row.code == formation);
    let found = found.ok_or(ExamError::NotFound("formation"))?;
    let Ranked { as_of, seats } = app.seen.ranking(app, found.id).await?;
    let contested = Contested::of(&policy, &found, &seats)?;
    let limit = limit.min(PAGE_MAX);
    let from = match page {
        Page::From(from) => from,
        Page::With(no) => {
            let seat = place_of(app, no, &seats).await?;
            let at = contested.lines.iter().position(|line| line.seat == seat);
            let at = at.ok_or(ExamError::NotFound("candidate in this ranking"))?;
            at - at.checked_rem(limit).unwrap_or(0)
        }
    };
    let mut rows = Vec::new();
    for line in contested.lines.iter().skip(from).take(limit) {
        let Some(seat) = seats.get(line.seat) else {
            continue;
        };
        let application = app.store.application(seat.application).await?;
        let application = application.ok_or(ExamError::NotFound("application"))?;
        let codes = policy.sub_tests.iter().map(|spec| spec.code.clone());
        rows.push(RankedSeat {
            rank: line.rank,
            place: line.place,
            chance: line.chance,
            reasons: line.reasons.clone(),
            at_border: line.at_border,
            participant_no: application.participant_no,
            name: application.name,
            total: seat.totals.iter().copied().sum(),
            totals: codes
                .zip(seat.totals.iter().copied())
                .map(|(sub_test, points)| SubTotal { sub_test, points })
                .collect(),
            answered: seat.answered,
            status: seat.status,
        });
    }
    Ok(RankingPage {
        as_of,
        provisional: true,
        formation: found.code,
        quota: found.quota,
        ranked: seats.len(),
        qualified: contested.qualified,
        cut: contested.cut,
        order: order(&policy),
        from,
        rows,
    })
}

/// Index of a candidate's seat among those of the formation.
async fn place_of(app: &App, no: ParticipantNo, seats: &[SeatUpdate]) -> Result<usize, ExamError> {
    let found = app.store.application_by_number(no).await?;
    let (_, application) = found.ok_or(ExamError::NotFound("candidate in this ranking"))?;
    let at = seats
        .iter()
        .position(|seat| seat.application == application.id);
    at.ok_or(ExamError::NotFound("candidate in this ranking"))
}

fn order(policy: &Policy) -> Vec<Link> {
    let links = policy.order.links().iter().map(|measure| {
        let label = match measure {
            Measure::SubTest(index) => policy.sub_tests.get(*index).map(|spec| &spec.label),
            Measure::Total => None,
        };
        Link {
            measure: policy.measure_name(*measure).to_owned(),
            id: label.map_or("Nilai total", |label| &label.id).to_owned(),
            en: label.map_or("Total score", |label| &label.en).to_owned(),
        }
    });
    links.collect()
}
