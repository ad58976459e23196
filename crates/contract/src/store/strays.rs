//! Events that do not count.

use exam::ports::SeatChange;
use lexicon::{FormItemId, Instant, OptionId};
use session::{Event, Kind, RefusedReason, Stray, StrayKind};

use super::Place;
use super::fixture::{World, change};

pub(super) fn stray(epoch: u32, seq: u32, item: u64, kind: StrayKind) -> Stray {
    Stray {
        received: Instant(i64::from(seq)),
        epoch,
        event: Event {
            seq,
            id: u64::MAX - u64::from(seq),
            item: FormItemId(item),
            kind: Kind::Answer(OptionId(u64::MAX)),
            rebase: false,
            client_ms: 1,
        },
        kind,
    }
}

pub(super) fn refused(seq: u32) -> Stray {
    stray(1, seq, 3, StrayKind::Refused(RefusedReason::ForeignItem))
}

async fn keep(world: &World, at: usize, strays: &[Stray]) {
    let id = world.attempt(at);
    let (seat, _) = world.store.seat(id).await.unwrap().unwrap();
    let change = SeatChange {
        strays: strays.to_vec(),
        ..change(id, seat.last_row, b"state", &[])
    };
    world.save(&[change]).await;
}

pub(super) async fn the_last_late_event_per_item_is_kept(place: &impl Place) {
    let world = World::of(place, 2).await;
    let late = |epoch, seq, item| stray(epoch, seq, item, StrayKind::Late);
    let big = u64::MAX;
    keep(
        &world,
        0,
        &[late(1, 5, big), late(1, 6, 2), late(1, 7, big)],
    )
    .await;
    keep(&world, 0, &[late(2, 9, 2)]).await;
    // An earlier one does not displace a later one.
    keep(&world, 0, &[late(1, 4, 2)]).await;
    keep(&world, 1, &[late(1, 1, big)]).await;
    let kept = [late(1, 7, big), late(2, 9, 2)];
    assert_eq!(world.store.strays_of(world.attempt(0)).await.unwrap(), kept);
    let mut unit = world.store.begin().await.unwrap();
    assert_eq!(unit.strays(world.attempt(0)).await.unwrap(), kept);
    assert_eq!(
        unit.strays(world.attempt(1)).await.unwrap(),
        [late(1, 1, big)]
    );
}

pub(super) async fn refused_events_are_kept_each(place: &impl Place) {
    let world = World::of(place, 1).await;
    keep(&world, 0, &[refused(2), refused(1)]).await;
    keep(&world, 0, &[refused(3), stray(1, 4, 3, StrayKind::Late)]).await;
    let kept = world.store.strays_of(world.attempt(0)).await.unwrap();
    let late = stray(1, 4, 3, StrayKind::Late);
    assert_eq!(kept, [refused(1), refused(2), refused(3), late]);
}
