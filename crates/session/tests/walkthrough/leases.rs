//! Which device holds the attempt.

use session::{Attempt, JournalEvent, Refusal, Reply, RoomAct, StaffAct, check_log_in};

use crate::story::{ACCEPTED, OTHER_PC, PC, Story, THIRD_PC, receipt};

const HELD: Result<Reply, Refusal> = Err(Refusal::HeldElsewhere);

fn moved(epoch: u32) -> Result<Reply, Refusal> {
    Ok(Reply::Leased { epoch, moved: true })
}

#[test]
fn the_same_device_keeps_its_epoch() {
    let mut s = Story::skd_running();
    let rows = s.rows();
    let again = Reply::Leased {
        epoch: 1,
        moved: false,
    };
    assert_eq!(s.logs_in(PC), Ok(again));
    assert_eq!(s.rows(), rows);
}

#[test]
fn another_device_needs_a_release() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    assert_eq!(s.at(5).logs_in(OTHER_PC), HELD);
    s.proctor(StaffAct::Release).unwrap();
    assert_eq!(s.at(6).logs_in(OTHER_PC), moved(2));
    assert_eq!(s.answers(1, 0), ACCEPTED, "the new one goes on behind");
    assert_eq!(s.total(), 10);
    assert_eq!(s.logs_in(PC), HELD, "a release is used up");
}

#[test]
fn a_release_fences_nobody_off_by_itself() {
    let mut s = Story::skd_running();
    s.proctor(StaffAct::Release).unwrap();
    assert_eq!(s.answers(0, 0), ACCEPTED);
    assert_eq!(s.epoch, 1);
}

#[test]
fn a_stale_epoch_consumes_nothing() {
    let mut s = Story::skd_running();
    s.proctor(StaffAct::Release).unwrap();
    let unsent = s.click(0, 0);
    s.logs_in(OTHER_PC).unwrap();
    let rows = s.rows();
    s.epoch = 1;
    let stale = Refusal::StaleEpoch { current: 2 };
    assert_eq!(s.sends(&[unsent]), Err(stale));
    assert_eq!(s.finishes(), Err(stale));
    assert_eq!(s.says_time_up(), Err(stale));
    assert_eq!(s.opens_the_paper(), Err(stale));
    assert_eq!((s.attempt.last_seq, s.rows()), (0, rows));
    s.epoch = 9;
    assert_eq!(s.sends(&[unsent]), Err(stale), "nor one from the future");
}

#[test]
fn a_release_of_the_room_moves_each_seat_once() {
    let mut s = Story::skd_running();
    s.at(10).in_the_room(RoomAct::Release).unwrap();
    assert_eq!(s.at(11).logs_in(OTHER_PC), moved(2));
    assert_eq!(s.at(12).logs_in(THIRD_PC), HELD);
    s.at(13).in_the_room(RoomAct::Release).unwrap();
    assert_eq!(s.at(14).logs_in(THIRD_PC), moved(3));
}

#[test]
fn who_logs_in_after_the_release_of_the_room_has_nothing_to_use() {
    let mut s = Story::skd();
    s.at(1).in_the_room(RoomAct::Release).unwrap();
    s.at(2).logs_in(PC).unwrap();
    assert_eq!(s.at(3).logs_in(OTHER_PC), HELD);
}

#[test]
fn a_finished_attempt_may_be_looked_at_and_its_chain_stays() {
    let mut s = Story::skd_running();
    s.at(5).finishes().unwrap();
    s.at(6).in_the_room(RoomAct::Release).unwrap();
    let rows = s.rows();
    assert_eq!(s.at(7).logs_in(OTHER_PC), moved(2));
    s.at(8).proctor(StaffAct::Release).unwrap();
    assert_eq!(s.logs_in(THIRD_PC), moved(3), "or this seat alone");
    assert_eq!(s.rows(), rows);
    receipt(s.finishes());
}

#[test]
fn a_lease_taken_after_the_end_is_written_down_when_the_attempt_goes_on() {
    let mut s = Story::skd_running();
    s.at(100).says_time_up().unwrap();
    s.at(101).in_the_room(RoomAct::Release).unwrap();
    s.at(102).logs_in(OTHER_PC).unwrap();
    s.at(103).reopens(90, 95).unwrap();
    let last = s.journal.last().unwrap();
    assert!(
        matches!(last, JournalEvent::LoggedIn { epoch: 2, device, .. } if *device == OTHER_PC),
        "{last:?}"
    );
}

#[test]
fn a_log_out_ends_what_was_given_before_and_leaves_the_rest_as_it_is() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    let (rows, before) = (s.rows(), s.attempt.clone());
    assert_eq!(check_log_in(&s.attempt, 0), Ok(()));
    assert_eq!(s.at(5).logs_out(), Ok(Reply::Done));
    assert_eq!(check_log_in(&s.attempt, 0), Err(Refusal::LoggedOut));
    assert_eq!(
        check_log_in(&s.attempt, 1),
        Ok(()),
        "what is given after it"
    );
    let unchanged = Attempt {
        log_outs: 0,
        ..s.attempt.clone()
    };
    assert_eq!((unchanged, s.rows()), (before, rows));
    let again = Reply::Leased {
        epoch: 1,
        moved: false,
    };
    assert_eq!(s.logs_in(PC), Ok(again), "the lease stays");
    assert_eq!(s.answers(1, 0), ACCEPTED, "and the run goes on");
}

#[test]
fn a_device_that_the_lease_has_left_logs_nobody_out() {
    let mut s = Story::skd_running();
    s.proctor(StaffAct::Release).unwrap();
    s.logs_in(OTHER_PC).unwrap();
    s.epoch = 1;
    assert_eq!(s.logs_out(), Err(Refusal::StaleEpoch { current: 2 }));
    assert_eq!(check_log_in(&s.attempt, 0), Ok(()));
}
