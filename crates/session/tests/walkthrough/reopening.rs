//! What may still count after the end, by an officer's word.

use lexicon::Millis;
use session::{
    EndReason, JournalEvent, PauseReason, Refusal, RoomAct, RoomRefusal, Status, ViewPhase,
    short_code,
};

use crate::story::{ACCEPTED, LATE, PC, PROCTOR, SECOND_OFFICER, Story, minutes, receipt, sum};

/// The cable was out from minute 90 on; the closer has come; the page is back at 110 with two clicks.
fn cut_off() -> Story {
    let mut s = Story::skd_running();
    s.at(80).answers(0, 3);
    let (first, second) = (s.click(0, 0), s.click(4, 4));
    s.at(101).closer_comes().unwrap();
    s.at(110);
    assert_eq!(s.sends(&[first, second]), Ok(vec![LATE, LATE]));
    assert_eq!(s.total(), 0);
    s
}

#[test]
fn a_reopened_attempt_goes_on_with_the_lost_time_and_the_late_clicks() {
    let mut s = cut_off();
    let first = receipt(s.finishes());
    s.at(115).reopens(90, 110).unwrap();
    assert_eq!(s.attempt.status, Status::Running);
    assert_eq!(s.deadline(), 125, "the ten minutes that were lost");
    assert_eq!(s.total(), 10, "the late clicks lie inside the new deadline");
    assert_eq!(s.at(116).answers(2, 0), ACCEPTED);
    let second = receipt(s.at(125).says_time_up());
    assert_eq!(second.supersedes, Some(first.head));
    assert_eq!(sum(&second), 15);
    assert_ne!(second.code, first.code);
    assert_eq!(second.code, short_code(&second.head, &second.totals));
    let admitted = |row: &&JournalEvent| matches!(row, JournalEvent::Admitted { .. });
    assert_eq!(s.journal.iter().filter(admitted).count(), 2);
}

#[test]
fn the_proctors_own_time_is_not_the_candidates() {
    let mut s = cut_off();
    s.at(1_000).reopens(90, 101).unwrap();
    assert_eq!(s.deadline(), 1_010);
    let length = Millis::from_mins(5);
    s.proctor(session::StaffAct::Grant { length }).unwrap();
    assert_eq!(s.deadline(), 1_015, "on top");
}

#[test]
fn a_reopened_attempt_has_thirty_seconds_at_least() {
    let mut s = cut_off();
    s.at(150).reopens(105, 106).unwrap();
    assert_eq!(s.view().remaining, Some(Millis::from_secs(30)));
}

#[test]
fn a_late_click_received_in_a_pause_stays_late() {
    let mut s = cut_off();
    s.strays[1].received = minutes(112);
    for act in [
        RoomAct::Pause {
            reason: PauseReason::Proctor,
            from: minutes(111),
        },
        RoomAct::Resume,
    ] {
        s.at(113).in_the_room(act).unwrap();
    }
    s.at(115).reopens(90, 110).unwrap();
    assert_eq!((s.chosen(0), s.chosen(4)), (Some(0), None));
}

#[test]
fn only_what_time_has_ended_is_reopened() {
    let mut s = Story::skd_running();
    assert_eq!(
        s.at(10).reopens(1, 2),
        Err(Refusal::Status(Status::Running))
    );
    s.at(20).finishes().unwrap();
    assert_eq!(s.at(30).reopens(10, 15), Err(Refusal::InContact));
    let mut cut = cut_off();
    assert_eq!(cut.at(115).reopens(110, 116), Err(Refusal::Span));
    cut.proctor(session::StaffAct::Disqualify).unwrap();
    assert_eq!(cut.reopens(90, 110), Err(Refusal::Disqualified));
}

#[test]
fn a_seat_is_not_reopened_without_end() {
    let mut s = cut_off();
    for round in 1..=100 {
        s.at(200 * round).reopens(90, 110).unwrap();
        s.at(200 * round + 100).closer_comes().unwrap();
    }
    assert_eq!(s.at(30_000).reopens(90, 110), Err(Refusal::TooMany));
}

#[test]
fn two_officers_admit_late_clicks() {
    let mut s = cut_off();
    let first = receipt(s.finishes());
    assert_eq!(s.at(115).admits(PROCTOR, 89), Err(Refusal::SecondOfficer));
    let second = receipt(s.admits(SECOND_OFFICER, 89));
    assert_eq!((sum(&second), second.supersedes), (10, Some(first.head)));
    assert_eq!(second.ended_by, EndReason::Time);
    assert_eq!(s.attempt.status, Status::Finished);
    assert_eq!(receipt(s.at(116).says_time_up()), second);
    assert_eq!(s.view().phase, ViewPhase::Finished);
}

#[test]
fn who_was_in_contact_has_nothing_admitted() {
    let mut s = cut_off();
    assert_eq!(s.admits(SECOND_OFFICER, 101), Err(Refusal::InContact));
    let mut done = Story::skd_running();
    done.at(50).finishes().unwrap();
    assert_eq!(done.admits(SECOND_OFFICER, 40), Err(Refusal::InContact));
}

