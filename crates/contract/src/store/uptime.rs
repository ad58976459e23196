//! Uptime and outages.

use exam::ports::Store;
use lexicon::Instant;
use session::{ProcessId, Settlement, Span, UptimeRow};

use super::Place;

const ME: ProcessId = ProcessId(u64::MAX);
const OTHER: ProcessId = ProcessId(2);

fn row(process: ProcessId, from: i64, to: i64) -> UptimeRow {
    UptimeRow {
        process,
        from: Instant(from),
        to: Instant(to),
    }
}

async fn settle(store: &dyn Store, row: UptimeRow, outage: Option<(i64, i64)>) {
    let outage = outage.map(|(from, to)| Span::closed(Instant(from), Instant(to)));
    let mut unit = store.begin().await.unwrap();
    unit.settle(&Settlement { row, outage }).await.unwrap();
    unit.commit().await.unwrap();
}

pub(super) async fn two_stretches_and_an_outage(store: &dyn Store) {
    settle(store, row(ME, 10, 100), None).await;
    settle(store, row(ME, 200, 300), Some((100, 200))).await;
}

pub(super) async fn a_stretch_is_extended(place: &impl Place) {
    let store = place.open().await;
    assert_eq!(store.last_uptime().await.unwrap(), None);
    let mut unit = store.begin().await.unwrap();
    let state = unit.uptime(ME).await.unwrap();
    assert_eq!((state.own, state.latest), (None, None));
    drop(unit);
    for to in [10, 20, 15] {
        settle(&*store, row(ME, 10, to), None).await;
    }
    assert_eq!(
        store.uptime_since(Instant(0)).await.unwrap(),
        [row(ME, 10, 20)]
    );
    settle(&*store, row(ME, 30, 30), None).await;
    let mut unit = store.begin().await.unwrap();
    let state = unit.uptime(ME).await.unwrap();
    assert_eq!(state.own, Some(row(ME, 30, 30)), "the latest of its rows");
}

pub(super) async fn stretches_of_several_processes(place: &impl Place) {
    let store = place.open().await;
    settle(&*store, row(ME, 0, 50), None).await;
    settle(&*store, row(OTHER, 20, 40), None).await;
    let mut unit = store.begin().await.unwrap();
    let state = unit.uptime(OTHER).await.unwrap();
    assert_eq!(
        (state.own, state.latest),
        (Some(row(OTHER, 20, 40)), Some(Instant(50)))
    );
    drop(unit);
    assert_eq!(store.last_uptime().await.unwrap(), Some(Instant(50)));
    let all = [row(ME, 0, 50), row(OTHER, 20, 40)];
    assert_eq!(store.uptime_since(Instant(39)).await.unwrap(), all);
    assert_eq!(store.uptime_since(Instant(40)).await.unwrap(), all[..1]);
    let mut unit = store.begin().await.unwrap();
    assert_eq!(unit.uptime_since(Instant(39)).await.unwrap(), all);
    let settlement = Settlement {
        row: row(OTHER, 20, 60),
        outage: None,
    };
    unit.settle(&settlement).await.unwrap();
    let own = [row(ME, 0, 50), row(OTHER, 20, 60)];
    assert_eq!(unit.uptime_since(Instant(39)).await.unwrap(), own);
    assert_eq!(unit.uptime_since(Instant(50)).await.unwrap(), own[1..]);
}

pub(super) async fn an_outage_is_known_by_its_start(place: &impl Place) {
    let store = place.open().await;
    settle(&*store, row(ME, 200, 200), Some((100, 200))).await;
    settle(&*store, row(ME, 400, 400), Some((300, 400))).await;
    // Another process came back from the first one too; what was given once is not taken back.
    settle(&*store, row(OTHER, 210, 210), Some((100, 210))).await;
    settle(&*store, row(OTHER, 205, 210), Some((100, 205))).await;
    let span = |from, to| Span::closed(Instant(from), Instant(to));
    let all = [span(100, 210), span(300, 400)];
    assert_eq!(store.outages_since(Instant(0)).await.unwrap(), all);
    assert_eq!(store.outages_since(Instant(210)).await.unwrap(), all[1..]);
    let mut unit = store.begin().await.unwrap();
    assert_eq!(unit.outages_since(Instant(209)).await.unwrap(), all);
    unit.settle(&Settlement {
        row: row(ME, 500, 500),
        outage: Some(span(450, 500)),
    })
    .await
    .unwrap();
    assert_eq!(
        unit.outages_since(Instant(400)).await.unwrap(),
        [span(450, 500)],
        "its own"
    );
}
