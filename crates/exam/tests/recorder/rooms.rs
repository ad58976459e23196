//! Acts for the whole room.

use exam::ExamError;
use lexicon::Millis;
use session::{LedgerEntry, Refusal, RoomAct, RoomRefusal, RoomStatus, Sanction, StaffAct};

use crate::hall::{Hall, OFFICER, SITTING, TIME, verify};

async fn ledger(hall: &Hall) -> Vec<LedgerEntry> {
    let rows = hall.store.ledger(SITTING).await.unwrap();
    rows.iter()
        .map(|row| LedgerEntry::decode(row).unwrap())
        .collect()
}

#[tokio::test]
async fn nobody_is_cut_short_by_closing() {
    let (hall, server, pages) = Hall::running(2).await;
    let close = server.act(RoomAct::Close).await;
    assert!(matches!(
        close,
        Err(ExamError::Room(RoomRefusal::StillRunning(2)))
    ));
    pages[0].finish(&server).await.unwrap();
    // The last finish and the close in one batch: the close sees what the batch has changed.
    let (finish, close) = tokio::join!(pages[1].finish(&server), server.act(RoomAct::Close));
    assert!(finish.unwrap().receipt.is_some());
    assert_eq!(close.unwrap().status, RoomStatus::Closed);
    assert_eq!(
        server.act(RoomAct::Seal).await.unwrap().status,
        RoomStatus::Sealed
    );
    let sealed = server.staff(pages[0].attempt(), StaffAct::Warn).await;
    assert!(matches!(sealed, Err(ExamError::Refused(Refusal::Sealed))));
    verify(&hall, &server, &pages[1]).await;
}

/// A start and a close in one batch: the start comes first and keeps the room open; the other way round the
/// start finds it closed.
#[tokio::test]
async fn a_start_and_a_close_at_once() {
    for start_first in [true, false] {
        let hall = Hall::new(1).await;
        let server = hall.start().await;
        server.act(RoomAct::Open).await.unwrap();
        let mut page = server.page(0);
        page.check_in(&server).await;
        page.log_in(&server).await.unwrap();
        let start = session::Command::Start { epoch: page.epoch };
        let (close, start) = if start_first {
            let (start, close) = tokio::join!(
                server.command(page.attempt(), start),
                server.act(RoomAct::Close)
            );
            (close, start)
        } else {
            tokio::join!(
                server.act(RoomAct::Close),
                server.command(page.attempt(), start)
            )
        };
        assert_eq!(close.is_err(), start_first);
        assert_eq!(start.unwrap().reply.is_ok(), start_first);
        verify(&hall, &server, &page).await;
    }
}

#[tokio::test]
async fn every_act_is_an_entry() {
    let (hall, server, pages) = Hall::running(1).await;
    server.pause().await.unwrap();
    server.act(RoomAct::Resume).await.unwrap();
    let attempt = pages[0].attempt();
    server.staff(attempt, StaffAct::Warn).await.unwrap();
    pages[0].finish(&server).await.unwrap();
    server.staff(attempt, StaffAct::Disqualify).await.unwrap();
    let refused = server.staff(attempt, StaffAct::Disqualify).await;
    assert!(matches!(
        refused,
        Err(ExamError::Refused(Refusal::AlreadySo))
    ));

    let entries = ledger(&hall).await;
    let room = hall.room().await;
    assert_eq!(entries.len(), room.pos as usize);
    assert!(entries.iter().all(|entry| entry.by == Some(OFFICER)));
    let sanctions: Vec<_> = entries
        .iter()
        .filter_map(|entry| match entry.act {
            RoomAct::Sanction { attempt, sanction } => Some((attempt, sanction)),
            _ => None,
        })
        .collect();
    assert_eq!(
        sanctions,
        [
            (attempt, Sanction::Warned),
            (attempt, Sanction::Disqualified)
        ]
    );
    // The receipt of the finish stays what the candidate holds.
    verify(&hall, &server, &pages[0]).await;
}

/// What the room refuses changes nothing and takes no neighbour in the batch with it.
#[tokio::test]
async fn a_refused_act_leaves_its_batch_alone() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let (resume, answer, unknown) = tokio::join!(
        server.act(RoomAct::Resume),
        page.send(&server, [click]),
        server.recorder().room(
            lexicon::SittingId::from_bytes([1; 16]),
            (Some(OFFICER), String::new()),
            RoomAct::Open,
            server.now()
        ),
    );
    assert!(matches!(
        resume,
        Err(ExamError::Room(RoomRefusal::NotPaused))
    ));
    assert!(matches!(unknown, Err(ExamError::NotFound(_))));
    assert!(answer.is_ok());
    assert_eq!(hall.room().await.pos, 1);
    verify(&hall, &server, page).await;
}

/// A token of another sitting opens nothing.
#[tokio::test]
async fn a_seat_of_another_sitting_is_no_seat() {
    let (_hall, server, pages) = Hall::running(1).await;
    let elsewhere = lexicon::SittingId::from_bytes([9; 16]);
    let seat = (elsewhere, pages[0].attempt());
    let command = session::Command::Start { epoch: 1 };
    let answer = server.recorder().seat(seat, command, server.now()).await;
    assert!(matches!(answer, Err(ExamError::NotFound(_))));
}

/// In a wave of starts the queue is long: what a request has waited there is not the candidate's time.
#[tokio::test]
async fn time_begins_when_the_paper_is_served() {
    let hall = Hall::new(1).await;
    let server = hall.start().await;
    server.act(RoomAct::Open).await.unwrap();
    let mut page = server.page(0);
    page.check_in(&server).await;
    page.log_in(&server).await.unwrap();
    let received = server.now();
    hall.clock.advance(Millis(1_500));
    let start = session::Command::Start { epoch: page.epoch };
    let seat = (SITTING, page.attempt());
    let answer = server.recorder().seat(seat, start, received).await.unwrap();
    assert_eq!(answer.view.remaining, Some(TIME));
    assert_eq!(answer.view.deadline, Some(server.now() + TIME));
    verify(&hall, &server, &page).await;
}
