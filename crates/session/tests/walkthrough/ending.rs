//! The end, and what comes after it.

use lexicon::Points;
use session::{
    EndReason, Refusal, Reply, RoomAct, RoomRefusal, SetAside, StaffAct, Status, Submitted,
    Verdict, ViewPhase,
};

use crate::story::{ACCEPTED, LATE, Story, receipt, sum};

const DEADLINE_MS: i64 = 6_000_000;

#[test]
fn the_page_asks_and_the_server_decides() {
    let mut s = Story::skd_running();
    s.at_ms(DEADLINE_MS - 1);
    assert_eq!(s.says_time_up(), Err(Refusal::NotDue), "its clock is fast");
    let ended = receipt(s.at_ms(DEADLINE_MS).says_time_up());
    assert_eq!(ended.ended_by, EndReason::Time);
}

#[test]
fn within_the_grace_the_last_clicks_may_still_arrive() {
    let mut s = Story::skd_running();
    let click = s.click(0, 0);
    s.at_ms(DEADLINE_MS + 500);
    assert_eq!(s.says_time_up(), Err(Refusal::MissingSeq { expected: 1 }));
    assert_eq!(s.closer_comes(), Err(Refusal::NotDue));
    assert_eq!(s.at_ms(DEADLINE_MS + 2_000).sends_one(click), ACCEPTED);
    assert_eq!(s.view().phase, ViewPhase::TimeUp);
    assert_eq!(receipt(s.says_time_up()).totals[0], Points(5));
}

#[test]
fn after_the_grace_the_closer_ends_it_and_what_comes_is_late() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    s.at_ms(DEADLINE_MS + 2_001);
    let ended = receipt(s.closer_comes());
    let rows = s.rows();
    assert_eq!(s.answers(0, 3), LATE);
    assert_eq!(s.answers(2, 0), LATE);
    assert_eq!((s.chosen(0), s.total(), s.rows()), (Some(0), 5, rows));
    assert_eq!((s.late_events().len(), s.attempt.last_seq), (2, 3));
    assert_eq!(
        receipt(s.says_time_up()),
        ended,
        "late clicks change it not"
    );
    assert_eq!(receipt(s.closer_comes()), ended);
}

#[test]
fn late_events_that_nobody_closed_are_late_all_the_same() {
    let mut s = Story::skd_running();
    let click = s.click(0, 0);
    assert_eq!(s.at_ms(DEADLINE_MS + 2_001).sends_one(click), LATE);
    assert_eq!(
        s.sends_one(click),
        Verdict::Duplicate(Submitted::Late),
        "and stay so"
    );
    assert_eq!(receipt(s.says_time_up()).totals, [Points(0); 3]);
}

#[test]
fn finish_and_time_up_give_the_same_receipt_for_ever() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    let first = receipt(s.at(20).finishes());
    assert_eq!(receipt(s.at(21).finishes()), first);
    assert_eq!(receipt(s.at(200).says_time_up()), first);
    assert_eq!(first.code.len(), 12);
}

#[test]
fn the_proctor_may_end_an_attempt_and_says_why() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    let ended = receipt(s.at(20).proctor(StaffAct::End));
    assert_eq!((ended.ended_by, sum(&ended)), (EndReason::Proctor, 5));
    assert_eq!(
        s.proctor(StaffAct::End),
        Err(Refusal::Status(Status::Finished))
    );
}

#[test]
fn a_disqualification_after_the_end_leaves_the_receipt_alone() {
    let mut s = Story::skd_running();
    s.answers(0, 0);
    let first = receipt(s.at(20).finishes());
    assert_eq!(
        s.at(30).proctor(StaffAct::Disqualify),
        Ok(Reply::Done),
        "the ledger tells"
    );
    assert!(s.attempt.disqualified);
    assert_eq!(s.view().set_aside, Some(SetAside::Disqualified));
    assert!(matches!(
        s.ledger.last().unwrap().act,
        RoomAct::Sanction {
            sanction: session::Sanction::Disqualified,
            ..
        }
    ));
    assert_eq!(receipt(s.finishes()), first);
    assert_eq!(s.proctor(StaffAct::Disqualify), Err(Refusal::AlreadySo));
}

#[test]
fn a_disqualification_ends_a_run_and_forbids_one() {
    let mut running = Story::skd_running();
    let ended = receipt(running.at(20).proctor(StaffAct::Disqualify));
    assert_eq!(ended.ended_by, EndReason::Proctor);

    let mut waiting = Story::skd();
    waiting.logs_in(crate::story::PC).unwrap();
    waiting.proctor(StaffAct::Disqualify).unwrap();
    assert_eq!(waiting.opens_the_paper(), Err(Refusal::Disqualified));
    assert_eq!(waiting.view().phase, ViewPhase::Gone);
}

#[test]
fn warnings_are_counted_and_stop_nothing() {
    let mut s = Story::skd_running();
    s.proctor(StaffAct::Warn).unwrap();
    s.proctor(StaffAct::Warn).unwrap();
    assert_eq!((s.attempt.warnings, s.ledger.len()), (2, 3));
    assert_eq!(s.answers(0, 0), ACCEPTED);
}

#[test]
fn a_cancelled_attempt_is_gone_and_its_chain_stays() {
    let mut s = Story::skd_running();
    receipt(s.at(20).finishes());
    let rows = s.rows();
    s.proctor(StaffAct::Cancel).unwrap();
    assert_eq!((s.rows(), s.view().phase), (rows, ViewPhase::Gone));
    assert_eq!(s.finishes(), Err(Refusal::Status(Status::Cancelled)));
    assert_eq!(
        s.proctor(StaffAct::Void),
        Err(Refusal::Status(Status::Cancelled))
    );
}

#[test]
fn neither_closing_nor_signing_cuts_anybody_short() {
    let mut s = Story::skd_running();
    assert_eq!(
        s.at(50).in_the_room(RoomAct::Close),
        Err(RoomRefusal::StillRunning(1))
    );
    s.at(100).says_time_up().unwrap();
    s.in_the_room(RoomAct::Close).unwrap();
    s.at(101).reopens(90, 95).unwrap();
    assert_eq!(
        s.in_the_room(RoomAct::Seal),
        Err(RoomRefusal::StillRunning(1))
    );
    s.at(102).finishes().unwrap();
    s.in_the_room(RoomAct::Seal).unwrap();
    assert_eq!(s.at(103).reopens(90, 95), Err(Refusal::Sealed));
    assert_eq!(s.proctor(StaffAct::Warn), Err(Refusal::Sealed));
    s.proctor(StaffAct::Disqualify).unwrap();
}
