//! The desk: who came, and with which PIN.

use lexicon::{ApplicationId, SittingId};
use session::{
    Command, JournalEvent, PinKey, Refusal, Reply, RoomAct, StaffAct, Status, ViewPhase,
};

use crate::story::{OTHER_PC, PC, PROCTOR, Story};

fn reissue(s: &mut Story, reason: &str) -> Result<Reply, Refusal> {
    s.asks(Command::ReissuePin {
        by: PROCTOR,
        reason: reason.into(),
    })
}

#[test]
fn checking_in_twice_is_checking_in() {
    let mut s = Story::skd();
    let rows = s.rows();
    assert_eq!(s.asks(Command::CheckIn { by: PROCTOR }), Ok(Reply::Done));
    assert_eq!((s.rows(), s.attempt.pin_issue), (rows, 1));
    assert_eq!(s.attempt.status, Status::Present);
}

#[test]
fn who_is_not_checked_in_does_not_log_in() {
    let mut s = Story::skd();
    s.attempt.status = Status::Assigned;
    assert_eq!(s.logs_in(PC), Err(Refusal::NotCheckedIn));
    assert_eq!(reissue(&mut s, "hilang"), Err(Refusal::NotCheckedIn));
}

#[test]
fn a_reissued_pin_is_another_and_needs_a_reason() {
    let mut s = Story::skd();
    let key = PinKey::new([3; 32]);
    let pin = |issue| {
        let sitting = SittingId::from_bytes([4; 16]);
        key.pin(sitting, ApplicationId::from_bytes([5; 16]), issue)
    };
    let first = pin(s.attempt.pin_issue);
    assert_eq!(reissue(&mut s, " "), Err(Refusal::Reason));
    reissue(&mut s, "terlihat orang lain").unwrap();
    let second = pin(s.attempt.pin_issue);
    assert!(!second.matches(first.as_str()));
    assert!(matches!(
        s.journal.last(),
        Some(JournalEvent::CheckedIn { pin_issue: 2, .. })
    ));
}

#[test]
fn a_reissue_in_the_run_keeps_lease_and_clock() {
    let mut s = Story::skd_running();
    reissue(&mut s, "kertas hilang").unwrap();
    assert_eq!((s.epoch, s.deadline()), (1, 100));
    assert_eq!(s.logs_in(OTHER_PC), Err(Refusal::HeldElsewhere));
}

#[test]
fn pins_are_not_reissued_without_end() {
    let mut s = Story::skd();
    while reissue(&mut s, "lagi").is_ok() {}
    assert_eq!(s.attempt.pin_issue, 100);
    assert_eq!(reissue(&mut s, "lagi"), Err(Refusal::TooMany));
}

#[test]
fn who_never_opened_the_paper_is_absent() {
    let mut s = Story::skd();
    s.proctor(StaffAct::Absent).unwrap();
    assert_eq!(s.view().phase, ViewPhase::Gone);
    assert_eq!(s.logs_in(PC), Err(Refusal::Status(Status::Absent)));
    let mut running = Story::skd_running();
    assert_eq!(
        running.proctor(StaffAct::Absent),
        Err(Refusal::Status(Status::Running))
    );
}

#[test]
fn the_paper_is_not_served_outside_the_sitting() {
    let mut s = Story::skd();
    s.logs_in(PC).unwrap();
    s.at(-1);
    assert_eq!(s.opens_the_paper(), Err(Refusal::NotOpen));
    s.at(5).in_the_room(RoomAct::Close).unwrap();
    assert_eq!(s.opens_the_paper(), Err(Refusal::NotOpen));
    assert_eq!(s.view().phase, ViewPhase::Waiting);
}

#[test]
fn nobody_takes_a_seat_for_the_first_time_in_a_closed_room() {
    let mut s = Story::skd();
    s.at(5).in_the_room(RoomAct::Close).unwrap();
    assert_eq!(s.logs_in(PC), Err(Refusal::NotOpen));
}

#[test]
fn an_absence_is_taken_back_to_where_it_came_from() {
    let absent = StaffAct::Absent;
    let mut s = Story::skd();
    assert_eq!(
        s.proctor(StaffAct::Recall),
        Err(Refusal::Status(Status::Present)),
        "nobody is missing"
    );
    s.proctor(absent.clone()).unwrap();
    s.proctor(StaffAct::Recall).unwrap();
    assert_eq!(
        (s.attempt.status, s.attempt.pin_issue),
        (Status::Present, 1)
    );
    s.proctor(absent).unwrap();
    s.in_the_room(RoomAct::Close).unwrap();
    assert_eq!(s.proctor(StaffAct::Recall), Err(Refusal::NotOpen));
}
