//! One candidate's points per sub-test.

use lexicon::Points;

/// How many sub-tests a policy may have.
pub const SUB_TESTS_MAX: usize = 8;

/// The most points one sub-test can give; keeps every sum far inside the range of [`Points`].
pub const POINTS_MAX: Points = Points(1_000_000);

/// Points per sub-test, in the policy's order of sub-tests. A sub-test without answers has 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sheet {
    points: [Points; SUB_TESTS_MAX],
    sub_tests: usize,
}

impl Sheet {
    /// A sheet of these sub-test totals, or `None` if there are more than [`SUB_TESTS_MAX`] or one lies
    /// outside 0 ..= [`POINTS_MAX`]. Whether a total can be reached by answering is not asked here
    /// (official examples hold totals that cannot): that is `Policy::check_score`.
    #[must_use]
    pub fn new(totals: &[Points]) -> Option<Self> {
        let mut points = [Points::default(); SUB_TESTS_MAX];
        points.get_mut(..totals.len())?.copy_from_slice(totals);
        let in_range = |total: &Points| (Points(0)..=POINTS_MAX).contains(total);
        totals.iter().all(in_range).then_some(Self {
            points,
            sub_tests: totals.len(),
        })
    }

    /// A sheet summed from single answers: the index of the item's sub-test and the points of the chosen
    /// option, `None` for a blank item, which gives 0. `None` as in [`Self::new`], or if an index is
    /// beyond `sub_tests`.
    #[must_use]
    pub fn of_items<I>(sub_tests: usize, items: I) -> Option<Self>
    where
        I: IntoIterator<Item = (usize, Option<Points>)>,
    {
        let mut totals = [Points::default(); SUB_TESTS_MAX];
        let totals = totals.get_mut(..sub_tests)?;
        for (sub_test, points) in items {
            let total = totals.get_mut(sub_test)?;
            total.0 = total.0.checked_add(points.unwrap_or_default().0)?;
        }
        Self::new(totals)
    }

    /// The points of the sub-test at this index of the policy; 0 beyond the last.
    #[must_use]
    pub fn points(&self, sub_test: usize) -> Points {
        self.points.get(sub_test).copied().unwrap_or_default()
    }

    /// The points of all sub-tests, in the policy's order.
    #[must_use]
    pub fn all(&self) -> &[Points] {
        self.points.get(..self.sub_tests).unwrap_or_default()
    }

    /// The sum over all sub-tests.
    #[must_use]
    pub fn total(&self) -> Points {
        self.points.iter().copied().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_items_give_nothing() {
        let items = [
            (0, Some(Points(5))),
            (1, None),
            (0, Some(Points(0))),
            (0, Some(Points(5))),
        ];
        let sheet = Sheet::of_items(3, items).unwrap();
        assert_eq!(sheet.all(), [Points(10), Points(0), Points(0)]);
        assert_eq!(sheet.total(), Points(10));
        let unanswered = Sheet::of_items(3, [(2, None)]).unwrap();
        assert_eq!(unanswered.total(), Points(0));
    }

    #[test]
    fn sums_stay_in_range() {
        assert_eq!(Sheet::new(&[Points(-1)]), None);
        assert_eq!(Sheet::new(&[Points(1_000_001)]), None);
        assert_eq!(Sheet::new(&[Points(1); 9]), None);
        let full = Sheet::new(&[POINTS_MAX; 8]).unwrap();
        assert_eq!(full.total(), Points(8_000_000));
        assert_eq!(Sheet::of_items(1, [(1, Some(Points(1)))]), None);
        assert_eq!(
            Sheet::of_items(1, vec![(0, Some(Points(i32::MAX))); 2]),
            None
        );
    }
}
