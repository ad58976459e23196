use super::*;

fn state(phase: Phase, last_seq: u32, remaining_ms: i64) -> State {
    State {
        phase,
        epoch: 1,
        last_seq,
        block: 0,
        remaining_ms: Some(remaining_ms),
    }
}

fn running(last_seq: u32) -> State {
    state(Phase::Running, last_seq, 60_000)
}

fn page(clicks: u64) -> Page {
    let mut page = Page::new(&running(0), &[], 0);
    for id in 1..=clicks {
        page.click(id, Deed::Answer(id * 10), id, id).unwrap();
    }
    page
}

fn ruling(seq: u32, verdict: Verdict) -> Ruling {
    Ruling { seq, verdict }
}

fn numbers(page: &Page) -> Vec<(u32, u64)> {
    let batch = page.batch();
    batch.iter().map(|(seq, held)| (*seq, held.id)).collect()
}

fn accept(page: &mut Page, up_to: u32) -> Vec<Told> {
    let rulings: Vec<Ruling> = (1..=up_to)
        .map(|seq| ruling(seq, Verdict::Accepted))
        .collect();
    page.take(&rulings, &running(up_to), 100, || 0)
}

#[test]
fn what_has_no_verdict_is_sent_again() {
    let mut page = page(3);
    assert_eq!(numbers(&page), vec![(1, 1), (2, 2), (3, 3)]);
    let told = accept(&mut page, 2);
    assert_eq!(told.len(), 2);
    assert_eq!(numbers(&page), vec![(3, 3)]);
    let rulings = [ruling(3, Verdict::NotRunning)];
    page.take(&rulings, &state(Phase::Paused, 2, 9), 100, || 0);
    assert_eq!(numbers(&page), vec![(3, 3)], "kept through the pause");
}

#[test]
fn a_request_holds_at_most_200_events() {
    assert_eq!(page(250).batch().len(), 200);
}

#[test]
fn a_conflict_renumbers_what_has_no_verdict() {
    let mut page = page(3);
    accept(&mut page, 1);
    let rulings = [ruling(2, Verdict::Conflict), ruling(3, Verdict::Conflict)];
    page.take(&rulings, &running(5), 100, || 0);
    assert_eq!(numbers(&page), vec![(6, 2), (7, 3)]);
    assert_eq!(page.last(), 7);
}

#[test]
fn a_restored_server_gets_again_what_it_lost() {
    let mut page = page(4);
    accept(&mut page, 3);
    let rulings = [ruling(4, Verdict::MissingSeq { expected: 2 })];
    page.take(&rulings, &running(1), 100, || 0);
    assert_eq!(numbers(&page), vec![(2, 2), (3, 3), (4, 4)], "same numbers");
}

#[test]
fn a_wiped_page_repeats_its_answers_where_it_has_nothing_else() {
    let answers = [Current {
        item: lexicon::FormItemId(7),
        option: Some(lexicon::OptionId(70)),
        flagged: true,
    }];
    let mut page = Page::new(&running(57), &answers, 0);
    page.lay_out([7, 8, 9]);
    page.click(8, Deed::Answer(80), 500, 1).unwrap();
    assert_eq!(numbers(&page), vec![(58, 500)]);
    let mut next = 900;
    let rulings = [ruling(58, Verdict::MissingSeq { expected: 41 })];
    page.take(&rulings, &running(40), 100, || {
        next += 1;
        next
    });
    let batch = page.batch();
    let sent: Vec<(u32, u64, Deed, bool)> = batch
        .iter()
        .map(|(seq, held)| (*seq, held.item, held.deed, held.rebase))
        .collect();
    assert_eq!(
        sent,
        vec![
            (41, 7, Deed::Answer(70), true),
            (42, 7, Deed::Flag, true),
            (43, 8, Deed::Answer(80), true),
            (44, 8, Deed::Unflag, true),
            (45, 9, Deed::Clear, true),
            (46, 9, Deed::Unflag, true),
            (47, 8, Deed::Answer(80), false),
        ]
    );
    assert_eq!(batch.last().unwrap().1.id, 500, "the click keeps its id");
}

#[test]
fn zero_locks_and_a_later_deadline_unlocks() {
    let mut page = page(1);
    assert!(!page.lock().is_up(59_999));
    assert!(page.lock().is_up(60_000));
    assert!(page.click(1, Deed::Clear, 9, 60_000).is_none());
    page.learn(&state(Phase::Running, 1, 5_000), 61_000);
    assert!(page.click(1, Deed::Clear, 9, 62_000).is_some());
    page.learn(&state(Phase::Paused, 2, 4_000), 63_000);
    assert!(!page.lock().is_up(99_000), "time stands still");
    assert!(page.click(1, Deed::Clear, 10, 63_000).is_none());
}

#[test]
fn a_repeated_verdict_is_final_too() {
    let mut page = page(1);
    let first = Final::Late;
    let told = page.take(
        &[ruling(1, Verdict::Duplicate { first })],
        &running(1),
        5,
        || 0,
    );
    assert_eq!((told[0].verdict, told[0].repeated), (Final::Late, true));
    assert_eq!(page.waiting(), 0);
}
