//! The contest of a formation over the points of this moment.

use lexicon::Points;
use scoring::{Contest, Cut, Entrant, Placed, Policy, Standing, Trace};

use super::{Chance, CutLine};
use crate::error::ExamError;
use crate::ports::{FormationRow, SeatUpdate};

/// A line of the list; `seat` is its index in what was given.
pub(super) struct Line {
    pub(super) seat: usize,
    pub(super) rank: usize,
    pub(super) place: Option<u32>,
    pub(super) chance: Chance,
    pub(super) reasons: Vec<String>,
    pub(super) at_border: bool,
}

/// The formation as its list would be drawn now.
pub(super) struct Contested {
    pub(super) lines: Vec<Line>,
    pub(super) qualified: usize,
    pub(super) cut: Option<CutLine>,
}

impl Contested {
    /// `seats` in the order of their keys, best first.
    ///
    /// # Errors
    /// When the policy knows no grade for the formation.
    pub(super) fn of(
        policy: &Policy,
        formation: &FormationRow,
        seats: &[SeatUpdate],
    ) -> Result<Self, ExamError> {
        let group = formation.position_group.as_ref();
        let grade = policy
            .grade(
                formation.category.as_str(),
                group.map(|group| group.as_str()),
            )
            .map_err(|error| ExamError::Internal(format!("{}: {error}", formation.code)))?;
        let contest = Contest {
            grade,
            chain: &policy.order,
            cut: policy.cut.unwrap_or(Cut::Fixed(u32::MAX)),
            quota: formation.quota,
        };
        let entrants = seats.iter().enumerate().filter_map(|(index, seat)| {
            let standing = Standing::Scored(policy.sheet(&seat.totals)?);
            Some(Entrant {
                id: index,
                standing,
            })
        });
        let placed = contest.rank(entrants);
        let border = border(&placed, contest.cut.places(formation.quota));
        let ranks = ranks(seats);
        let lines: Vec<Line> = placed
            .iter()
            .map(|line| Line {
                seat: line.id,
                rank: ranks.get(line.id).copied().unwrap_or(line.id + 1),
                place: line.rank(),
                chance: chance(policy, &line.trace),
                reasons: reasons(policy, &line.trace),
                at_border: border.is_some() && line.rank() == border,
            })
            .collect();
        let inside = |line: &&Line| matches!(line.chance, Chance::Within | Chance::TieAtCut);
        let last = lines
            .iter()
            .rfind(inside)
            .and_then(|line| seats.get(line.seat));
        let cut = policy.cut.map(|cut| CutLine {
            places: cut.places(formation.quota),
            admitted: u32::try_from(lines.iter().filter(inside).count()).unwrap_or(u32::MAX),
            last_total: last.map(|seat| seat.totals.iter().copied().sum::<Points>()),
        });
        Ok(Self {
            qualified: lines.iter().filter(|line| line.place.is_some()).count(),
            lines,
            cut,
        })
    }
}

/// The rank of the last who go on, where the places run out with them.
fn border(placed: &[Placed<usize>], places: u32) -> Option<u32> {
    let goes_on =
        |line: &&Placed<usize>| matches!(line.trace, Trace::Within { .. } | Trace::TieAtCut { .. });
    let inside = placed.iter().filter(goes_on).count();
    let full = u32::try_from(inside).is_ok_and(|inside| inside >= places);
    let last = placed.iter().rfind(goes_on)?;
    last.rank().filter(|_| full)
}

/// Competition ranks of seats in the order of their keys.
fn ranks(seats: &[SeatUpdate]) -> Vec<usize> {
    let mut ranks = Vec::with_capacity(seats.len());
    for group in seats.chunk_by(|one, other| one.rank_key == other.rank_key) {
        let rank = ranks.len() + 1;
        ranks.extend(core::iter::repeat_n(rank, group.len()));
    }
    ranks
}

const fn chance(policy: &Policy, trace: &Trace) -> Chance {
    match trace {
        Trace::Below(_) | Trace::Out(_) => Chance::Below,
        _ if policy.cut.is_none() => Chance::Qualified,
        Trace::Within { .. } => Chance::Within,
        Trace::TieAtCut { .. } => Chance::TieAtCut,
        Trace::Beyond { .. } => Chance::Beyond,
    }
}

