//! Another process of the fleet was away, the others up.

use lexicon::{Instant, Millis};
use session::{Command, JournalEvent, Refusal, Span, StaffAct, Status, Verdict, ViewPhase};

use crate::story::{ACCEPTED, EIGHT, LATE, Story, receipt};

/// The deadline: a hundred minutes after eight.
const END: i64 = 100 * 60_000;

fn ms(after_end: i64) -> Instant {
    EIGHT + Millis(END + after_end)
}

/// A candidate whose time has run out while a process did not commit since one second before the end.
fn cut() -> Story {
    let mut s = Story::skd_running();
    s.absences.push(Span::open(ms(-1_000)));
    s
}

#[test]
fn nobody_is_closed_while_a_process_is_waited_for() {
    let mut s = cut();
    s.at_ms(END + 2_001);
    assert_eq!(s.closer_comes(), Err(Refusal::NotDue));
    s.at_ms(END + 8_999);
    assert_eq!(s.closer_comes(), Err(Refusal::NotDue));
    assert_eq!(s.view().phase, ViewPhase::TimeUp);
    assert_eq!(s.journal.last(), Some(&s.journal[2]), "nothing was noted");
}

#[test]
fn what_came_late_is_kept_until_it_is_known_whose_fault_it_was() {
    let mut s = cut();
    let click = s.click(0, 0);
    assert_eq!(
        s.at_ms(END + 2_000).sends_one(click),
        ACCEPTED,
        "in the grace"
    );
    let click = s.click(1, 0);
    assert_eq!(s.at_ms(END + 2_001).sends_one(click), Verdict::NotRunning);
    assert_eq!(s.at_ms(END + 8_999).sends_one(click), Verdict::NotRunning);
    // Its lease is over: what it missed is given.
    assert_eq!(s.at_ms(END + 9_000).sends_one(click), ACCEPTED);
    let outage = JournalEvent::SeatOutage {
        at: ms(9_000),
        from: ms(-1_000),
        to: ms(9_000),
    };
    assert!(s.journal.contains(&outage));
    assert_eq!(s.view().deadline, Some(ms(9_000 + 30_000)));
}

#[test]
fn a_process_that_comes_back_sooner_is_waited_for_no_longer() {
    let mut s = cut();
    let click = s.click(0, 0);
    assert_eq!(s.at_ms(END + 4_000).sends_one(click), Verdict::NotRunning);
    s.absences = vec![Span::closed(ms(-1_000), ms(5_000)), Span::open(ms(5_100))];
    assert_eq!(s.at_ms(END + 5_200).sends_one(click), ACCEPTED);
    assert_eq!(s.view().deadline, Some(ms(5_000 + 30_000)));
    assert_eq!(s.closer_comes(), Err(Refusal::NotDue));
    s.absences = vec![Span::closed(ms(-1_000), ms(5_000)), Span::open(ms(37_001))];
    s.at_ms(END + 37_001);
    receipt(s.closer_comes());
    let given = |row: &&JournalEvent| matches!(row, JournalEvent::SeatOutage { .. });
    assert_eq!(s.journal.iter().filter(given).count(), 1, "once");
}

#[test]
fn the_closer_gives_it_too() {
    let mut s = cut();
    s.at_ms(END + 9_000);
    assert_eq!(s.closer_comes(), Err(Refusal::NotDue));
    assert_eq!(s.view().phase, ViewPhase::Running);
    s.at_ms(END + 41_001);
    receipt(s.closer_comes());
}

#[test]
fn a_page_with_nothing_left_to_send_is_answered_at_once() {
    let mut s = cut();
    s.at_ms(END + 3_000);
    let held = s.click(0, 0);
    assert_eq!(s.says_time_up(), Err(Refusal::MissingSeq { expected: 1 }));
    assert_eq!(s.sends_one(held), Verdict::NotRunning);
    assert_eq!(s.says_time_up(), Err(Refusal::MissingSeq { expected: 1 }));
    let mut s = cut();
    s.answers(0, 0);
    s.at_ms(END + 3_000);
    receipt(s.says_time_up());
}

