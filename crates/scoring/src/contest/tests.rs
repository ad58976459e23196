use lexicon::Points;
use proptest::prelude::*;

use super::*;
use crate::{Policy, preset};

fn policy(name: &str) -> Policy {
    preset(name).unwrap().unwrap()
}

/// An entrant with points in the order TKP, TIU, TWK of the official tables.
fn scored<Id>(id: Id, [tkp, tiu, twk]: [i32; 3]) -> Entrant<Id> {
    Entrant {
        id,
        standing: Standing::Scored(Sheet::new(&[twk, tiu, tkp].map(Points)).unwrap()),
    }
}

const fn out<Id>(id: Id, status: Status) -> Entrant<Id> {
    Entrant {
        id,
        standing: Standing::Out(status),
    }
}

fn rank<Id: Ord>(policy: &Policy, quota: u32, entrants: Vec<Entrant<Id>>) -> Vec<Placed<Id>> {
    let contest = Contest {
        grade: policy.grade("umum", None).unwrap(),
        chain: &policy.order,
        cut: policy.cut.unwrap(),
        quota,
    };
    contest.rank(entrants)
}

/// Lines as `id code rank: trace`.
fn lines(policy: &Policy, list: &[Placed<char>]) -> Vec<String> {
    let line = |placed: &Placed<char>| {
        let code = policy.codes.text(placed.code());
        let rank = placed
            .rank()
            .map_or_else(String::new, |rank| rank.to_string());
        format!(
            "{} {code} {rank}: {}",
            placed.id,
            placed.trace.tokens(policy)
        )
    };
    list.iter().map(line).collect()
}

fn official_2020() -> Vec<Entrant<char>> {
    vec![
        scored('S', [146, 115, 95]),
        scored('F', [146, 110, 100]),
        scored('E', [146, 112, 109]),
        scored('C', [147, 115, 105]),
        scored('D', [145, 105, 117]),
        scored('B', [148, 125, 115]),
        scored('A', [150, 110, 135]),
    ]
}

#[test]
fn the_official_case_of_2020() {
    let policy = policy("cpns-2019");
    let admitted = |quota| {
        let list = rank(&policy, quota, official_2020());
        let within = list
            .into_iter()
            .filter(|placed| placed.code() == Code::Within);
        within.map(|placed| placed.id).collect::<String>()
    };
    assert_eq!(admitted(1), "ABC");
    // The published order counts C, E, D by TKP, as the chain does after equal totals of 367.
    assert_eq!(admitted(2), "ABCEDS");
    let list = rank(&policy, 2, official_2020());
    assert_eq!(lines(&policy, &list)[6], "F P 7: rank 7>6");
}

#[test]
fn fewer_passers_than_places() {
    let policy = policy("cpns-2024");
    let list = rank(
        &policy,
        2,
        vec![scored('a', [166, 80, 65]), scored('b', [165, 80, 65])],
    );
    assert_eq!(
        lines(&policy, &list),
        ["a P/L 1: rank 1<=6", "b TL : below tkp<166"]
    );
}

#[test]
fn everyone_tied_at_the_border_goes_on() {
    let policy = policy("cpns-2024");
    let tied = "abcde"
        .chars()
        .map(|id| scored(id, [200, 100, 100]))
        .collect();
    let list = rank(&policy, 1, tied);
    assert!(
        lines(&policy, &list)
            .iter()
            .all(|line| line.ends_with("P/L 1: tie at cut"))
    );
    assert_eq!(list.len(), 5);

    let mut mixed: Vec<_> = "cde"
        .chars()
        .map(|id| scored(id, [200, 100, 100]))
        .collect();
    mixed.extend([
        scored('a', [220, 100, 100]),
        scored('b', [210, 100, 100]),
        // The same total and another TKP is no tie.
        scored('z', [195, 105, 100]),
    ]);
    assert_eq!(
        lines(&policy, &rank(&policy, 1, mixed)),
        [
            "a P/L 1: rank 1<=3",
            "b P/L 2: rank 2<=3",
            "c P/L 3: tie at cut",
            "d P/L 3: tie at cut",
            "e P/L 3: tie at cut",
            "z P 6: rank 6>3",
        ]
    );
}

#[test]
fn equals_that_all_have_a_place_are_no_tie_at_the_cut() {
    let policy = policy("cpns-2024");
    let tied = "abc"
        .chars()
        .map(|id| scored(id, [200, 100, 100]))
        .collect();
    assert_eq!(
        lines(&policy, &rank(&policy, 1, tied))[2],
        "c P/L 1: rank 1<=3"
    );
}

#[test]
fn a_blank_sub_test_and_a_blank_paper_are_below_the_grade() {
    let policy = policy("cpns-2024");
    let list = rank(
        &policy,
        1,
        vec![scored('b', [0, 0, 0]), scored('a', [0, 175, 150])],
    );
    assert_eq!(
        lines(&policy, &list),
        ["a TL : below tkp<166", "b TL : below twk<65 tiu<80 tkp<166"]
    );
}

