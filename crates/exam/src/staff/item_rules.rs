//! Whether an item fits the rules of its selection.

use lexicon::{Points, SubTest};
use question_bank::{ItemContent, Misfit, MisfitCell};
use scoring::{ItemPoints, Policy};

/// Whether the item's sub-test is the policy's, and its options carry the points that the policy knows:
/// otherwise a paper could give other scores than the passing grade was made for.
///
/// # Errors
/// The first reason, for the author.
pub(crate) fn check_points(policy: &Policy, content: &ItemContent) -> Result<(), String> {
    let points: Vec<Points> = content.options.iter().map(|option| option.points).collect();
    let found = misfits(policy, &content.sub_test, Some(&points));
    found
        .into_iter()
        .next()
        .map_or(Ok(()), |first| Err(first.reason))
}

/// Everything in sub-test and points that the policy does not know, each by its cell; of points that could not
/// all be read nothing is said.
pub(crate) fn misfits(
    policy: &Policy,
    sub_test: &SubTest,
    points: Option<&[Points]>,
) -> Vec<Misfit> {
    let spec = policy
        .sub_test(sub_test.as_str())
        .and_then(|index| policy.sub_tests.get(index));
    let Some(spec) = spec else {
        let known: Vec<&str> = policy
            .sub_tests
            .iter()
            .map(|spec| spec.code.as_str())
            .collect();
        let known = known.join(", ");
        return vec![Misfit {
            cell: MisfitCell::SubTest,
            reason: format!("the policy has no sub-test {sub_test}; it has {known}"),
        }];
    };
    let Some(points) = points else {
        return Vec::new();
    };
    let (options, rule) = match &spec.points {
        ItemPoints::RightWrong { right, wrong } => (
            unfit(points, &[*right], Some(*wrong)),
            format!("one option earns {right} points and every other {wrong}"),
        ),
        ItemPoints::Graded(values) => {
            let listed: Vec<String> = values.iter().map(Points::to_string).collect();
            let rule = format!("the options earn {}, each once", listed.join(", "));
            (unfit(points, values, None), rule)
        }
    };
    let misfit = |option| Misfit {
        cell: MisfitCell::Points(option),
        reason: rule.clone(),
    };
    options.into_iter().map(misfit).collect()
}

/// The options whose points are neither one of `once`, which stand once each, nor `others`. Where all fit and one of
/// `once` is missing it is the option that should have it: the one after the last, or the first of `others`.
fn unfit(points: &[Points], once: &[Points], others: Option<Points>) -> Vec<usize> {
    let mut left = once.to_vec();
    let mut unfit = Vec::new();
    for (option, points) in points.iter().enumerate() {
        if let Some(at) = left.iter().position(|value| value == points) {
            left.swap_remove(at);
        } else if Some(*points) != others {
            unfit.push(option);
        }
    }
    if unfit.is_empty() && !left.is_empty() {
        unfit.push(if others.is_some() { 0 } else { points.len() });
    }
    unfit
}

#[cfg(test)]
mod tests {
    use question_bank::{ItemOption, RichText};

    use super::*;

    fn content(sub_test: &str, points: &[i32]) -> ItemContent {
        let empty = || RichText(Vec::new());
        ItemContent {
            sub_test: sub_test.parse().unwrap(),
            topic: "umum".parse().unwrap(),
            stem: empty(),
            picture: None,
            options: points
                .iter()
                .map(|points| ItemOption {
                    text: empty(),
                    picture: None,
                    points: Points(*points),
                })
                .collect(),
        }
    }

    #[test]
    fn points_are_those_of_the_policy() {
        let policy = scoring::preset("cpns-2024").unwrap().unwrap();
        let check = |sub_test, points: &[i32]| check_points(&policy, &content(sub_test, points));
        assert_eq!(check("twk", &[0, 5, 0, 0, 0]), Ok(()));
        assert_eq!(check("tkp", &[3, 1, 5, 2, 4]), Ok(()));
        for (sub_test, points) in [
            ("twk", &[5, 5, 0, 0, 0][..]),
            ("twk", &[0, 0, 0, 0, 0]),
            ("tiu", &[4, 0, 0, 0, 0]),
            ("tkp", &[1, 2, 3, 4, 4]),
            ("tkp", &[1, 2, 3, 4]),
            ("tpu", &[5, 0]),
        ] {
            assert!(check(sub_test, points).is_err(), "{sub_test} {points:?}");
        }
    }

    #[test]
    fn every_cell_that_does_not_fit_is_named() {
        use MisfitCell::{Points as Of, SubTest};
        let policy = scoring::preset("cpns-2024").unwrap().unwrap();
        for (sub_test, points, cells) in [
            ("tpu", &[5, 0][..], &[SubTest][..]),
            ("twk", &[5, 0, 5, 0, 0], &[Of(2)]),
            ("twk", &[0, 4, 5, 3, 0], &[Of(1), Of(3)]),
            ("twk", &[0, 0, 0, 0, 0], &[Of(0)]),
            ("tkp", &[1, 2, 2, 9, 5], &[Of(2), Of(3)]),
            ("tkp", &[1, 2, 3, 4], &[Of(4)]),
        ] {
            let points: Vec<Points> = points.iter().copied().map(Points).collect();
            let found = misfits(&policy, &sub_test.parse().unwrap(), Some(&points));
            let found: Vec<MisfitCell> = found.into_iter().map(|misfit| misfit.cell).collect();
            assert_eq!(found, cells, "{sub_test} {points:?}");
        }
        let unread = misfits(&policy, &"twk".parse().unwrap(), None);
        assert_eq!(unread, []);
    }
}
