//! Two processes at the same attempts: whoever wins, both agree, and an acknowledged answer counts.

use std::sync::Arc;

use exam::candidate;
use exam::ports::Clock as _;
use exam::{ExamError, Recorder};
use futures::future::join_all;
use futures::poll;
use lexicon::Millis;
use session::{
    Command, DeviceId, JournalEvent, Refusal, Reply, RoomAct, StaffAct, Status, Submitted, Verdict,
};

use crate::fleet::{fleet, live_for, outages};
use crate::hall::{Engine, Hall, MORNING, OFFICER, Page, Place, Server, TIME};
use crate::hall::{journal, secs, verdicts, verify};
use crate::raced::{answers_against, race};

const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);
const LATE: Verdict = Verdict::First(Submitted::Late);

fn staff(act: StaffAct) -> Command {
    Command::Staff {
        by: OFFICER,
        reason: "alasan".into(),
        act,
        seen: None,
    }
}

/// The commit of an answer is held on one process while the other one ends the attempt: the end has the answer.
async fn an_answer_before_the_end_elsewhere(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let held = first.stage.stop(Place::Commit);
    let mut answer = Box::pin(page.send(&first, [click]));
    assert!(poll!(&mut answer).is_pending());
    held.reached().await;
    let mut end = Box::pin(second.staff(page.attempt(), StaffAct::End));
    assert!(poll!(&mut end).is_pending());
    held.go();
    let (answer, end) = tokio::join!(answer, end);
    assert_eq!(verdicts(&answer.unwrap().1), [ACCEPTED]);
    let Reply::Receipt(receipt) = end.unwrap() else {
        panic!("no receipt");
    };
    assert_eq!(receipt.totals[0].0, 5);
    verify(&hall, &second, page).await;
}

/// The commit of the end is held while an answer comes to the other process: it is late there, and in no receipt.
async fn the_end_before_an_answer_elsewhere(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let held = first.stage.stop(Place::Commit);
    let mut end = Box::pin(first.staff(page.attempt(), StaffAct::End));
    assert!(poll!(&mut end).is_pending());
    held.reached().await;
    let mut answer = Box::pin(page.send(&second, [click]));
    assert!(poll!(&mut answer).is_pending());
    held.go();
    let (end, answer) = tokio::join!(end, answer);
    assert!(end.is_ok());
    assert_eq!(verdicts(&answer.unwrap().1), [LATE]);
    let receipt = candidate::receipt(&second.app, page.seat).await.unwrap();
    assert_eq!(receipt.totals[0].0, 0);
    verify(&hall, &second, page).await;
}

/// What reached one process in time counts, although its commit is held while the closer of another one looks.
async fn an_answer_in_the_grace_before_the_closer_elsewhere(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    live_for(&hall, TIME + secs(3), &[&first, &second]).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let held = second.stage.stop(Place::Commit);
    let in_time = MORNING + TIME + secs(2);
    let mut answer = Box::pin(page.send_at(&second, [click], in_time));
    assert!(poll!(&mut answer).is_pending());
    held.reached().await;
    let mut closer = Box::pin(first.helpers.close_due());
    assert!(poll!(&mut closer).is_pending());
    held.go();
    let (answer, closed) = tokio::join!(answer, closer);
    assert_eq!(verdicts(&answer.unwrap().1), [ACCEPTED]);
    assert_eq!(closed.unwrap(), 1);
    verify(&hall, &first, page).await;
    assert_eq!(hall.attempt(page.attempt()).await.totals[0].0, 5);
}

/// Twenty at a time, with no hand in between.
async fn answers_against_the_end_elsewhere(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, engine.rounds()).await;
    let now = hall.clock.now();
    let world = (&hall, [&first, &second], &mut pages[..]);
    let [accepted, not] = answers_against(world, |_| staff(StaffAct::End), (now, now)).await;
    assert_eq!(accepted + not, engine.rounds());
    for page in &pages {
        assert_eq!(hall.attempt(page.attempt()).await.status, Status::Finished);
    }
}

async fn answers_against_the_closer_elsewhere(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, engine.rounds()).await;
    live_for(&hall, TIME + secs(2), &[&first, &second]).await;
    let times = (MORNING + TIME + secs(2), hall.clock.now());
    let world = (&hall, [&first, &second], &mut pages[..]);
    answers_against(world, |_| Command::CloseDue, times).await;
    for page in &pages {
        let attempt = hall.attempt(page.attempt()).await;
        assert_eq!(attempt.status, Status::Finished);
    }
}

async fn answers_against_the_pause_of_the_seat_elsewhere(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, engine.rounds()).await;
    let now = hall.clock.now();
    let world = (&hall, [&first, &second], &mut pages[..]);
    answers_against(world, |_| staff(StaffAct::Pause), (now, now)).await;
}

async fn answers_against_the_disqualification_elsewhere(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, engine.rounds()).await;
    let now = hall.clock.now();
    let world = (&hall, [&first, &second], &mut pages[..]);
    answers_against(world, |_| staff(StaffAct::Disqualify), (now, now)).await;
    let entries = 1 + engine.rounds();
    assert_eq!(hall.room().await.pos as usize, entries, "one each");
}