#[test]
fn a_total_and_a_sub_test_are_both_asked() {
    let policy = policy("cpns-2024");
    let contest = Contest {
        grade: policy.grade("cumlaude", None).unwrap(),
        chain: &policy.order,
        cut: Cut::Fixed(1),
        quota: 9,
    };
    let list = contest.rank([
        scored('a', [226 - 10, 85, 10]),
        scored('b', [225, 85, 0]),
        scored('c', [225, 80, 0]),
        scored('d', [225, 86, 0]),
    ]);
    assert_eq!(
        lines(&policy, &list),
        [
            "d P/L 1: rank 1<=1",
            "a P 2: rank 2>1",
            "b TL : below total<311",
            "c TL : below total<311 tiu<85"
        ]
    );
}

#[test]
fn one_who_falls_out_makes_room_for_the_next() {
    let policy = policy("cpns-2024");
    let field = |first: Standing| {
        let mut entrants: Vec<_> = "bcde"
            .chars()
            .map(|id| scored(id, [200, 100, 100]))
            .collect();
        for (entrant, tkp) in entrants.iter_mut().zip((197..=200).rev()) {
            *entrant = scored(entrant.id, [tkp, 100, 100]);
        }
        entrants.push(Entrant {
            id: 'a',
            standing: first,
        });
        entrants.push(out('0', Status::Absent));
        rank(&policy, 1, entrants)
    };
    let before = field(scored('a', [225, 100, 100]).standing);
    assert_eq!(lines(&policy, &before)[3], "d P 4: rank 4>3");
    let after = field(Standing::Out(Status::Disqualified));
    assert_eq!(
        lines(&policy, &after),
        [
            "b P/L 1: rank 1<=3",
            "c P/L 2: rank 2<=3",
            "d P/L 3: rank 3<=3",
            "e P 4: rank 4>3",
            "0 TH : status TH",
            "a DIS : status DIS",
        ]
    );
}

fn entrants() -> impl Strategy<Value = Vec<Entrant<u16>>> {
    // Few distinct values, so that ties are the rule.
    let sheet = (160..175_i32, 78..83_i32, 63..68_i32);
    let standing = prop_oneof![
        9 => sheet.prop_map(|(tkp, tiu, twk)| scored(0, [tkp, tiu, twk]).standing),
        1 => Just(Standing::Out(Status::Disqualified)),
    ];
    let number = |list: Vec<Standing>| {
        let numbered = (0..)
            .zip(list)
            .map(|(id, standing)| Entrant { id, standing });
        numbered.collect()
    };
    prop::collection::vec(standing, 0..60).prop_map(number)
}

fn key_of(policy: &Policy, entrants: &[Entrant<u16>], id: u16) -> Option<Key> {
    entrants
        .iter()
        .find(|entrant| entrant.id == id)
        .and_then(|entrant| match entrant.standing {
            Standing::Scored(sheet) => Some(policy.order.key(&sheet)),
            Standing::Out(_) => None,
        })
}

proptest! {
    #[test]
    fn the_cut_never_splits_equals_nor_admits_more_than_it_must(
        entrants in entrants(), quota in 1..8_u32,
    ) {
        let policy = policy("cpns-2024");
        let list = rank(&policy, quota, entrants.clone());
        let key = |placed: &Placed<u16>| key_of(&policy, &entrants, placed.id);
        let within: Vec<_> = list.iter().filter(|p| p.code() == Code::Within).collect();
        let beyond: Vec<_> = list.iter().filter(|p| p.code() == Code::Passed).collect();
        let worst_within = within.iter().filter_map(|placed| key(placed)).min();
        for placed in &beyond {
            prop_assert!(key(placed) < worst_within);
        }
        let places = quota as usize * 3;
        let strictly_better = within.iter().filter(|p| key(p) > worst_within).count();
        prop_assert!(strictly_better < places.max(1));
        prop_assert!(within.len() >= places.min(within.len() + beyond.len()));
    }

    #[test]
    fn a_rank_is_one_more_than_the_number_of_better_passers(entrants in entrants()) {
        let policy = policy("cpns-2024");
        let list = rank(&policy, 2, entrants.clone());
        let passers: Vec<_> = list.iter().filter(|placed| placed.rank().is_some()).collect();
        for placed in &passers {
            let key = key_of(&policy, &entrants, placed.id);
            let better = passers.iter().filter(|p| key_of(&policy, &entrants, p.id) > key);
            prop_assert_eq!(placed.rank(), Some(better.count() as u32 + 1));
        }
    }

    #[test]
    fn the_order_of_input_does_not_matter(
        (given, shuffled) in entrants().prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        quota in 1..5_u32,
    ) {
        let policy = policy("cpns-2024");
        prop_assert_eq!(rank(&policy, quota, given), rank(&policy, quota, shuffled));
    }

    #[test]
    fn a_disqualified_candidate_is_as_if_never_there(entrants in entrants(), which in any::<prop::sample::Index>()) {
        prop_assume!(!entrants.is_empty());
        let policy = policy("cpns-2024");
        let index = which.index(entrants.len());
        let mut marked = entrants.clone();
        marked[index].standing = Standing::Out(Status::Disqualified);
        let id = marked[index].id;
        let mut without = entrants;
        without.remove(index);
        let redrawn = rank(&policy, 1, marked).into_iter().filter(|placed| placed.id != id);
        prop_assert_eq!(redrawn.collect::<Vec<_>>(), rank(&policy, 1, without));
    }
}
