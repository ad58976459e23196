//! The same a thousand times, without a hand in between: whoever wins, nobody disagrees.

use std::sync::Arc;

use exam::candidate;
use exam::{Answer, ExamError};
use futures::future::join_all;
use session::{
    Command, DeviceId, JournalEvent, Refusal, RoomAct, StaffAct, Status, Submitted, Verdict,
};
use tokio::sync::Barrier;
use tokio::task::JoinHandle;

use crate::hall::{Hall, OFFICER, Page, Server, TIME, journal, secs, verify};

const ROUNDS: usize = 1_000;
/// Rounds that meet in the same batches.
const AT_ONCE: usize = 20;

/// Both at once, from two threads.
pub(crate) async fn race<A: Send + 'static, B: Send + 'static>(
    one: impl Future<Output = A> + Send + 'static,
    other: impl Future<Output = B> + Send + 'static,
) -> (A, B) {
    let line = Arc::new(Barrier::new(2));
    let other_line = Arc::clone(&line);
    let one: JoinHandle<A> = tokio::spawn(async move {
        line.wait().await;
        one.await
    });
    let other: JoinHandle<B> = tokio::spawn(async move {
        other_line.wait().await;
        other.await
    });
    (one.await.unwrap(), other.await.unwrap())
}

/// What an answer came to.
fn verdict(answer: Result<Answer, ExamError>) -> Verdict {
    match answer.unwrap().reply.unwrap() {
        session::Reply::Ruled(rulings) => rulings[0].verdict,
        other => panic!("{other:?}"),
    }
}

