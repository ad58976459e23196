//! What must hold whatever has happened: an acknowledged answer is in the result, a refused one is not, and
//! the journal alone adds up to the row.

use lexicon::AttemptId;
use session::{JournalEvent, Replay, Status, Submitted, genesis, replay};

use super::seed::FORM;
use super::{Hall, Page};

/// The journal of an attempt.
pub(crate) async fn journal(hall: &Hall, attempt: AttemptId) -> Vec<JournalEvent> {
    let rows = hall.store.journal(attempt).await.unwrap();
    rows.iter()
        .map(|row| JournalEvent::decode(row).unwrap())
        .collect()
}

/// The journal of one page's attempt, added up.
pub(crate) async fn replayed(hall: &Hall, server: &super::Server, page: &Page) -> Replay {
    let form = hall.store.form(FORM).await.unwrap().unwrap();
    let rows = hall.store.journal(page.attempt()).await.unwrap();
    let start = genesis(page.attempt().as_bytes(), &form.commitment);
    let rows = rows.iter().map(Vec::as_slice);
    replay(start, rows, &server.form.points, true).unwrap()
}

/// Checks one page's attempt.
pub(crate) async fn verify(hall: &Hall, server: &super::Server, page: &Page) {
    let attempt = hall.attempt(page.attempt()).await;
    let replayed = replayed(hall, server, page).await;
    assert_eq!(replayed.chain.head, attempt.head);
    assert_eq!(replayed.chain.pos, attempt.pos);
    assert_eq!(replayed.totals, attempt.totals);
    assert_eq!(replayed.ended.is_some(), attempt.status == Status::Finished);
    for (item, answer) in (0_u16..).zip(&replayed.answers) {
        assert_eq!(attempt.answers.chosen(item), *answer);
    }
    let in_result: Vec<_> = journal(hall, page.attempt())
        .await
        .into_iter()
        .filter_map(|event| match event {
            JournalEvent::Accepted { event, .. } => Some(event),
            _ => None,
        })
        .collect();
    for (event, verdict) in page.told() {
        let counts = in_result.contains(&event);
        assert_eq!(
            counts,
            verdict == Submitted::Accepted,
            "{event:?}: {verdict:?}"
        );
    }
}
