//! One job that the store refuses takes nobody with it.

use exam::{Answer, ExamError};
use futures::future::join_all;
use futures::poll;
use session::{Command, Event, Reply, Submitted, Verdict};

use crate::hall::{Crime, Hall, Page, Place, Server, TIME, secs, verdicts, verify};

const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);

/// One click of every page, in one batch.
async fn all_click(
    hall: &Hall,
    server: &Server,
    pages: &mut [Page],
) -> Vec<Result<Vec<Verdict>, ExamError>> {
    let clicks: Vec<Event> = pages.iter_mut().map(|page| page.click(0, 0)).collect();
    let held = hall.stage.stop(Place::Begin);
    let settling = server.settle();
    let sending = join_all(pages.iter().zip(&clicks).map(async |(page, click)| {
        let answer = page.send(server, [*click]).await;
        answer.map(|(_, rulings)| verdicts(&rulings))
    }));
    let mut sending = Box::pin(sending);
    let mut settling = Box::pin(settling);
    assert!(poll!(&mut settling).is_pending());
    held.reached().await;
    // The writer is away with another batch: these gather into one.
    assert!(poll!(&mut sending).is_pending());
    held.go();
    settling.await;
    sending.await
}

#[tokio::test]
async fn the_culprit_alone_has_its_error() {
    for crime in [Crime::Data, Crime::Exists, Crime::Panic] {
        let (hall, server, mut pages) = Hall::running(9).await;
        let culprit = 6;
        hall.stage.culprit(pages[culprit].attempt(), Some(crime));
        let answers = all_click(&hall, &server, &mut pages).await;
        for (number, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(verdicts) => assert_eq!(verdicts, [ACCEPTED], "{number}"),
                Err(ExamError::Internal(_)) => assert_eq!(number, culprit, "{crime:?}"),
                Err(other) => panic!("{number}: {other:?}"),
            }
        }
        for page in &pages {
            verify(&hall, &server, page).await;
        }
        assert_eq!(hall.attempt(pages[culprit].attempt()).await.last_seq, 0);

        // Once the row is mended the page's next try goes through, duplicates and all.
        hall.stage.culprit(pages[culprit].attempt(), None);
        let page = &pages[culprit];
        let event = page.event(1, 0, 0);
        let (_, rulings) = page.send(&server, [event]).await.unwrap();
        assert_eq!(verdicts(&rulings), [ACCEPTED]);
    }
}

/// The jobs of one seat stay in order, however the batch is cut up.
#[tokio::test]
async fn splitting_keeps_the_order() {
    let (hall, server, mut pages) = Hall::running(2).await;
    hall.stage.culprit(pages[1].attempt(), Some(Crime::Data));
    let clicks: Vec<Event> = (0..7).map(|n| pages[0].click(n, 0)).collect();
    let bad = pages[1].click(0, 0);
    let held = hall.stage.stop(Place::Begin);
    let mut settling = Box::pin(server.settle());
    assert!(poll!(&mut settling).is_pending());
    held.reached().await;
    let good = join_all(clicks.chunks(1).map(|click| pages[0].send(&server, click)));
    let mut all = Box::pin(async { tokio::join!(good, pages[1].send(&server, [bad])) });
    assert!(poll!(&mut all).is_pending());
    held.go();
    settling.await;
    let (good, bad) = all.await;
    for answer in good {
        assert_eq!(verdicts(&answer.unwrap().1), [ACCEPTED]);
    }
    assert!(matches!(bad, Err(ExamError::Internal(_))));
    verify(&hall, &server, &pages[0]).await;
}

/// A job whose seat another unit holds waits, and what comes after it does not overtake it; the others
/// do not wait for it.
#[tokio::test]
async fn a_held_seat_waits_in_order() {
    let (hall, server, mut pages) = Hall::running(3).await;
    let clicks: Vec<Event> = (0..3).map(|n| pages[0].click(n, 0)).collect();
    let (other, bad) = (pages[1].click(0, 0), pages[2].click(0, 0));
    // With a culprit in the same batch it is cut up around the held jobs: they are held with the whole batch
    // and with its first half, and free again before the second.
    hall.stage.hold(pages[0].attempt(), 2);
    hall.stage.culprit(pages[2].attempt(), Some(Crime::Data));
    let held = hall.stage.stop(Place::Begin);
    let mut settling = Box::pin(server.settle());
    assert!(poll!(&mut settling).is_pending());
    held.reached().await;
    let waiting = join_all(clicks.chunks(1).map(|click| pages[0].send(&server, click)));
    let mut waiting = Box::pin(waiting);
    let mut others = Box::pin(async {
        tokio::join!(
            pages[2].send(&server, [bad]),
            pages[1].send(&server, [other])
        )
    });
    assert!(poll!(&mut waiting).is_pending());
    assert!(poll!(&mut others).is_pending());
    held.go();
    settling.await;
    let (refused, answered) = others.await;
    assert!(matches!(refused, Err(ExamError::Internal(_))));
    assert_eq!(verdicts(&answered.unwrap().1), [ACCEPTED]);
    for answer in waiting.await {
        assert_eq!(verdicts(&answer.unwrap().1), [ACCEPTED]);
    }
    verify(&hall, &server, &pages[0]).await;
}

