//! The server was away.

use session::{JournalEvent, PauseReason, Refusal, RoomAct, ViewPhase};

use crate::story::{ACCEPTED, LATE, Story, minutes, receipt};

#[test]
fn a_short_outage_is_given_back_by_itself() {
    let mut s = Story::skd_running();
    s.outage(10, 11);
    assert_eq!(s.at(11).view().phase, ViewPhase::Running);
    assert_eq!(s.deadline(), 101);
    assert_eq!(s.answers(0, 0), ACCEPTED);
    let noted = JournalEvent::OutageNoted {
        at: minutes(11),
        from: minutes(10),
        to: minutes(11),
    };
    assert_eq!(
        s.journal.iter().filter(|row| **row == noted).count(),
        1,
        "the chain takes note of it once"
    );
    let rows = s.rows();
    s.at(12).answers(1, 0);
    assert_eq!(s.rows(), rows + 1);
}

#[test]
fn what_was_received_in_an_outage_and_judged_after_it_counts() {
    let mut s = Story::skd_running();
    s.outage(99, 105);
    assert_eq!(s.at(101).answers(0, 0), ACCEPTED);
    assert_eq!(s.deadline(), 106);
}

#[test]
fn a_stall_around_the_deadline_closes_nobody() {
    let mut s = Story::skd_running();
    let click = s.click(0, 0);
    s.outage(100, 101);
    s.at(101);
    assert_eq!(s.closer_comes(), Err(Refusal::NotDue));
    assert_eq!(s.says_time_up(), Err(Refusal::NotDue), "the page unlocks");
    assert_eq!(s.sends_one(click), ACCEPTED);
}

#[test]
fn a_long_outage_waits_for_the_proctor() {
    let mut s = Story::skd_running();
    s.outage(10, 20);
    s.at(20)
        .in_the_room(RoomAct::Pause {
            reason: PauseReason::Outage,
            from: minutes(10),
        })
        .unwrap();
    assert_eq!(s.at(25).view().phase, ViewPhase::Paused);
    s.at(30).in_the_room(RoomAct::Resume).unwrap();
    assert_eq!(s.deadline(), 120, "the wait for the proctor included");
}

#[test]
fn an_outage_after_the_end_brings_nothing_back() {
    let mut s = Story::skd_running();
    receipt(s.at(100).says_time_up());
    s.outage(101, 120);
    assert_eq!(s.at(120).answers(0, 0), LATE);
    assert_eq!(s.view().phase, ViewPhase::Finished);
}