#[test]
fn a_fleet_in_which_everybody_was_there_ends_as_one_process_does() {
    let mut s = Story::skd_running();
    s.absences = vec![
        Span::closed(ms(-60_000), ms(-50_000)),
        Span::open(ms(-20_000)),
        Span::open(ms(2_000)),
    ];
    let late = s.click(0, 0);
    assert_eq!(s.at_ms(END + 2_001).sends_one(late), LATE);
    receipt(s.closer_comes());
}

#[test]
fn a_living_process_is_waited_for_until_its_next_pulse() {
    let mut s = Story::skd_running();
    s.absences = vec![Span::open(ms(1_500))];
    let late = s.click(0, 0);
    assert_eq!(s.at_ms(END + 2_100).sends_one(late), Verdict::NotRunning);
    s.absences = vec![Span::open(ms(2_500))];
    assert_eq!(s.at_ms(END + 2_600).sends_one(late), LATE);
}

#[test]
fn a_paused_attempt_waits_for_nobody() {
    let mut s = cut();
    s.at_ms(END - 500);
    s.proctor(StaffAct::Pause).unwrap();
    s.at_ms(END + 20_000);
    assert_eq!(s.closer_comes(), Err(Refusal::NotDue));
    assert_eq!(s.view().phase, ViewPhase::Paused);
}

#[test]
fn a_process_that_returns_gives_back_what_its_seats_have_lost() {
    let mut s = Story::skd_running();
    let away = |from: i64, to: i64| Command::Outage {
        from: ms(from),
        to: ms(to),
    };
    s.at_ms(END - 600_000);
    let length = 7_000;
    s.asks(away(-600_000 - length, -600_000)).unwrap();
    assert_eq!(s.view().deadline, Some(ms(length)));
    let rows = s.rows();
    s.asks(away(-600_000 - length, -600_000)).unwrap();
    assert_eq!(s.rows(), rows, "once");
    let ahead = s.asks(away(-600_000, -599_000));
    assert_eq!(ahead, Err(Refusal::Span));
}

/// The block in which it was lost has ended: its own part is all that the next one gets.
#[test]
fn each_block_is_given_its_own_part() {
    let mut s = Story::pppk();
    s.logs_in(crate::story::PC).unwrap();
    s.opens_the_paper().unwrap();
    s.at_ms(60_000).finishes_block(0).unwrap();
    s.at_ms(63_000);
    let before = s.view().deadline.unwrap();
    let away = |from: i64, to: i64| Command::Outage {
        from: EIGHT + Millis(from),
        to: EIGHT + Millis(to),
    };
    assert_eq!(s.asks(away(50_000, 60_000)), Err(Refusal::Span));
    s.asks(away(55_000, 63_000)).unwrap();
    assert_eq!(s.view().deadline, Some(before + Millis(3_000)));
}

#[test]
fn what_was_lost_after_the_end_is_nobodys_loss() {
    let mut s = Story::skd_running();
    let away = Command::Outage {
        from: ms(2_001),
        to: ms(9_000),
    };
    assert_eq!(s.at_ms(END + 9_000).asks(away.clone()), Err(Refusal::Span));
    receipt(s.closer_comes());
    assert_eq!(s.asks(away), Err(Refusal::Status(Status::Finished)));
}

/// However long a fleet goes on failing: officers can still act, and it ends.
#[test]
fn a_fleet_that_keeps_failing() {
    let mut s = Story::skd_running();
    s.at_ms(END - 60_000);
    for at in 0..150 {
        let from = ms(-3_000_000 + at * 10_000);
        let to = from + Millis(5_000);
        s.asks(Command::Outage { from, to }).ok();
    }
    assert_eq!(s.attempt.stops.len(), 100);
    s.proctor(StaffAct::Pause).unwrap();
    s.proctor(StaffAct::Resume).unwrap();
    let end = s.view().deadline.unwrap();
    s.absences = vec![Span::open(end)];
    s.now = end + Millis(10_000);
    receipt(s.closer_comes());
}
