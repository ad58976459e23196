//! What a node does beside the exam: last contacts, and steps of the wall clock.

use std::collections::BTreeMap;

use exam::ports::Live;
use exam::staff::{self, Caller, ClockStepView};
use exam::{ClockWatch, LastContacts, Upkeep};
use lexicon::{AttemptId, Instant, Millis};
use session::RoomAct;

use crate::hall::{Hall, SITTING, Server, secs};

async fn contacts(live: &dyn Live) -> BTreeMap<AttemptId, Instant> {
    live.contacts(SITTING).await.unwrap().into_iter().collect()
}

/// A server with its boards, as its upkeep sees it.
pub(crate) fn ports(server: &Server) -> exam::Ports {
    exam::Ports {
        store: server.app.store.clone(),
        live: server.app.live.clone(),
        clock: server.app.clock.clone(),
        forms: server.app.forms.clone(),
    }
}

#[tokio::test]
async fn a_restart_remembers_who_was_last_heard_when() {
    let (hall, server, mut pages) = Hall::running(3).await;
    let mut noting = LastContacts::open(ports(&server)).await.unwrap();
    let click = pages[0].click(0, 0);
    hall.clock.advance(secs(7));
    pages[0].send(&server, [click]).await.unwrap();
    assert_eq!(noting.note().await.unwrap(), 1);
    let noted = contacts(&*server.app.live).await;
    assert_eq!(noted.len(), 3);
    assert_eq!(noted[&pages[0].attempt()], server.now());
    // Nothing new is not written again, and a look at the state is news.
    assert_eq!(noting.note().await.unwrap(), 0);
    hall.clock.advance(Millis(1_234));
    pages[1].state(&server).await;
    assert_eq!(noting.note().await.unwrap(), 1);
    let noted = contacts(&*server.app.live).await;
    assert_eq!(noted[&pages[1].attempt()], server.now());
    drop(server);

    let ports = hall.ports();
    let upkeep = Upkeep::start(ports.clone()).await.unwrap();
    assert_eq!(contacts(&*ports.live).await, noted);
    // Ending in order, it notes what has come since the last time.
    let later = hall.clock.advance(secs(5));
    ports.live.contact(SITTING, pages[2].attempt(), later);
    upkeep.stop().await;
    let again = hall.ports();
    let _upkeep = Upkeep::start(again.clone()).await.unwrap();
    assert_eq!(contacts(&*again.live).await[&pages[2].attempt()], later);
}

#[tokio::test]
async fn contacts_that_could_not_be_written_are_written_later() {
    let (hall, server, pages) = Hall::running(1).await;
    let mut noting = LastContacts::open(ports(&server)).await.unwrap();
    hall.stage.down(true);
    noting.note().await.unwrap_err();
    hall.stage.down(false);
    assert_eq!(noting.note().await.unwrap(), 1);
    // What a board forgets stays noted.
    let mut other = LastContacts::open(hall.ports()).await.unwrap();
    assert_eq!(other.note().await.unwrap(), 0);
    let stored = hall.store.contacts(SITTING).await.unwrap().unwrap();
    assert!(stored.ends_with(&[0; 4]), "the only one is the earliest");
    assert!(
        stored
            .windows(16)
            .any(|id| id == pages[0].attempt().as_bytes())
    );
}

#[tokio::test]
async fn a_step_of_the_wall_clock_is_shown_to_the_proctor() {
    let hall = Hall::new(1).await;
    let server = hall.start().await;
    let mut watch = ClockWatch::new(ports(&server));
    let step = async |watch: &mut ClockWatch, by: i64| {
        hall.clock.advance(secs(5));
        hall.clock.step_wall(Millis(by));
        watch.look().await.unwrap()
    };
    assert!(step(&mut watch, 60_000).await, "before the opening");
    hall.clock.advance(secs(1));
    server.act(RoomAct::Open).await.unwrap();
    assert!(!step(&mut watch, 2_000).await);
    assert!(step(&mut watch, 1).await, "adds up");
    let first = server.now();
    assert!(!step(&mut watch, 0).await, "once");
    assert!(step(&mut watch, -3_600_000).await);
    let second = server.now();
    hall.clock.advance(secs(1));
    server.act(RoomAct::Close).await.unwrap();
    assert!(step(&mut watch, 9_000).await, "after the close");
    drop(server);

    let server = hall.start().await;
    let operator = Caller::operator();
    let view = staff::sitting(&server.app, &operator, SITTING);
    let expected = [(first, 2_001), (second, -3_600_000)];
    let expected = expected.map(|(at, by_ms)| ClockStepView { at, by_ms });
    assert_eq!(view.await.unwrap().clock_steps, expected);
}

#[tokio::test]
async fn a_step_that_could_not_be_logged_is_logged_later() {
    let (hall, server, _) = Hall::running(1).await;
    let mut watch = ClockWatch::new(ports(&server));
    hall.clock.step_wall(secs(30));
    hall.stage.down(true);
    watch.look().await.unwrap_err();
    hall.stage.down(false);
    assert!(watch.look().await.unwrap());
    assert!(!watch.look().await.unwrap());
}
