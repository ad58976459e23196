//! A click is an answer, saved at once.

use lexicon::{FormItemId, OptionId, Points};
use session::{EndReason, Event, Kind, RefusedReason, Status, StrayKind, ViewPhase};

use crate::story::{ACCEPTED, PC, Story, item, option, receipt, refused};

#[test]
fn a_sitting_from_log_in_to_receipt() {
    let mut s = Story::skd();
    assert_eq!(s.view().phase, ViewPhase::Open);
    s.logs_in(PC).unwrap();
    s.at(1).opens_the_paper().unwrap();
    assert_eq!((s.view().phase, s.deadline()), (ViewPhase::Running, 101));

    assert_eq!(s.at(2).answers(0, 0), ACCEPTED);
    assert_eq!(s.at(3).answers(2, 4), ACCEPTED);
    assert_eq!(s.at(4).answers(4, 3), ACCEPTED);

    let receipt = receipt(s.at(50).finishes());
    assert_eq!(receipt.totals, [Points(5), Points(0), Points(4)]);
    assert_eq!(
        (receipt.ended_by, receipt.last_seq),
        (EndReason::Candidate, 3)
    );
    assert_eq!(receipt.supersedes, None);
    assert_eq!(s.attempt.status, Status::Finished);
    assert_eq!(s.replayed().ended, Some((receipt.ended, receipt.ended_by)));
}

#[test]
fn the_same_answer_again_makes_no_new_row() {
    let mut s = Story::skd_running();
    let click = s.at(1).click(0, 2);
    assert_eq!(s.sends_one(click), ACCEPTED);
    let rows = s.rows();
    for _ in 0..3 {
        let again = s.at(2).sends_one(click);
        assert_eq!(
            again,
            session::Verdict::Duplicate(session::Submitted::Accepted)
        );
    }
    assert_eq!(s.rows(), rows);
}

#[test]
fn a_changed_mind_counts_once() {
    let mut s = Story::skd_running();
    s.at(1).answers(4, 4);
    s.at(2).answers(4, 1);
    s.at(3).answers(4, 2);
    assert_eq!((s.chosen(4), s.total()), (Some(2), 3));
    assert_eq!(s.attempt.answers.answered(), 1);
}

#[test]
fn a_cleared_item_is_blank_and_worth_nothing() {
    let mut s = Story::skd_running();
    s.at(1).answers(0, 0);
    let clear = s.at(2).clicks(0, Kind::Clear);
    assert_eq!(s.sends_one(clear), ACCEPTED);
    assert_eq!((s.chosen(0), s.total()), (None, 0));
}

#[test]
fn a_flag_moves_no_points() {
    let mut s = Story::skd_running();
    s.at(1).answers(0, 0);
    let flag = s.clicks(0, Kind::Flag);
    assert_eq!(s.sends_one(flag), ACCEPTED);
    assert!(s.attempt.answers.flagged(0));
    assert_eq!((s.chosen(0), s.total()), (Some(0), 5));
    let unflag = s.clicks(0, Kind::Unflag);
    assert_eq!(s.sends_one(unflag), ACCEPTED);
    assert!(!s.attempt.answers.flagged(0));
}

#[test]
fn what_is_not_on_the_form_is_refused_and_the_queue_goes_on() {
    let mut s = Story::skd_running();
    let foreign_item = Event {
        item: FormItemId(1),
        ..s.click(0, 0)
    };
    let foreign_option = s.clicks(0, Kind::Answer(option(1, 0)));
    let good = s.click(0, 0);
    let verdicts = s.at(1).sends(&[foreign_item, foreign_option, good]);
    assert_eq!(
        verdicts,
        Ok(vec![
            refused(RefusedReason::ForeignItem),
            refused(RefusedReason::ForeignOption),
            ACCEPTED
        ])
    );
    assert_eq!((s.attempt.last_seq, s.total()), (3, 5));
    assert_eq!((s.strays.len(), s.attempt.refused), (2, 2));
    assert_eq!(
        s.strays[0].kind,
        StrayKind::Refused(RefusedReason::ForeignItem)
    );
}

#[test]
fn refused_events_are_counted_but_not_kept_without_end() {
    let mut s = Story::skd_running();
    for _ in 0..620 {
        let poison = s.clicks(0, Kind::Answer(OptionId(1)));
        s.at(1).sends_one(poison);
    }
    assert_eq!((s.strays.len(), s.attempt.refused), (500, 620));
    assert_eq!(s.attempt.last_seq, 620);
    assert_eq!(s.answers(0, 0), ACCEPTED, "the page is not stuck behind it");
}

#[test]
fn nothing_is_taken_before_the_paper_is_open() {
    let mut s = Story::skd();
    s.logs_in(PC).unwrap();
    let click = s.click(0, 0);
    assert_eq!(s.sends_one(click), session::Verdict::NotRunning);
    assert_eq!((s.attempt.last_seq, s.chosen(0)), (0, None));
    s.opens_the_paper().unwrap();
    assert_eq!(s.sends_one(click), ACCEPTED);
    assert_eq!(s.points.index_of(item(0)), Some(0));
}

#[test]
fn asking_for_the_paper_again_leaves_the_clock_alone() {
    let mut s = Story::skd_running();
    let rows = s.rows();
    s.at(30).opens_the_paper().unwrap();
    assert_eq!((s.deadline(), s.rows()), (100, rows));
}
