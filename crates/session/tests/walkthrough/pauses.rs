//! Pauses of the seat and of the room, incidents, time on top.

use lexicon::Millis;
use session::{PauseReason, Refusal, RoomAct, StaffAct, Verdict, ViewPhase};

use crate::story::{ACCEPTED, PC, Story, minutes, receipt};

fn pause(from: i64) -> RoomAct {
    RoomAct::Pause {
        reason: PauseReason::Proctor,
        from: minutes(from),
    }
}

#[test]
fn a_paused_seat_stands_still() {
    let mut s = Story::skd_running();
    s.at(10).proctor(StaffAct::Pause).unwrap();
    let view = s.at(30).view();
    assert_eq!(view.phase, ViewPhase::Paused);
    assert_eq!(view.remaining, Some(Millis::from_mins(90)));
    assert_eq!(view.deadline, None);
    s.at(40).proctor(StaffAct::Resume).unwrap();
    assert_eq!(s.deadline(), 130);
    assert_eq!(s.proctor(StaffAct::Resume), Err(Refusal::AlreadySo));
}

#[test]
fn what_was_received_before_the_pause_counts_what_comes_during_it_is_kept() {
    let mut s = Story::skd_running();
    let (before, during, after) = (s.click(0, 0), s.click(1, 0), s.click(2, 0));
    s.at(10).in_the_room(pause(10)).unwrap();
    // Received a breath before the pause began, judged after it was recorded.
    s.at_ms(599_999);
    assert_eq!(s.sends_one(before), ACCEPTED);
    s.at(12);
    assert_eq!(
        s.sends(&[during, after]),
        Ok(vec![Verdict::NotRunning, Verdict::NotRunning]),
        "the whole queue is kept"
    );
    assert_eq!((s.attempt.last_seq, s.total()), (1, 5));
    s.at(20).in_the_room(RoomAct::Resume).unwrap();
    assert_eq!(s.sends(&[during, after]), Ok(vec![ACCEPTED, ACCEPTED]));
    assert_eq!((s.deadline(), s.total()), (110, 15));
}

#[test]
fn seat_and_room_paused_at_once_are_given_back_once() {
    let mut s = Story::skd_running();
    s.at(10).proctor(StaffAct::Pause).unwrap();
    s.at(20).in_the_room(pause(20)).unwrap();
    s.at(30).proctor(StaffAct::Resume).unwrap();
    assert_eq!(s.view().phase, ViewPhase::Paused, "the room still stands");
    s.at(40).in_the_room(RoomAct::Resume).unwrap();
    assert_eq!(s.deadline(), 130);
}

#[test]
fn nobody_starts_or_ends_in_a_pause() {
    let mut s = Story::skd();
    s.logs_in(PC).unwrap();
    s.at(1).in_the_room(pause(1)).unwrap();
    assert_eq!(s.opens_the_paper(), Err(Refusal::Paused));
    s.at(2).in_the_room(RoomAct::Resume).unwrap();
    s.opens_the_paper().unwrap();
    s.at(50).proctor(StaffAct::Interrupt).unwrap();
    assert_eq!(s.finishes(), Err(Refusal::Paused));
    assert_eq!(s.at(200).says_time_up(), Err(Refusal::Paused));
    assert_eq!(s.closer_comes(), Err(Refusal::NotDue));
    s.at(2_000).proctor(StaffAct::Resume).unwrap();
    assert_eq!(s.deadline(), 2_052, "48 of the 100 minutes had gone");
}

#[test]
fn a_resume_at_the_last_second_leaves_thirty() {
    let mut s = Story::skd_running();
    s.at_ms(6_000_000 - 1_000).proctor(StaffAct::Pause).unwrap();
    s.at(110).proctor(StaffAct::Resume).unwrap();
    let view = s.view();
    assert_eq!(view.remaining, Some(Millis::from_secs(30)));
}

#[test]
fn an_incident_gives_time_back_and_refuses_nothing() {
    let mut s = Story::skd_running();
    s.at(12).answers(0, 0);
    let incident = StaffAct::Incident {
        from: minutes(10),
        to: minutes(20),
    };
    s.at(25).proctor(incident).unwrap();
    assert_eq!((s.deadline(), s.total()), (110, 5));
    let room = RoomAct::Incident {
        from: minutes(15),
        to: minutes(25),
    };
    s.in_the_room(room).unwrap();
    assert_eq!(s.deadline(), 115, "what both cover is given back once");
}

#[test]
fn an_incident_lies_within_the_run() {
    let mut s = Story::skd_running();
    for (from, to) in [(-1, 5), (5, 5), (5, 31)] {
        let act = StaffAct::Incident {
            from: minutes(from),
            to: minutes(to),
        };
        assert_eq!(s.at(30).proctor(act), Err(Refusal::Span), "{from}-{to}");
    }
}

