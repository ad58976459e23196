//! Why a candidate has the code.

use core::fmt;

use crate::policy::{Policy, Shortfall};
use crate::status::{Code, Status};

/// The decision on one candidate with the numbers that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Meets the grade, and the rank is inside the cut.
    Within {
        /// Competition rank, from 1.
        rank: u32,
        /// Places of the cut.
        places: u32,
    },
    /// Meets the grade and is equal on the whole chain with the last admitted, where not all of the
    /// equals would have had a place: all of them go on.
    TieAtCut {
        /// Competition rank, from 1.
        rank: u32,
        /// Places of the cut, fewer than are admitted.
        places: u32,
    },
    /// Meets the grade; the places were gone before this rank.
    Beyond {
        /// Competition rank, from 1.
        rank: u32,
        /// Places of the cut.
        places: u32,
    },
    /// Misses at least one minimum of the grade; all missed ones, in the grade's order.
    Below(Vec<Shortfall>),
    /// Not ranked.
    Out(Status),
}

impl Trace {
    /// The code that follows.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Within { .. } | Self::TieAtCut { .. } => Code::Within,
            Self::Beyond { .. } => Code::Passed,
            Self::Below(_) => Code::Below,
            Self::Out(status) => Code::Out(*status),
        }
    }

    /// The competition rank, for those who meet the grade.
    #[must_use]
    pub const fn rank(&self) -> Option<u32> {
        match self {
            Self::Within { rank, .. } | Self::TieAtCut { rank, .. } | Self::Beyond { rank, .. } => {
                Some(*rank)
            }
            Self::Below(_) | Self::Out(_) => None,
        }
    }

    /// The trace in stable words for lists and files: `rank 2<=3`, `tie at cut`, `rank 4>3`,
    /// `below twk<65 tiu<80`, `status DIS`. `policy` is the one that made the decision.
    #[must_use]
    pub const fn tokens<'a>(&'a self, policy: &'a Policy) -> impl fmt::Display + use<'a> {
        Tokens {
            trace: self,
            policy,
        }
    }
}

struct Tokens<'a> {
    trace: &'a Trace,
    policy: &'a Policy,
}

impl fmt::Display for Tokens<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.trace {
            Trace::Within { rank, places } => write!(f, "rank {rank}<={places}"),
            Trace::TieAtCut { .. } => f.write_str("tie at cut"),
            Trace::Beyond { rank, places } => write!(f, "rank {rank}>{places}"),
            Trace::Out(status) => write!(f, "status {status}"),
            Trace::Below(shortfalls) => {
                f.write_str("below")?;
                shortfalls.iter().try_for_each(|shortfall| {
                    let name = self.policy.measure_name(shortfall.measure);
                    write!(f, " {name}<{}", shortfall.at_least)
                })
            }
        }
    }
}
