//! What somebody with the database's password could change, recompute must see.

use exam::ports::{SeatChange, SeatRow};
use exam::results::{DifferenceKind, NewDraft};
use lexicon::Points;
use session::Attempt;

use crate::results::Day;

/// Writes another state into an attempt's row, behind the back of the exam.
async fn forge(day: &Day, change: impl Fn(&mut Attempt), events: Vec<Vec<u8>>) {
    let id = day.attempts[1];
    let mut unit = day.office.app.store.begin().await.unwrap();
    let locked = unit.seats(&[id]).await.unwrap();
    let SeatRow {
        last_row, state, ..
    } = &locked.seats[0];
    let mut attempt = Attempt::decode(state).unwrap();
    change(&mut attempt);
    let forged = SeatChange {
        id,
        last_row: *last_row,
        state: attempt.encode(),
        columns: None,
        events,
        strays: Vec::new(),
    };
    unit.save_seats(&[forged]).await.unwrap();
    unit.commit().await.unwrap();
}

async fn differences(day: &Day) -> Vec<DifferenceKind> {
    let found = day.recompute().await.differences;
    found
        .into_iter()
        .map(|difference| difference.kind)
        .collect()
}

#[tokio::test]
async fn a_better_score_in_the_row_is_seen() {
    let day = Day::held().await;
    day.seal().await;
    forge(&day, |attempt| attempt.totals[2] = Points(10), Vec::new()).await;
    let attempt = DifferenceKind::Attempt(day.attempts[1]);
    assert_eq!(differences(&day).await, [attempt]);
}

#[tokio::test]
async fn a_journal_row_that_was_added_is_seen_and_no_list_is_drafted() {
    let day = Day::held().await;
    day.seal().await;
    day.publish(NewDraft::default()).await;
    let forged = day.office.app.store.journal(day.attempts[1]).await.unwrap();
    let copy = forged[forged.len() - 2].clone();
    forge(&day, |_| {}, vec![copy]).await;
    let found = differences(&day).await;
    assert!(
        found.contains(&DifferenceKind::Attempt(day.attempts[1])),
        "{found:?}"
    );
    assert!(found.contains(&DifferenceKind::Publication), "{found:?}");
}

#[tokio::test]
async fn a_disqualification_that_no_ledger_holds_is_seen() {
    let day = Day::held().await;
    day.seal().await;
    forge(&day, |attempt| attempt.disqualified = true, Vec::new()).await;
    assert_eq!(
        differences(&day).await,
        [DifferenceKind::Attempt(day.attempts[1])]
    );
}