/// The page has given up on the first process and sends the same to the other one: recorded once.
async fn the_same_click_to_both(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, engine.rounds()).await;
    let (first, second) = (Arc::new(first), Arc::new(second));
    for page in &mut pages {
        let click = page.click(0, 0);
        let seat = (page.seat.sitting, page.attempt());
        let submit = |server: &Arc<Server>| {
            let (server, now) = (Arc::clone(server), hall.clock.now());
            let submit = Command::Submit {
                epoch: page.epoch,
                events: vec![click],
                past: Vec::new(),
            };
            async move { server.recorder().seat(seat, submit, now).await }
        };
        let (one, other) = race(submit(&first), submit(&second)).await;
        let mut told: Vec<Verdict> = Vec::new();
        for answer in [one, other] {
            let Reply::Ruled(rulings) = answer.unwrap().reply.unwrap() else {
                panic!("no verdict");
            };
            told.push(rulings[0].verdict);
        }
        let again = Verdict::Duplicate(Submitted::Accepted);
        assert!(
            told == [ACCEPTED, again] || told == [again, ACCEPTED],
            "{told:?}"
        );
        let rows = journal(&hall, page.attempt()).await;
        let accepted = rows
            .iter()
            .filter(|row| matches!(row, JournalEvent::Accepted { .. }));
        assert_eq!(accepted.count(), 1);
    }
}

async fn two_log_ins_elsewhere_leave_one_lease(engine: &Engine) {
    let hall = Hall::on(engine, engine.rounds()).await;
    let first = Arc::new(hall.node().await);
    first.act(RoomAct::Open).await.unwrap();
    hall.clock.advance(Millis(300));
    first.settle().await;
    let second = Arc::new(hall.node().await);
    for number in 0..engine.rounds() {
        let mut page = first.page(number);
        page.check_in(&first).await;
        let [one, other] = [(1, &first), (2, &second)].map(|(device, server)| {
            let server = Arc::clone(server);
            let device = DeviceId(device);
            let login = candidate::Login {
                device,
                ..page.login()
            };
            async move { candidate::login(&server.app, login, server.now()).await }
        });
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

/// Released on one process, taken on the other: the old device is fenced off on both.
async fn a_lease_moves_between_processes(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    let click = pages[0].click(0, 0);
    assert_eq!(accepted(&first, &pages[0], click).await, ACCEPTED);
    let mut other = second.page(0);
    other.check_in(&second).await;
    other.device = DeviceId(99);
    let refused = other.log_in(&second).await.err().unwrap();
    assert!(matches!(
        refused,
        ExamError::Refused(Refusal::HeldElsewhere)
    ));
    let attempt = pages[0].attempt();
    first.staff(attempt, StaffAct::Release).await.unwrap();
    other.log_in(&second).await.unwrap();
    assert_eq!(other.epoch, pages[0].epoch + 1);
    let late = pages[0].click(1, 0);
    for server in [&first, &second] {
        let refused = pages[0].send(server, [late]).await.err().unwrap();
        assert!(matches!(refused, ExamError::Refused(_)), "{refused:?}");
    }
    let click = other.click(1, 0);
    assert_eq!(accepted(&first, &other, click).await, ACCEPTED);
    let _ = hall;
}

async fn accepted(server: &Server, page: &Page, click: session::Event) -> Verdict {
    verdicts(&page.send(server, [click]).await.unwrap().1)[0]
}

/// Told to end, a process records what it has been given; the other one goes on, and nobody has lost anything.
async fn a_process_that_drains_loses_nothing(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 20).await;
    live_for(&hall, secs(20), &[&first, &second]).await;
    let before = pages[0].state(&second).await.deadline.unwrap();
    let clicks: Vec<_> = pages.iter_mut().map(|page| page.click(0, 0)).collect();
    let now = hall.clock.now();
    let Server {
        app,
        running,
        helpers,
        ..
    } = first;
    let sent = pages.iter().zip(&clicks).map(|(page, click)| {
        let (recorder, seat): (Recorder, _) = (app.recorder.clone(), page.seat);
        let submit = Command::Submit {
            epoch: page.epoch,
            events: vec![*click],
            past: Vec::new(),
        };
        Box::pin(async move {
            let seat = (seat.sitting, seat.attempt);
            recorder.seat(seat, submit, now).await
        })
    });
    let mut sent: Vec<_> = sent.collect();
    for answer in &mut sent {
        assert!(poll!(answer).is_pending());
    }
    drop((app, helpers));
    let (answers, ()) = tokio::join!(join_all(sent), running.drain());
    for answer in answers {
        let Reply::Ruled(rulings) = answer.unwrap().reply.unwrap() else {
            panic!("no verdict");
        };
        assert_eq!(rulings[0].verdict, ACCEPTED);
    }
    live_for(&hall, secs(15), &[&second]).await;
    for (page, click) in pages.iter().zip(clicks) {
        let again = accepted(&second, page, click).await;
        assert_eq!(again, Verdict::Duplicate(Submitted::Accepted));
        verify(&hall, &second, page).await;
    }
    assert_eq!(outages(&hall).await, []);
    let after = pages[0].state(&second).await.deadline.unwrap();
    assert_eq!(after, before);
}

cases! {
    an_answer_before_the_end_elsewhere,
    the_end_before_an_answer_elsewhere,
    an_answer_in_the_grace_before_the_closer_elsewhere,
    answers_against_the_end_elsewhere,
    answers_against_the_closer_elsewhere,
    answers_against_the_pause_of_the_seat_elsewhere,
    answers_against_the_disqualification_elsewhere,
    the_same_click_to_both,
    two_log_ins_elsewhere_leave_one_lease,
    a_lease_moves_between_processes,
    a_process_that_drains_loses_nothing,
}