/// As on a published list: one token for every missed minimum.
fn reasons(policy: &Policy, trace: &Trace) -> Vec<String> {
    match trace {
        Trace::Below(shortfalls) => shortfalls
            .iter()
            .map(|shortfall| {
                let name = policy.measure_name(shortfall.measure);
                format!("below {name}<{}", shortfall.at_least)
            })
            .collect(),
        _ if policy.cut.is_none() => Vec::new(),
        trace => vec![trace.tokens(policy).to_string()],
    }
}

#[cfg(test)]
mod tests {
    use lexicon::{ApplicationId, AttemptId, FormationId, SittingId};
    use session::Status;

    use super::*;

    fn formation(quota: u32) -> FormationRow {
        FormationRow {
            id: FormationId::from_bytes([1; 16]),
            code: "F1".to_owned(),
            agency: String::new(),
            position: String::new(),
            qualification: String::new(),
            location: String::new(),
            category: "umum".parse().unwrap(),
            position_group: None,
            quota,
            ordinal: 0,
        }
    }

    fn seats(policy: &Policy, totals: &[[i32; 3]]) -> Vec<SeatUpdate> {
        let mut seats: Vec<SeatUpdate> = totals
            .iter()
            .enumerate()
            .map(|(index, totals)| {
                let totals = totals.map(Points).to_vec();
                let number = u8::try_from(index).unwrap();
                SeatUpdate {
                    attempt: AttemptId::from_bytes([number; 16]),
                    sitting: SittingId::from_bytes([1; 16]),
                    application: ApplicationId::from_bytes([number; 16]),
                    formation: FormationId::from_bytes([1; 16]),
                    revision: 1,
                    status: Status::Finished,
                    answered: 110,
                    rank_key: policy.order.key(&policy.sheet(&totals).unwrap()),
                    totals,
                    contact: None,
                }
            })
            .collect();
        seats.sort_by_key(|seat| core::cmp::Reverse(seat.rank_key));
        seats
    }

    /// The official case of 2020, raised so that all but the last meet the grade of 2024.
    #[test]
    fn the_cut_runs_below_all_who_are_equal_with_the_last() {
        let policy = scoring::preset("cpns-2024").unwrap().unwrap();
        let totals = [
            [100, 110, 190],
            [95, 125, 178],
            [100, 110, 176],
            [100, 110, 176],
            [90, 100, 170],
            [60, 160, 200],
        ];
        let seats = seats(&policy, &totals);
        let contested = Contested::of(&policy, &formation(1), &seats).unwrap();
        let told: Vec<_> = contested
            .lines
            .iter()
            .map(|line| (line.rank, line.place, line.chance, line.at_border))
            .collect();
        assert_eq!(
            told,
            [
                (2, Some(1), Chance::Within, false),
                (3, Some(2), Chance::Within, false),
                (4, Some(3), Chance::TieAtCut, true),
                (4, Some(3), Chance::TieAtCut, true),
                (6, Some(5), Chance::Beyond, false),
                (1, None, Chance::Below, false),
            ]
        );
        let cut = contested.cut.unwrap();
        assert_eq!((cut.places, cut.admitted), (3, 4));
        assert_eq!(cut.last_total, Some(Points(386)));
        assert_eq!(contested.qualified, 5);
        assert_eq!(contested.lines[5].reasons, ["below twk<65"]);
        assert_eq!(contested.lines[4].reasons, ["rank 5>3"]);
    }

    #[test]
    fn places_that_are_not_filled_have_no_border() {
        let policy = scoring::preset("cpns-2024").unwrap().unwrap();
        let seats = seats(&policy, &[[100, 110, 190], [95, 125, 178]]);
        let contested = Contested::of(&policy, &formation(1), &seats).unwrap();
        assert!(contested.lines.iter().all(|line| !line.at_border));
        let none = Contested::of(&policy, &formation(1), &[]).unwrap();
        assert_eq!(none.cut.unwrap().last_total, None);
    }

    #[test]
    fn a_policy_without_a_cut_draws_none() {
        let policy = scoring::preset("sekolah-kedinasan-2022").unwrap().unwrap();
        let seats = seats(&policy, &[[100, 110, 190]]);
        let contested = Contested::of(&policy, &formation(1), &seats).unwrap();
        assert!(contested.cut.is_none());
        assert_eq!(contested.lines[0].chance, Chance::Qualified);
    }
}
