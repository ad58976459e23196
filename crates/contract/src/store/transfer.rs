//! A whole store into another one.

use exam::ports::{
    BlobRow, Destination, Grant, ItemRow, Origin, Role, Scope, SeatChange, StoreError, UserRow,
};
use exam::transfer::{TableSum, copy, rows, sums};
use lexicon::{Digest, ItemId};
use session::StrayKind;

use super::fixture::{
    World, act, application_row, change, formation_row, number, running, user_row, uuid,
};
use super::{Place, results, strays, uptime};

/// A place whose store can be read whole and filled, while nobody has it open.
#[async_trait::async_trait]
pub trait Movable: Place {
    /// Opens it to be read whole.
    async fn origin(&self) -> Result<Box<dyn Origin>, StoreError>;

    /// Opens it to be filled.
    async fn destination(&self) -> Result<Box<dyn Destination>, StoreError>;
}

/// Two places: from, to.
#[derive(Debug)]
pub struct Pair<F, T> {
    /// What is read.
    pub from: F,
    /// What is filled.
    pub to: T,
}

/// Tables that are empty where nothing is on its way.
const EMPTY: [&str; 1] = ["unfinished_sittings"];

const QUIET: &(dyn Fn(u64) + Sync) = &|_| {};

/// A world with something in every table; closed.
async fn filled(place: &impl Place) -> World {
    let world = World::of(place, 700).await;
    let store = &world.store;
    for by in [1, 2] {
        let grants = vec![
            grant(Scope::System),
            grant(Scope::Selection(world.selection)),
        ];
        let user = UserRow {
            grants,
            ..user_row(by)
        };
        store.create_user(&user, &act("user")).await.unwrap();
    }
    let item = ItemRow {
        id: ItemId(uuid(6, 1)),
        code: "A".to_owned(),
        version: 1,
        digest: Digest([1; 32]),
        content: vec![0xff; 300],
    };
    let picture = BlobRow {
        digest: Digest([1; 32]),
        media_type: "image/png".to_owned(),
        bytes: (0..70_000_u32).map(|at| at as u8).collect(),
    };
    let (items, pictures) = ([item], [picture]);
    store
        .import_items(world.selection, &items, &pictures, &act("items"))
        .await
        .unwrap();
    for at in 0..3 {
        let id = world.attempt(at);
        world
            .append(id, running(100), &[b"start", &[0, 0xff, 1]])
            .await;
    }
    for _ in 0..400 {
        let events: [&[u8]; 6] = [b"answer"; 6];
        world.append(world.attempt(1), None, &events).await;
    }
    keep_strays(&world).await;
    ledger(&world).await;
    uptime::two_stretches_and_an_outage(&**store).await;
    let numbers: Vec<_> = (0..700).map(number).collect();
    results::published(&world, &numbers).await;
    store
        .save_contacts(&[(world.sitting, vec![0, 7])])
        .await
        .unwrap();
    store.set_once("secrets.pin", "abc").await.unwrap();
    world
}

const fn grant(scope: Scope) -> Grant {
    Grant {
        role: Role::Proctor,
        scope,
    }
}

async fn keep_strays(world: &World) {
    let id = world.attempt(2);
    let (seat, _) = world.store.seat(id).await.unwrap().unwrap();
    let late = strays::stray(1, 5, u64::MAX, StrayKind::Late);
    let refused = strays::refused(6);
    let change = SeatChange {
        strays: vec![late, refused],
        ..change(id, seat.last_row, &seat.state, &[])
    };
    world.save(&[change]).await;
}

async fn ledger(world: &World) {
    let mut unit = world.store.begin().await.unwrap();
    let change = exam::ports::RoomChange {
        id: world.sitting,
        state: vec![1, 1],
        status: session::RoomStatus::Open,
        paused: true,
        entries: vec![(1, b"opened".to_vec()), (2, vec![0, 0xfe])],
    };
    unit.save_rooms(&[change]).await.unwrap();
    unit.commit().await.unwrap();
}

