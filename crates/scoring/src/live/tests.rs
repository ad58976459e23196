use lexicon::Points;
use proptest::prelude::*;

use super::*;
use crate::{Chain, Measure, Sheet};

fn key(points: i32) -> Key {
    let chain = Chain::new(vec![Measure::Total]).unwrap();
    chain.key(&Sheet::new(&[Points(points)]).unwrap())
}

/// The plain rule: sort, then count who is strictly better.
fn model(entries: &BTreeMap<u16, i32>) -> Vec<(usize, u16, i32)> {
    let mut list: Vec<_> = entries.iter().map(|(id, points)| (*id, *points)).collect();
    list.sort_by_key(|(id, points)| (Reverse(*points), *id));
    let rank = |points| 1 + list.iter().filter(|(_, other)| *other > points).count();
    list.iter()
        .map(|(id, points)| (rank(*points), *id, *points))
        .collect()
}

#[derive(Clone, Debug)]
enum Step {
    Set(u16, i32),
    Remove(u16),
}

fn steps(len: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..400_u16, 0..40).prop_map(|(id, points)| Step::Set(id, points)),
        1 => (0..400_u16).prop_map(Step::Remove),
    ];
    prop::collection::vec(step, 0..len)
}

#[test]
fn equals_share_a_rank_and_the_next_one_skips() {
    let mut ranking = LiveRanking::new();
    for (id, points) in [('a', 9), ('b', 7), ('c', 7), ('d', 5)] {
        assert_eq!(ranking.set(id, key(points)), None);
    }
    let ranks: Vec<_> = ranking.top(9).map(|row| (row.rank, row.id)).collect();
    assert_eq!(ranks, [(1, 'a'), (2, 'b'), (2, 'c'), (4, 'd')]);
    let around: Vec<_> = ranking.around(&'c', 1).map(|row| row.id).collect();
    assert_eq!(around, ['b', 'c', 'd']);
    assert_eq!(ranking.set('d', key(8)), Some(key(5)));
    assert_eq!(
        ranking.get(&'c').map(|row| (row.rank, row.position)),
        Some((3, 3))
    );
    assert_eq!(ranking.remove(&'a'), Some(key(9)));
    assert_eq!(ranking.remove(&'a'), None);
    assert_eq!(ranking.around(&'a', 1).count(), 0);
    assert_eq!(ranking.rank_of(key(8)), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_agrees_with_sorting(steps in steps(1_500), from in 0..400_usize, len in 0..50_usize) {
        let mut ranking = LiveRanking::new();
        let mut entries = BTreeMap::new();
        for step in steps {
            match step {
                Step::Set(id, points) => {
                    let former = entries.insert(id, points).map(key);
                    prop_assert_eq!(ranking.set(id, key(points)), former);
                }
                Step::Remove(id) => {
                    prop_assert_eq!(ranking.remove(&id), entries.remove(&id).map(key));
                }
            }
        }
        let expected = model(&entries);
        prop_assert_eq!(ranking.len(), expected.len());
        let all: Vec<_> = ranking.top(usize::MAX).map(|row| (row.rank, row.id, row.key)).collect();
        let expected: Vec<_> = expected.into_iter().map(|(r, id, p)| (r, id, key(p))).collect();
        prop_assert_eq!(&all, &expected);
        let page: Vec<_> = ranking.page(from, len).map(|row| (row.rank, row.id, row.key)).collect();
        let slice: Vec<_> = expected.iter().skip(from).take(len).copied().collect();
        prop_assert_eq!(page, slice);
        for (position, (rank, id, key)) in expected.into_iter().enumerate() {
            prop_assert_eq!(ranking.get(&id), Some(LiveRow { rank, position, id, key }));
        }
    }
}
