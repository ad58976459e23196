//! What an item can give, and which totals can come of it.

use lexicon::Points;

/// The points of one item. A blank item gives 0, and no answer takes points away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemPoints {
    /// One option is right (TWK, TIU: 5 and 0).
    RightWrong {
        /// The right option's points.
        right: Points,
        /// Every other option's points.
        wrong: Points,
    },
    /// Each option has points of its own (TKP: 1 to 5, each once); ascending, at least two.
    Graded(Vec<Points>),
}

/// Why a total cannot come from answering a sub-test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScoreFault {
    /// The policy has no such sub-test.
    #[error("the policy does not know this sub-test")]
    UnknownSubTest,
    /// Below zero.
    #[error("a score is not negative")]
    Negative,
    /// More than all items at their best.
    #[error("the score is above the maximum {max}")]
    AboveMax {
        /// The most the sub-test can give.
        max: Points,
    },
    /// Between two steps.
    #[error("the score is not a multiple of {step}, the step of this sub-test")]
    OffStep {
        /// Every reachable total is a multiple of this.
        step: i32,
    },
}

impl ItemPoints {
    /// The points an option can have, without repetition of rules for blanks.
    fn values(&self) -> Vec<Points> {
        match self {
            Self::RightWrong { right, wrong } => vec![*wrong, *right],
            Self::Graded(values) => values.clone(),
        }
    }

    /// The most that this many items can give.
    #[must_use]
    pub fn max(&self, items: u32) -> Points {
        let best = self.values().into_iter().max().unwrap_or_default();
        Points(
            best.0
                .saturating_mul(i32::try_from(items).unwrap_or(i32::MAX)),
        )
    }

    /// Every total is a multiple of this: 5 for 5 and 0, 1 for 1 to 5.
    #[must_use]
    pub fn step(&self) -> i32 {
        let step = self
            .values()
            .into_iter()
            .fold(0, |step, value| gcd(step, value.0));
        step.max(1)
    }

    /// Whether this many items can give this total.
    pub(super) fn check(&self, items: u32, score: i64) -> Result<Points, ScoreFault> {
        if score < 0 {
            return Err(ScoreFault::Negative);
        }
        let max = self.max(items);
        let within = i32::try_from(score).ok().filter(|points| *points <= max.0);
        let points = within.ok_or(ScoreFault::AboveMax { max })?;
        let step = self.step();
        if points % step != 0 {
            return Err(ScoreFault::OffStep { step });
        }
        Ok(Points(points))
    }
}

const fn gcd(mut one: i32, mut other: i32) -> i32 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_follow_from_the_items() {
        let twk = ItemPoints::RightWrong {
            right: Points(5),
            wrong: Points(0),
        };
        assert_eq!((twk.max(30), twk.step()), (Points(150), 5));
        assert_eq!(twk.check(30, 150), Ok(Points(150)));
        assert_eq!(twk.check(30, 0), Ok(Points(0)));
        assert_eq!(
            twk.check(30, 151),
            Err(ScoreFault::AboveMax { max: Points(150) })
        );
        assert_eq!(
            twk.check(30, 1 << 40),
            Err(ScoreFault::AboveMax { max: Points(150) })
        );
        assert_eq!(twk.check(30, 63), Err(ScoreFault::OffStep { step: 5 }));
        assert_eq!(twk.check(30, -5), Err(ScoreFault::Negative));

        let tkp = ItemPoints::Graded((1..=5).map(Points).collect());
        assert_eq!((tkp.max(45), tkp.step()), (Points(225), 1));
        assert_eq!(tkp.check(45, 166), Ok(Points(166)));
        assert_eq!(tkp.check(45, 0), Ok(Points(0)));
    }
}