/// Waits until whatever was open has been closed.
async fn origin(place: &impl Movable) -> Box<dyn Origin> {
    loop {
        match place.origin().await {
            Ok(origin) => return origin,
            Err(error) if error.to_string().contains("in use") => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

async fn destination(place: &impl Movable) -> Box<dyn Destination> {
    loop {
        match place.destination().await {
            Ok(destination) => return destination,
            Err(error) if error.to_string().contains("in use") => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

async fn sums_of(place: &impl Movable) -> Vec<TableSum> {
    sums(&mut *origin(place).await, QUIET).await.unwrap()
}

pub(super) async fn a_copy_is_the_same_row_for_row_and_goes_on<F: Movable, T: Movable>(
    pair: &Pair<F, T>,
) {
    let world = filled(&pair.from).await;
    let (attempt, selection, formation) = (world.attempt(1), world.selection, world.formation);
    let journal = world.store.journal(attempt).await.unwrap();
    let log = world.store.audit_log(1, 10_000).await.unwrap();
    drop(world);
    let before = sums_of(&pair.from).await;
    for sum in &before {
        assert_eq!(sum.rows == 0, EMPTY.contains(&sum.table), "{sum:?}");
    }
    let mut from = origin(&pair.from).await;
    let all = rows(&mut *from).await.unwrap();
    let told = std::sync::atomic::AtomicU64::new(0);
    let progress = |done| told.store(done, std::sync::atomic::Ordering::Relaxed);
    let to = destination(&pair.to).await;
    let read = copy(&mut *from, to, &progress).await.unwrap();
    assert_eq!(told.into_inner(), all, "the bar ends at its end");
    assert_eq!(read, before);
    drop(from);
    assert_eq!(sums_of(&pair.to).await, before);
    assert_eq!(
        sums_of(&pair.from).await,
        before,
        "nothing has changed there"
    );

    let store = pair.to.open().await;
    assert_eq!(store.journal(attempt).await.unwrap(), journal);
    assert_eq!(store.audit_log(1, 10_000).await.unwrap(), log);
    assert_eq!(store.set_once("secrets.pin", "other").await.unwrap(), "abc");
    // New rows are numbered beyond those that came.
    let world = World {
        store,
        selection,
        formation,
        form: lexicon::FormId(uuid(4, 1)),
        sitting: super::fixture::sitting_id(1),
        attempts: vec![attempt],
    };
    for _ in 0..10 {
        world.append(attempt, None, &[b"more"]).await;
    }
    let longer = world.store.journal(attempt).await.unwrap();
    assert_eq!(longer.len(), journal.len() + 10);
    assert!(longer.starts_with(&journal));
    world.store.audit(&act("after")).await.unwrap();
    super::audit::verify(&world.store.audit_log(1, 10_000).await.unwrap());
    let more = [formation_row(50)];
    world
        .store
        .import_formations(selection, &more, &act("formations"))
        .await
        .unwrap();
    let candidates = [application_row(5_000, more[0].id)];
    world
        .store
        .import_applications(selection, &candidates, &act("applications"))
        .await
        .unwrap();
}

pub(super) async fn a_destination_with_anything_in_it_is_left_alone<F: Movable, T: Movable>(
    pair: &Pair<F, T>,
) {
    drop(pair.from.open().await);
    let world = World::of(&pair.to, 2).await;
    drop(world);
    let before = sums_of(&pair.to).await;
    let refused = loop {
        match pair.to.destination().await {
            Err(error) if error.to_string().contains("in use") => tokio::task::yield_now().await,
            outcome => break outcome.err().unwrap().to_string(),
        }
    };
    assert!(refused.contains("not empty"), "{refused}");
    assert_eq!(sums_of(&pair.to).await, before);
}

pub(super) async fn a_copy_cut_off_anywhere_leaves_nothing_and_can_be_made_again<
    F: Movable,
    T: Movable,
>(
    pair: &Pair<F, T>,
) {
    drop(World::of(&pair.from, 30).await);
    let before = sums_of(&pair.from).await;
    let mut from = origin(&pair.from).await;
    let tables = from.tables();
    for stop in [0, 1, tables.len() / 2, tables.len()] {
        let mut to = destination(&pair.to).await;
        for table in tables.iter().take(stop) {
            let page = from.page(*table, None).await.unwrap();
            to.take(*table, page).await.unwrap();
        }
        drop(to);
        let left = sums_of(&pair.to).await;
        assert!(left.iter().all(|sum| sum.rows == 0), "{left:?}");
    }
    // A row that is refused leaves nothing either.
    let mut to = destination(&pair.to).await;
    let seats = tables
        .iter()
        .find(|table| table.name == "attempts")
        .unwrap();
    let page = from.page(*seats, None).await.unwrap();
    let refused = to.take(*seats, page).await;
    assert!(matches!(refused, Err(StoreError::Data(_))), "{refused:?}");
    drop(to);
    let to = destination(&pair.to).await;
    copy(&mut *from, to, QUIET).await.unwrap();
    assert_eq!(sums_of(&pair.to).await, before);
}

pub(super) async fn a_store_that_is_served_is_neither_read_nor_filled<F: Movable, T: Movable>(
    pair: &Pair<F, T>,
) {
    let store = pair.from.open().await;
    store.users().await.unwrap();
    let refused = pair.from.origin().await.err().unwrap().to_string();
    assert!(refused.contains("in use"), "{refused}");
    drop(store);
    let store = pair.to.open().await;
    store.users().await.unwrap();
    let refused = pair.to.destination().await.err().unwrap().to_string();
    assert!(refused.contains("in use"), "{refused}");
    drop(store);
    // Nor is it served while it is being filled.
    let to = destination(&pair.to).await;
    let again = pair.to.destination().await.err().unwrap().to_string();
    assert!(again.contains("in use"), "{again}");
    let from = origin(&pair.from).await;
    let again = pair.from.origin().await.err().unwrap().to_string();
    assert!(again.contains("in use"), "{again}");
    drop((to, from));
}

/// A text's last letter, a number by one: the sums tell.
pub(super) async fn a_difference_is_seen<F: Movable, T: Movable>(pair: &Pair<F, T>) {
    drop(World::of(&pair.from, 2).await);
    drop(World::of(&pair.to, 2).await);
    let same = sums_of(&pair.from).await;
    assert_eq!(
        sums_of(&pair.to).await,
        same,
        "made alike, on either engine"
    );
    let store = pair.to.open().await;
    let user = user_row(7);
    store.create_user(&user, &act("user")).await.unwrap();
    let other = UserRow {
        full_name: "Petugaz".to_owned(),
        ..user.clone()
    };
    drop(store);
    let before = sums_of(&pair.to).await;
    let store = pair.to.open().await;
    store.update_user(&other, &act("user")).await.unwrap();
    drop(store);
    let after = sums_of(&pair.to).await;
    let changed = before
        .iter()
        .zip(&after)
        .filter(|(one, other)| one != other);
    let changed: Vec<_> = changed.map(|(sum, _)| sum.table).collect();
    assert_eq!(changed, ["users", "audit"]);
    let users = |sums: &[TableSum]| *sums.iter().find(|sum| sum.table == "users").unwrap();
    assert_eq!(users(&before).rows, users(&after).rows);
}
