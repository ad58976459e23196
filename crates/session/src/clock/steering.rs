//! Node time in a fleet: every process follows the store's clock, and none goes back.

use lexicon::{Instant, Millis};

/// Node time is made to run faster or slower by at most one part in so many.
const GENTLY: i64 = 10;

/// A look at another clock, between two looks at the own one (boot time).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Boot time before asking.
    pub before: Instant,
    /// What the other clock said.
    pub theirs: Instant,
    /// Boot time after the answer.
    pub after: Instant,
}

impl Reading {
    /// What has to be added to boot time, were the answer given half way between asking and hearing it.
    #[must_use]
    pub fn offset(&self) -> Millis {
        self.theirs - (self.before + Millis(self.took().0 / 2))
    }

    /// How long it took: the offset is wrong by at most half of that.
    #[must_use]
    pub fn took(&self) -> Millis {
        (self.after - self.before).or_zero()
    }

    /// The one that knows best: the quickest.
    #[must_use]
    pub fn best(readings: impl IntoIterator<Item = Self>) -> Option<Self> {
        readings.into_iter().min_by_key(Self::took)
    }
}

/// How node time follows from boot time: plus an offset that moves gently to where it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steering {
    /// Boot time at which it was last steered.
    from: Instant,
    /// The offset then.
    offset: Millis,
    /// Where it goes.
    target: Millis,
}

impl Steering {
    /// An offset that stays.
    #[must_use]
    pub const fn fixed(offset: Millis) -> Self {
        Self {
            from: Instant(0),
            offset,
            target: offset,
        }
    }

    /// The same at `boot`, from then on bound for another offset.
    #[must_use]
    pub fn towards(self, target: Millis, boot: Instant) -> Self {
        Self {
            from: boot,
            offset: self.offset(boot),
            target,
        }
    }

    /// Node time at `boot`. It never goes back while boot time does not, steered or not.
    #[must_use]
    pub fn at(&self, boot: Instant) -> Instant {
        boot + self.offset(boot)
    }

    fn offset(&self, boot: Instant) -> Millis {
        let most = (boot - self.from).or_zero().0 / GENTLY;
        let rest = (self.target - self.offset).0;
        self.offset + Millis(rest.clamp(-most, most))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn reading(before: i64, theirs: i64, after: i64) -> Reading {
        Reading {
            before: Instant(before),
            theirs: Instant(theirs),
            after: Instant(after),
        }
    }

    #[test]
    fn the_quickest_answer_knows_best() {
        let slow = reading(1_000, 9_900, 1_400);
        let quick = reading(2_000, 10_503, 2_006);
        assert_eq!(Reading::best([slow, quick]), Some(quick));
        assert_eq!(quick.offset(), Millis(8_500));
        assert_eq!(Reading::best([]), None);
    }

    #[test]
    fn a_difference_is_made_up_gently() {
        let steering = Steering::fixed(Millis(1_000)).towards(Millis(1_300), Instant(5_000));
        let shown = |boot: i64| steering.at(Instant(boot)) - Instant(boot);
        assert_eq!(shown(5_000), Millis(1_000));
        assert_eq!(shown(6_000), Millis(1_100));
        assert_eq!(shown(8_000), Millis(1_300));
        assert_eq!(shown(90_000), Millis(1_300));
    }

    proptest! {
        #[test]
        fn it_never_goes_back_and_gets_there(
            steps in prop::collection::vec((0_i64..3_000, prop::option::of(-9_000_i64..9_000)), 1..60),
        ) {
            let mut steering = Steering::fixed(Millis(0));
            let (mut boot, mut target) = (Instant(0), Millis(0));
            let mut last = steering.at(boot);
            for (after, steer) in steps {
                let wanted = boot + Millis(after);
                // Right after a turn, on the way, and at the end of the step.
                for look in [boot + Millis(after / 1_000), boot + Millis(after / 2), wanted] {
                    let shown = steering.at(look);
                    prop_assert!(last <= shown, "{last:?} then {shown:?}");
                    last = shown;
                }
                boot = wanted;
                if let Some(to) = steer {
                    target = Millis(to);
                    steering = steering.towards(target, boot);
                }
            }
            let later = boot + Millis(200_000);
            prop_assert_eq!(steering.at(later), later + target);
        }
    }
}
