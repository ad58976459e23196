//! Sequence numbers: lost, doubled and colliding messages.

use session::{Event, JournalEvent, Refusal, Submitted, Verdict};

use crate::story::{ACCEPTED, PC, Story};

#[test]
fn a_gap_is_named_and_closed_by_sending_again() {
    let mut s = Story::skd_running();
    let (first, second, third) = (s.click(0, 0), s.click(1, 0), s.click(2, 0));
    s.sends_one(first);
    assert_eq!(s.sends_one(third), Verdict::MissingSeq { expected: 2 });
    assert_eq!(s.attempt.last_seq, 1);
    assert_eq!(
        s.sends(&[second, third]),
        Ok(vec![ACCEPTED, ACCEPTED]),
        "resent from there"
    );
}

#[test]
fn another_event_under_a_used_number_is_a_conflict() {
    let mut s = Story::skd_running();
    let first = s.click(0, 0);
    s.sends_one(first);
    let other = Event {
        id: 99,
        ..s.click(0, 3)
    };
    let collides = Event { seq: 1, ..other };
    assert_eq!(s.sends_one(collides), Verdict::Conflict);
    assert_eq!(s.chosen(0), Some(0));
    let renumbered = Event { seq: 2, ..other };
    assert_eq!(s.sends_one(renumbered), ACCEPTED);
    assert_eq!(s.chosen(0), Some(3));
}

#[test]
fn what_follows_a_conflict_waits_for_its_new_number() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    s.seq = 0;
    let (first, second) = (s.click(1, 0), s.click(2, 0));
    let first = Event { id: 99, ..first };
    assert_eq!(
        s.sends(&[first, second]),
        Ok(vec![Verdict::Conflict, Verdict::Conflict]),
        "taken as it is, the second would soon be there twice"
    );
    let renumbered = [Event { seq: 2, ..first }, Event { seq: 3, ..second }];
    assert_eq!(s.sends(&renumbered), Ok(vec![ACCEPTED, ACCEPTED]));
}

#[test]
fn one_request_may_hold_an_event_twice() {
    let mut s = Story::skd_running();
    let click = s.click(0, 0);
    let other = Event { id: 99, ..click };
    assert_eq!(
        s.sends(&[click, click, other]),
        Ok(vec![
            ACCEPTED,
            Verdict::Duplicate(Submitted::Accepted),
            Verdict::Conflict
        ])
    );
}

#[test]
fn the_current_answer_is_the_last_by_number() {
    let mut s = Story::skd_running();
    let (early, late) = (s.click(0, 1), s.click(0, 2));
    s.sends(&[early, late]).unwrap();
    s.sends_one(early);
    assert_eq!(s.chosen(0), Some(2));
}

#[test]
fn a_wiped_browser_goes_on_behind_what_the_server_has() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    s.answers(1, 0);
    s.seq = 0;
    s.logs_in(PC).unwrap();
    assert_eq!((s.epoch, s.seq), (1, 2), "same device, same epoch");
    assert_eq!(s.answers(2, 0), ACCEPTED);
}

#[test]
fn a_page_tells_a_restored_server_its_current_answers() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    s.at(5);
    // The server has events up to 1; the page wiped its queue at 7 and goes on from there.
    s.seq = 7;
    let next = s.click(1, 0);
    assert_eq!(s.sends_one(next), Verdict::MissingSeq { expected: 2 });
    assert_eq!(
        s.finishes(),
        Err(Refusal::MissingSeq { expected: 2 }),
        "no end while anything is missing"
    );
    let rebase = |seq, event: Event| Event {
        seq,
        rebase: true,
        ..event
    };
    let (again, other) = (s.click(0, 3), s.click(4, 4));
    assert_eq!(
        s.sends(&[rebase(2, again), rebase(3, other)]),
        Ok(vec![ACCEPTED, ACCEPTED])
    );
    assert_eq!((s.chosen(0), s.chosen(4)), (Some(3), Some(4)));
    let shown = s.journal.iter().filter(|row| match row {
        JournalEvent::Accepted { event, .. } => event.rebase,
        _ => false,
    });
    assert_eq!(shown.count(), 2);
    assert_eq!(s.attempt.rebased, 2, "the proctor sees what was rebased");
}

#[test]
fn a_page_that_does_not_know_of_events_may_not_finish() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    s.seq = 0;
    assert_eq!(s.finishes(), Err(Refusal::Conflict { last_seq: 1 }));
}