#[test]
fn admitting_twice_counts_once() {
    let mut s = cut_off();
    s.at(115).admits(SECOND_OFFICER, 89).unwrap();
    let total = s.total();
    s.at(116).admits(SECOND_OFFICER, 89).unwrap();
    assert_eq!(s.total(), total);
}

#[test]
fn an_older_late_click_does_not_override_a_newer_one() {
    let mut s = cut_off();
    s.at(115).reopens(90, 110).unwrap();
    s.answers(0, 2);
    s.at(125).says_time_up().unwrap();
    // The side table still holds the clicks of before: they are older than what the item holds now.
    s.at(130).admits(SECOND_OFFICER, 89).unwrap();
    assert_eq!((s.chosen(0), s.total()), (Some(2), 5));
}

#[test]
fn the_candidate_may_look_again_and_the_device_stays() {
    let mut s = cut_off();
    s.at(115).reopens(90, 110).unwrap();
    s.logs_in(PC).unwrap();
    assert_eq!((s.epoch, s.seq), (1, 3));
}

/// The room is over for everybody else; a reopened attempt needs no second opening.
#[test]
fn a_reopened_attempt_runs_on_in_a_closed_room() {
    let mut s = cut_off();
    s.at(112).in_the_room(RoomAct::Close).unwrap();
    s.at(115).reopens(90, 110).unwrap();
    assert_eq!(s.view().phase, ViewPhase::Running);
    s.logs_in(PC).unwrap();
    s.opens_the_paper().unwrap();
    assert_eq!(s.at(116).answers(2, 0), ACCEPTED);
    let seal = s.in_the_room(RoomAct::Seal);
    assert_eq!(seal, Err(RoomRefusal::StillRunning(1)));
    let deadline = s.deadline();
    for act in [
        RoomAct::Pause {
            reason: PauseReason::Outage,
            from: minutes(117),
        },
        RoomAct::Resume,
    ] {
        s.at(120).in_the_room(act).unwrap();
    }
    assert_eq!(s.deadline(), deadline + 3);
    receipt(s.at(130).closer_comes());
    s.in_the_room(RoomAct::Seal).unwrap();
}

/// The second `Finished` of an admission ends nothing: receipt and journal keep the first end, and each
/// receipt cites the one before.
#[test]
fn what_is_admitted_does_not_move_the_end() {
    let mut s = cut_off();
    let first = receipt(s.finishes());
    assert_eq!(first.ended, minutes(101));
    let second = receipt(s.at(115).admits(SECOND_OFFICER, 89));
    assert_eq!(second.supersedes, Some(first.head));
    assert_eq!(
        (second.ended, second.ended_by),
        (first.ended, first.ended_by)
    );
    assert_eq!(s.replayed().ended, Some((first.ended, EndReason::Time)));
    let third = receipt(s.at(120).admits(SECOND_OFFICER, 89));
    assert_eq!(third.supersedes, Some(second.head));
    assert_eq!(third.ended, first.ended);
    // A reopened attempt ends anew.
    s.at(125).reopens(90, 100).unwrap();
    assert_eq!(s.replayed().ended, None);
    let fourth = receipt(s.at(150).closer_comes());
    assert_eq!(
        (fourth.ended, fourth.supersedes),
        (minutes(150), Some(third.head))
    );
    assert_eq!(s.replayed().ended, Some((minutes(150), EndReason::Time)));
}

/// The page has locked at the deadline; that the closer came later must not cost what was lost before.
#[test]
fn the_closers_delay_is_not_the_candidates() {
    let mut s = Story::skd_running();
    s.at(103).closer_comes().unwrap();
    s.at(110).reopens(95, 100).unwrap();
    assert_eq!(s.view().remaining, Some(Millis::from_mins(5)));
}

/// In the side table an item has one place. A mark that came after the answer must not take it.
#[test]
fn a_late_mark_leaves_the_late_answer_where_it_is() {
    let mut s = Story::skd_running();
    let (answer, mark) = (s.click(0, 0), s.clicks(0, session::Kind::Flag));
    s.at(101).closer_comes().unwrap();
    s.at(110);
    assert_eq!(s.sends(&[answer, mark]), Ok(vec![LATE, LATE]));
    let kept: Vec<u32> = s.strays.iter().map(|stray| stray.event.seq).collect();
    assert_eq!(kept, [answer.seq]);
    let again = session::Verdict::Duplicate(session::Submitted::Late);
    assert_eq!(s.sends(&[answer, mark]), Ok(vec![again, again]));
    s.at(115).admits(SECOND_OFFICER, 89).unwrap();
    assert_eq!((s.chosen(0), s.total()), (Some(0), 5));
}

/// The side table keeps late clicks after they have counted.
#[test]
fn what_a_reopening_has_counted_is_not_admitted_again() {
    let mut s = cut_off();
    s.at(115).reopens(90, 110).unwrap();
    s.at(125).says_time_up().unwrap();
    s.at(130).admits(SECOND_OFFICER, 89).unwrap();
    let admitted = |row: &&JournalEvent| matches!(row, JournalEvent::Admitted { .. });
    assert_eq!(s.journal.iter().filter(admitted).count(), 2);
    assert_eq!(s.total(), 10);
}
