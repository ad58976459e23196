//! PPPK: two timed blocks, each with its own account.

use lexicon::Millis;
use session::{EndReason, JournalEvent, Refusal, RefusedReason, Reply, StaffAct, Verdict};

use crate::story::{ACCEPTED, PC, Story, minutes, receipt, refused};

fn running() -> Story {
    let mut s = Story::pppk();
    s.logs_in(PC).unwrap();
    s.opens_the_paper().unwrap();
    s
}

#[test]
fn items_of_another_block_are_refused() {
    let mut s = running();
    assert_eq!(s.at(1).answers(2, 0), refused(RefusedReason::OtherBlock));
    assert_eq!(s.answers(0, 0), ACCEPTED);
    assert_eq!(s.finishes(), Ok(Reply::NextBlock));
    assert_eq!(s.at(2).answers(0, 1), refused(RefusedReason::OtherBlock));
    assert_eq!(s.answers(2, 0), ACCEPTED);
    assert_eq!(s.total(), 10);
}

#[test]
fn the_next_block_starts_at_the_end_of_the_first() {
    let mut s = running();
    let revision = s.view().time_revision;
    s.at(30).finishes().unwrap();
    assert_eq!((s.view().block, s.deadline()), (1, 40));
    assert!(s.view().time_revision > revision);
    let ended = receipt(s.at(40).says_time_up());
    assert_eq!(ended.ended_by, EndReason::Time);
}

#[test]
fn the_first_block_ends_by_time_too() {
    let mut s = running();
    assert_eq!(s.at(120).says_time_up(), Ok(Reply::NextBlock));
    assert_eq!(s.deadline(), 130);
    assert_eq!(
        s.at(120).says_time_up(),
        Err(Refusal::NotDue),
        "sent twice, it does not end the second"
    );
    let (mut gone, at) = (running(), 121);
    assert_eq!(gone.at(at).closer_comes(), Ok(Reply::NextBlock));
    receipt(gone.at(132).closer_comes());
}

#[test]
fn a_finish_sent_twice_ends_one_block() {
    let mut s = running();
    assert_eq!(s.at(30).finishes_block(0), Ok(Reply::NextBlock));
    let rows = s.rows();
    assert_eq!(s.at(31).finishes_block(0), Ok(Reply::NextBlock));
    assert_eq!((s.rows(), s.deadline()), (rows, 40));
    receipt(s.at(32).finishes_block(1));
}

#[test]
fn nobody_finishes_a_block_that_has_not_begun() {
    let mut s = running();
    assert_eq!(s.at(30).finishes_block(1), Err(Refusal::NotDue));
    assert_eq!(s.view().block, 0);
}

#[test]
fn a_pause_of_the_first_block_is_not_given_back_in_the_second() {
    let mut s = running();
    s.at(10).proctor(StaffAct::Pause).unwrap();
    s.at(20).proctor(StaffAct::Resume).unwrap();
    assert_eq!(s.deadline(), 130);
    s.at(30).finishes().unwrap();
    assert_eq!(s.deadline(), 40);
    let starts: Vec<Millis> = s
        .journal
        .iter()
        .filter_map(|row| match row {
            JournalEvent::Started { entitlement, .. } => Some(*entitlement),
            _ => None,
        })
        .collect();
    assert_eq!(starts, [Millis::from_mins(120), Millis::from_mins(10)]);
}

#[test]
fn reopening_concerns_the_last_block() {
    let mut s = running();
    s.at(30).finishes().unwrap();
    let (of_the_first, of_the_last) = (s.click(0, 0), s.click(2, 0));
    receipt(s.at(41).closer_comes());
    let late = s.at(42).sends(&[of_the_first, of_the_last]).unwrap();
    assert!(late.iter().all(|v| matches!(v, Verdict::First(_))));
    s.at(43).reopens(35, 38).unwrap();
    assert_eq!((s.chosen(0), s.chosen(2)), (None, Some(0)));
    assert_eq!(s.view().deadline, Some(minutes(46)), "all that was lost");
}

#[test]
fn a_proctor_ends_the_whole_attempt() {
    let mut s = running();
    receipt(s.at(30).proctor(StaffAct::End));
}