#[test]
fn granted_time_comes_on_top_and_the_revision_tells() {
    let mut s = Story::skd_running();
    let before = s.view().time_revision;
    let length = Millis::from_mins(5);
    s.at(1).proctor(StaffAct::Grant { length }).unwrap();
    assert_eq!(s.deadline(), 105);
    assert!(s.view().time_revision > before);
    let length = Millis::ZERO - length;
    assert_eq!(
        s.proctor(StaffAct::Grant { length }),
        Err(Refusal::Span),
        "nobody's time is cut"
    );
}

#[test]
fn an_act_needs_words() {
    let mut s = Story::skd_running();
    for reason in [String::new(), "  ".into(), "x".repeat(501)] {
        let command = session::Command::Staff {
            by: crate::story::PROCTOR,
            reason,
            seen: None,
            act: StaffAct::Pause,
        };
        assert_eq!(s.asks(command), Err(Refusal::Reason));
    }
}

#[test]
fn a_late_start_has_the_full_time_or_runs_to_the_end() {
    let mut full = Story::skd();
    full.at(40).logs_in(PC).unwrap();
    full.opens_the_paper().unwrap();
    assert_eq!(full.deadline(), 140);

    let mut cut = Story::skd();
    cut.late_start_until_end = true;
    cut.at(10).in_the_room(pause(10)).unwrap();
    cut.at(15).in_the_room(RoomAct::Resume).unwrap();
    cut.at(40).logs_in(PC).unwrap();
    cut.opens_the_paper().unwrap();
    assert_eq!(cut.deadline(), 105, "where the others end, pause and all");
    receipt(cut.at(105).says_time_up());

    let mut gone = Story::skd();
    gone.late_start_until_end = true;
    gone.at(101).logs_in(PC).unwrap();
    assert_eq!(gone.opens_the_paper(), Err(Refusal::NotOpen));
}

/// Its time was over and it was only not closed yet: no pause promises it more.
#[test]
fn a_pause_after_the_time_is_over_gives_none() {
    let mut s = Story::skd_running();
    s.at(101).in_the_room(pause(101)).unwrap();
    let view = s.at(102).view();
    assert_eq!(
        (view.phase, view.remaining),
        (ViewPhase::TimeUp, Some(Millis::ZERO))
    );
    s.at(105).in_the_room(RoomAct::Resume).unwrap();
    assert_eq!(s.view().phase, ViewPhase::TimeUp);
}

/// However many acts a ledger holds: time goes on, the room is closed, a cheat is sent out.
#[test]
fn a_full_ledger_leaves_nobody_standing() {
    let mut s = Story::skd_running();
    s.at(10);
    let full = loop {
        if let Err(refusal) = s.in_the_room(pause(10)) {
            break refusal;
        }
        s.in_the_room(RoomAct::Resume).unwrap();
    };
    assert_eq!(full, session::RoomRefusal::LedgerFull);
    assert!(!s.room.is_paused());
    let sanction = RoomAct::Sanction {
        attempt: lexicon::AttemptId::from_bytes([1; 16]),
        sanction: session::Sanction::Disqualified,
    };
    s.in_the_room(sanction).unwrap();
    s.at(101).closer_comes().unwrap();
    s.in_the_room(RoomAct::Close).unwrap();
    s.in_the_room(RoomAct::Seal).unwrap();
}

/// Two officers, one need: the second one's word rests on a seat that is no longer so.
#[test]
fn what_was_decided_on_another_sight_of_the_seat_is_not_done() {
    let mut s = Story::skd_running();
    let grant = |seen| session::Command::Staff {
        by: crate::story::PROCTOR,
        reason: "PC lambat".into(),
        seen: Some(seen),
        act: StaffAct::Grant {
            length: Millis::from_mins(5),
        },
    };
    let revision_of = |s: &Story| session::revision(&s.attempt, &s.room);
    let sight = revision_of(&s);
    let before = s.deadline();
    s.asks(grant(sight)).unwrap();
    let revision = revision_of(&s);
    assert_eq!(
        s.asks(grant(sight)),
        Err(Refusal::Changed { revision }),
        "nothing is done twice"
    );
    assert_eq!(s.deadline(), before + 5);
    s.asks(grant(revision)).unwrap();
    assert_eq!(s.deadline(), before + 10);

    let mut seen = revision_of(&s);
    let mut rises = |s: &Story, what: &str| {
        assert!(revision_of(s) > seen, "{what}");
        seen = revision_of(s);
    };
    s.proctor(StaffAct::Warn).unwrap();
    rises(&s, "a warning");
    s.at(20).in_the_room(pause(20)).unwrap();
    rises(&s, "a pause of the room");
    s.at(21).in_the_room(RoomAct::Resume).unwrap();
    rises(&s, "its end");
    s.in_the_room(RoomAct::Release).unwrap();
    assert_eq!(revision_of(&s), seen, "a release changes no time");
}