/// Somebody who has given up will send again: a job that is held for ever does not stay for ever.
#[tokio::test]
async fn a_held_job_that_nobody_waits_for_goes() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    hall.stage.hold(page.attempt(), u32::MAX);
    let mut waiting = Box::pin(page.send(&server, [click]));
    assert!(poll!(&mut waiting).is_pending());
    server.settle().await;
    drop(waiting);
    server.settle().await;
    hall.stage.hold(page.attempt(), 0);
    server.settle().await;
    assert_eq!(hall.attempt(page.attempt()).await.last_seq, 0);
    let (_, rulings) = page.send(&server, [click]).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED]);
    verify(&hall, &server, page).await;
}

/// Whatever is not the data's fault is nobody's verdict, and splits nothing.
#[tokio::test]
async fn an_unavailable_store_fails_the_whole_batch() {
    let (hall, server, mut pages) = Hall::running(5).await;
    hall.stage.down(true);
    for answer in join_all(pages.iter_mut().map(async |page| {
        let click = page.click(0, 0);
        page.send(&server, [click]).await
    }))
    .await
    {
        assert!(matches!(answer, Err(ExamError::Unavailable)));
    }
    hall.stage.down(false);
    for page in &pages {
        let click = page.event(1, 0, 0);
        let (_, rulings) = page.send(&server, [click]).await.unwrap();
        assert_eq!(verdicts(&rulings), [ACCEPTED]);
        verify(&hall, &server, page).await;
    }
}

/// The closer leaves alone what the store refuses, for a while: each try would split a batch.
#[tokio::test]
async fn the_closer_does_not_hammer_at_a_poisoned_seat() {
    let (hall, server, pages) = Hall::running(3).await;
    hall.stage.culprit(pages[1].attempt(), Some(Crime::Data));
    server.live_for(TIME + secs(3)).await;
    let first = server.helpers.close_due().await;
    assert!(matches!(first, Err(ExamError::Internal(_))));
    for number in [0, 2] {
        let command = Command::CloseDue;
        let answer: Answer = server
            .command(pages[number].attempt(), command)
            .await
            .unwrap();
        assert!(matches!(answer.reply, Ok(Reply::Receipt(_))));
    }
    let commits = hall.stage.commits();
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    assert_eq!(hall.stage.commits(), commits, "tried again at once");
    hall.stage.culprit(pages[1].attempt(), None);
    server.live_for(secs(60)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 1);
}

/// What cannot be read concerns whoever asks for it, and nobody else in the batch.
#[tokio::test]
async fn an_unreadable_row_fails_only_who_needs_it() {
    let (hall, server, mut pages) = Hall::running(5).await;
    let culprit = 2;
    let seen = pages[culprit].click(0, 0);
    pages[culprit].send(&server, [seen]).await.unwrap();
    let attempt = pages[culprit].attempt();
    hall.stage.culprit(attempt, Some(Crime::Unreadable));
    let clicks: Vec<Event> = pages.iter_mut().map(|page| page.click(1, 0)).collect();
    let held = hall.stage.stop(Place::Begin);
    let mut settling = Box::pin(server.settle());
    assert!(poll!(&mut settling).is_pending());
    held.reached().await;
    let sending = pages.iter().zip(&clicks).map(async |(page, click)| {
        let again = (page.attempt() == attempt).then_some(seen);
        let events: Vec<Event> = again.into_iter().chain([*click]).collect();
        let answer = page.send(&server, events).await;
        answer.map(|(_, rulings)| verdicts(&rulings))
    });
    let mut sending = Box::pin(join_all(sending));
    assert!(poll!(&mut sending).is_pending());
    held.go();
    settling.await;
    for (number, answer) in sending.await.into_iter().enumerate() {
        match answer {
            Ok(verdicts) => assert_eq!((number == culprit, verdicts), (false, vec![ACCEPTED])),
            Err(error) => {
                assert_eq!(number, culprit, "{error:?}");
                assert!(matches!(error, ExamError::Internal(_)), "{error:?}");
            }
        }
    }
    // Who asks for nothing old goes on.
    let (_, rulings) = pages[culprit]
        .send(&server, [clicks[culprit]])
        .await
        .unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED]);
}
