//! One formation's ranking and cut.

use core::cmp::Reverse;

use crate::cut::Cut;
use crate::order::{Chain, Key};
use crate::policy::{Grade, Shortfall};
use crate::sheet::Sheet;
use crate::status::{Code, Status};
use crate::trace::Trace;

/// The rules under which the candidates of one formation stand against each other.
#[derive(Clone, Copy, Debug)]
pub struct Contest<'a> {
    /// What must be reached: `Policy::grade` of the formation's category and position group.
    pub grade: &'a Grade,
    /// What decides between two candidates.
    pub chain: &'a Chain,
    /// How many go on.
    pub cut: Cut,
    /// The seats of the formation.
    pub quota: u32,
}

/// How a candidate comes into the contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Has a result that counts.
    Scored(Sheet),
    /// Holds no place, whatever was scored.
    Out(Status),
}

/// One candidate of the formation. `Id` is the order among equals (a participant number, say); it
/// never decides anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entrant<Id> {
    /// The candidate.
    pub id: Id,
    /// The result or the reason for having none.
    pub standing: Standing,
}

/// One line of the formation's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<Id> {
    /// The candidate.
    pub id: Id,
    /// The decision and its numbers.
    pub trace: Trace,
}

impl<Id> Placed<Id> {
    /// The competition rank (1, 2, 2, 4), only for those who meet the grade.
    #[must_use]
    pub const fn rank(&self) -> Option<u32> {
        self.trace.rank()
    }

    /// What the list says.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.trace.code()
    }
}

impl Contest<'_> {
    /// The formation's list: first those who meet the grade by rank, then those below it in the same
    /// order without rank, then those out of the contest; equals, and those out, by id. The order of
    /// `entrants` does not matter.
    ///
    /// At most [`Cut::places`] of those who meet the grade go on, and with the last of them everyone equal
    /// on the whole chain (domain, the cut from SKD to SKB).
    #[must_use]
    pub fn rank<Id: Ord>(
        &self,
        entrants: impl IntoIterator<Item = Entrant<Id>>,
    ) -> Vec<Placed<Id>> {
        let mut passed = Vec::new();
        let mut below = Vec::new();
        let mut out = Vec::new();
        for Entrant { id, standing } in entrants {
            match standing {
                Standing::Out(status) => out.push((id, status)),
                Standing::Scored(sheet) => {
                    let place = (Reverse(self.chain.key(&sheet)), id);
                    let shortfalls = self.grade.shortfalls(&sheet);
                    if shortfalls.is_empty() {
                        passed.push(place);
                    } else {
                        below.push((place, shortfalls));
                    }
                }
            }
        }
        passed.sort_unstable();
        below.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        out.sort_unstable();

        let mut list = Vec::with_capacity(passed.len() + below.len() + out.len());
        self.place(passed, &mut list);
        list.extend(below.into_iter().map(line_below));
        list.extend(out.into_iter().map(|(id, status)| Placed {
            id,
            trace: Trace::Out(status),
        }));
        list
    }

    /// Ranks those who meet the grade, best first, and draws the cut.
    fn place<Id>(&self, passed: Vec<(Reverse<Key>, Id)>, list: &mut Vec<Placed<Id>>) {
        let places = self.cut.places(self.quota);
        let groups = passed.chunk_by(|(one, _), (other, _)| one == other);
        let sizes: Vec<usize> = groups.map(<[_]>::len).collect();
        let mut ids = passed.into_iter().map(|(_, id)| id);
        let mut ahead = 0_u32;
        for size in sizes {
            let rank = ahead.saturating_add(1);
            ahead = ahead.saturating_add(u32::try_from(size).unwrap_or(u32::MAX));
            let trace = if rank > places {
                Trace::Beyond { rank, places }
            } else if ahead > places {
                Trace::TieAtCut { rank, places }
            } else {
                Trace::Within { rank, places }
            };
            let line = |id| Placed {
                id,
                trace: trace.clone(),
            };
            list.extend(ids.by_ref().take(size).map(line));
        }
    }
}

fn line_below<Id>(((_, id), shortfalls): ((Reverse<Key>, Id), Vec<Shortfall>)) -> Placed<Id> {
    Placed {
        id,
        trace: Trace::Below(shortfalls),
    }
}

#[cfg(test)]
mod tests;
