//! Whether an item fits the rules of its selection.

use lexicon::Points;
use question_bank::ItemContent;
use scoring::{ItemPoints, Policy};

/// Whether the item's sub-test is the policy's, and its options carry the points that the policy knows:
/// otherwise a paper could give other scores than the passing grade was made for.
///
/// # Errors
/// The reason, for the author.
pub(crate) fn check_points(policy: &Policy, content: &ItemContent) -> Result<(), String> {
    let spec = policy
        .sub_test(content.sub_test.as_str())
        .and_then(|index| policy.sub_tests.get(index));
    let Some(spec) = spec else {
        let known: Vec<&str> = policy
            .sub_tests
            .iter()
            .map(|spec| spec.code.as_str())
            .collect();
        return Err(format!(
            "the policy has no sub-test {}; it has {}",
            content.sub_test,
            known.join(", ")
        ));
    };
    let mut points: Vec<Points> = content.options.iter().map(|option| option.points).collect();
    points.sort_unstable();
    match &spec.points {
        ItemPoints::RightWrong { right, wrong } => {
            let rights = points.iter().filter(|points| *points == right).count();
            let others = points
                .iter()
                .all(|points| points == right || points == wrong);
            if rights == 1 && others {
                Ok(())
            } else {
                Err(format!(
                    "one option earns {right} points and every other {wrong}"
                ))
            }
        }
        ItemPoints::Graded(values) => {
            if points == *values {
                Ok(())
            } else {
                let values: Vec<String> = values.iter().map(Points::to_string).collect();
                Err(format!("the options earn {}, each once", values.join(", ")))
            }
        }
    }
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
}