/// A click of each page, sent to the first server, against a command on its seat, given to the other one; how many
/// answers were accepted and how many were not.
pub(crate) async fn answers_against(
    (hall, [server, other], pages): (&Hall, [&Server; 2], &mut [Page]),
    against: impl Fn(&Page) -> Command,
    (answered, commanded): (lexicon::Instant, lexicon::Instant),
) -> [usize; 2] {
    let mut counts = [0, 0];
    for round in pages.chunks_mut(AT_ONCE) {
        let races = round.iter_mut().map(|page| {
            let (recorder, other) = (server.recorder().clone(), other.recorder().clone());
            let seat = (page.seat.sitting, page.attempt());
            let against = against(page);
            let click = page.click(0, 0);
            let submit = Command::Submit {
                epoch: page.epoch,
                events: vec![click],
                past: Vec::new(),
            };
            async move {
                let raced = race(
                    async move { recorder.seat(seat, submit, answered).await },
                    async move { other.seat(seat, against, commanded).await },
                );
                (click, raced.await)
            }
        });
        let raced = join_all(races).await;
        for (page, (click, (answer, _))) in round.iter().zip(raced) {
            let verdict = verdict(answer);
            let counts_in = match verdict {
                Verdict::First(Submitted::Accepted) => true,
                Verdict::First(Submitted::Late) | Verdict::NotRunning => false,
                other => panic!("{other:?}"),
            };
            counts[usize::from(!counts_in)] += 1;
            let attempt = hall.attempt(page.attempt()).await;
            assert_eq!(attempt.totals[0].0, if counts_in { 5 } else { 0 });
            let recorded = journal(hall, page.attempt()).await;
            let there = recorded.iter().any(
                |event| matches!(event, JournalEvent::Accepted { event, .. } if *event == click),
            );
            assert_eq!(there, counts_in, "{verdict:?}");
            verify(hall, server, page).await;
        }
    }
    counts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_against_the_end_of_the_seat() {
    let (hall, server, mut pages) = Hall::running(ROUNDS).await;
    let end = |_: &Page| Command::Staff {
        by: OFFICER,
        reason: "alasan".into(),
        seen: None,
        act: StaffAct::End,
    };
    let now = server.now();
    let counts = answers_against((&hall, [&server; 2], &mut pages), end, (now, now)).await;
    assert!(counts.iter().all(|count| *count > 0), "no race: {counts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_against_the_closer() {
    let (hall, server, mut pages) = Hall::running(ROUNDS).await;
    server.live_for(TIME).await;
    server.live_for(secs(2)).await;
    let in_time = server.now();
    let after = hall.clock.advance(lexicon::Millis(1));
    let due = |_: &Page| Command::CloseDue;
    answers_against((&hall, [&server; 2], &mut pages), due, (in_time, after)).await;
    for page in &pages {
        assert_eq!(hall.attempt(page.attempt()).await.status, Status::Finished);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_against_the_disqualification() {
    let (hall, server, mut pages) = Hall::running(ROUNDS).await;
    let out = |_: &Page| Command::Staff {
        by: OFFICER,
        reason: "alasan".into(),
        seen: None,
        act: StaffAct::Disqualify,
    };
    let now = server.now();
    answers_against((&hall, [&server; 2], &mut pages), out, (now, now)).await;
    let room = hall.room().await;
    assert_eq!(
        room.pos as usize,
        1 + ROUNDS,
        "the opening, and one entry each"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_against_the_pause_of_the_seat() {
    let (hall, server, mut pages) = Hall::running(ROUNDS).await;
    let pause = |_: &Page| Command::Staff {
        by: OFFICER,
        reason: "alasan".into(),
        seen: None,
        act: StaffAct::Pause,
    };
    let now = server.now();
    answers_against((&hall, [&server; 2], &mut pages), pause, (now, now)).await;
}

/// The same page answers and finishes: either the answer counts and the attempt is over, or the finish has
/// heard that something is missing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_against_the_finish_of_the_same_page() {
    let (hall, server, mut pages) = Hall::running(ROUNDS).await;
    let finish = |page: &Page| Command::Finish {
        epoch: page.epoch,
        block: 0,
        last_seq: 1,
    };
    let now = server.now();
    let [accepted, _] =
        answers_against((&hall, [&server; 2], &mut pages), finish, (now, now)).await;
    assert_eq!(
        accepted, ROUNDS,
        "a finish that knows of the answer never beats it"
    );
}

/// The room is paused and resumed over and over while one page answers.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn answers_against_the_pause_of_the_room() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let (server, mut page) = (Arc::new(server), pages.remove(0));
    // A ledger holds 2,000 acts: the opening, and two per round.
    for _ in 1..ROUNDS {
        let (pausing, answering) = (Arc::clone(&server), Arc::clone(&server));
        hall.clock.advance(lexicon::Millis(1));
        let click = page.click(0, 0);
        let (returned, paused) = race(
            async move {
                let ruled = page.send(&answering, [click]).await.unwrap().1;
                (page, ruled[0].verdict)
            },
            async move { pausing.pause().await.map(drop) },
        )
        .await;
        paused.unwrap();
        page = returned.0;
        server.act(RoomAct::Resume).await.unwrap();
        match returned.1 {
            Verdict::First(Submitted::Accepted) => {}
            Verdict::NotRunning => {
                let again = page.send(&server, [click]).await.unwrap().1;
                assert_eq!(again[0].verdict, Verdict::First(Submitted::Accepted));
            }
            other => panic!("{other:?}"),
        }
    }
    verify(&hall, &server, &page).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_log_ins_at_once_leave_one_lease() {
    let hall = Hall::new(ROUNDS).await;
    let server = Arc::new(hall.start().await);
    server.act(RoomAct::Open).await.unwrap();
    for number in 0..ROUNDS {
        let mut page = server.page(number);
        page.check_in(&server).await;
        let logins = [DeviceId(1), DeviceId(2)].map(|device| {
            let server = Arc::clone(&server);
            let login = candidate::Login {
                device,
                ..page.login()
            };
            async move { candidate::login(&server.app, login, server.now()).await }
        });
        let [one, other] = logins;
        let (one, other) = race(one, other).await;
        let refused = [one, other].into_iter().filter_map(Result::err);
        let refused: Vec<_> = refused.collect();
        assert!(
            matches!(refused[..], [ExamError::Refused(Refusal::HeldElsewhere)]),
            "{refused:?}"
        );
        let attempt = hall.attempt(page.attempt()).await;
        assert_eq!(attempt.epoch, 1);
        assert!(attempt.lease.is_some());
    }
}
