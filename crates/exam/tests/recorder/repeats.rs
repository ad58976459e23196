//! Events that come again: verdicts are given once and repeated for ever.

use session::{Event, Kind, RefusedReason, Submitted, Verdict};

use crate::hall::{Hall, ITEMS, TIME, secs, verdicts, verify};

const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);
const AGAIN: Verdict = Verdict::Duplicate(Submitted::Accepted);
const LATE_AGAIN: Verdict = Verdict::Duplicate(Submitted::Late);

#[tokio::test]
async fn twice_in_one_request_and_twice_in_one_batch() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let (one, two) = (pages[0].click(0, 0), pages[0].click(1, 0));
    let page = &pages[0];
    let (first, second) = tokio::join!(
        page.send(&server, [one, one, two]),
        page.send(&server, [one, two, two])
    );
    assert_eq!(verdicts(&first.unwrap().1), [ACCEPTED, AGAIN, ACCEPTED]);
    assert_eq!(verdicts(&second.unwrap().1), [AGAIN; 3]);
    verify(&hall, &server, page).await;
}

/// A page that has lost everything but its events sends them all again, from the first one on.
#[tokio::test]
async fn everything_again_from_the_first() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let clicks: Vec<Event> = (0..700).map(|n| pages[0].click(n % ITEMS, n % 5)).collect();
    let page = &pages[0];
    for part in clicks.chunks(200) {
        page.send(&server, part).await.unwrap();
    }
    // Other pages' rows and outages lie between in the journal.
    for part in clicks.chunks(200) {
        let (view, rulings) = page.send(&server, part).await.unwrap();
        assert!(verdicts(&rulings).iter().all(|verdict| *verdict == AGAIN));
        assert_eq!(view.last_seq, 700);
    }
    let all = clicks.chunks(200).map(|part| page.send(&server, part));
    for answer in futures::future::join_all(all).await {
        let rulings = answer.unwrap().1;
        assert!(verdicts(&rulings).iter().all(|verdict| *verdict == AGAIN));
    }
    verify(&hall, &server, page).await;
}

#[tokio::test]
async fn the_same_number_with_another_id_is_a_conflict() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let clicks: Vec<Event> = (0..3).map(|n| pages[0].click(n, 0)).collect();
    let page = &pages[0];
    page.send(&server, clicks.clone()).await.unwrap();
    let other = Event { id: 1, ..clicks[1] };
    let (_, rulings) = page.send(&server, [other]).await.unwrap();
    assert_eq!(verdicts(&rulings), [Verdict::Conflict]);
    let gap = page.event(9, 0, 0);
    let (_, rulings) = page.send(&server, [gap]).await.unwrap();
    assert_eq!(verdicts(&rulings), [Verdict::MissingSeq { expected: 4 }]);
    verify(&hall, &server, page).await;
}

/// Refused and late events have their verdicts for ever, also between accepted ones.
#[tokio::test]
async fn strays_come_again() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let mut clicks: Vec<Event> = (0..3).map(|n| pages[0].click(n, 0)).collect();
    clicks[1].item = lexicon::FormItemId(1);
    let page = &mut pages[0];
    let refused = Submitted::Refused(RefusedReason::ForeignItem);
    let (_, rulings) = page.send(&server, clicks.clone()).await.unwrap();
    assert_eq!(
        verdicts(&rulings),
        [ACCEPTED, Verdict::First(refused), ACCEPTED]
    );
    let (_, rulings) = page.send(&server, clicks.clone()).await.unwrap();
    assert_eq!(
        verdicts(&rulings),
        [AGAIN, Verdict::Duplicate(refused), AGAIN]
    );

    server.live_for(TIME + secs(3)).await;
    // Two on one item: the side table keeps the last of them, the first has its verdict all the same.
    let late = [page.click(0, 1), page.click(0, 2)];
    let (_, rulings) = page.send(&server, &late).await.unwrap();
    assert_eq!(verdicts(&rulings), [Verdict::First(Submitted::Late); 2]);
    server.helpers.close_due().await.unwrap();
    let all: Vec<Event> = clicks.into_iter().chain(late).collect();
    let (_, rulings) = page.send(&server, all).await.unwrap();
    assert_eq!(
        verdicts(&rulings),
        [
            AGAIN,
            Verdict::Duplicate(refused),
            AGAIN,
            LATE_AGAIN,
            LATE_AGAIN
        ]
    );
    verify(&hall, &server, page).await;
}

/// Verdicts of the same batch and of earlier ones, asked for together.
#[tokio::test]
async fn the_store_and_the_batch_are_asked_together() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let old: Vec<Event> = (0..300).map(|n| pages[0].click(n % ITEMS, 0)).collect();
    let mut flag = pages[0].click(0, 0);
    flag.kind = Kind::Flag;
    let page = &pages[0];
    for part in old.chunks(150) {
        page.send(&server, part).await.unwrap();
    }
    let (new, near, far) = tokio::join!(
        page.send(&server, [flag]),
        page.send(&server, [old[299], flag]),
        page.send(&server, [old[0], old[150], flag]),
    );
    assert_eq!(verdicts(&new.unwrap().1), [ACCEPTED]);
    assert_eq!(verdicts(&near.unwrap().1), [AGAIN; 2]);
    assert_eq!(verdicts(&far.unwrap().1), [AGAIN; 3]);
    verify(&hall, &server, page).await;
}
