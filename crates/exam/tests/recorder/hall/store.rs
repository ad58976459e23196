//! The real store behind a stage: it stops, fails and lies where the test says so.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use exam::ports::{
    ApplicationRow, AuditEntry, AuditRow, BlobRow, Catalogue, DraftRow, FormRow, FormationRow,
    ItemRow, Loaded, LockedSeats, NewSitting, PublicationRow, Results, RoomChange, RoomLock,
    RoomRow, ScoredRow, SeatChange, SeatList, SeatRow, SeatSummary, Seats, SelectionRow,
    SittingRow, Staff, Store, StoreError, Unit, UptimeState, UserRow, Wanted,
};
use lexicon::{
    ApplicationId, AttemptId, Digest, FormId, FormationId, Instant, ParticipantNo, PublicationId,
    SelectionId, SittingId, UserId,
};
use session::{ProcessId, Settlement, Span, Stray, UptimeRow};
use tokio::sync::{Semaphore, watch};

/// Where a unit can be stopped or made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Before the transaction begins.
    Begin,
    /// Inside the transaction's first step: an engine may wait for its lock only there.
    Lock,
    /// Before the commit: everything is written, nothing is on disk.
    Commit,
    /// After the commit, before anybody hears of it.
    Committed,
    /// Where the closer asks what is due.
    Due,
    /// Where seats are looked at for their pages.
    Look,
    /// Where something is written beside the answer path.
    Aside,
}

/// What the test has arranged.
pub(crate) struct Stage {
    stops: Mutex<BTreeMap<Place, VecDeque<Arc<Stop>>>>,
    faults: Mutex<BTreeMap<Place, VecDeque<StoreError>>>,
    down: watch::Sender<bool>,
    culprits: Mutex<BTreeMap<AttemptId, Crime>>,
    held: Mutex<BTreeMap<AttemptId, u32>>,
    commits: watch::Sender<u64>,
    starved: watch::Sender<bool>,
    looks: AtomicU64,
}

/// What becomes of a unit that would write a culprit's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crime {
    /// The store refuses the data.
    Data,
    /// The store says that a row exists.
    Exists,
    /// A defect of the program comes to light.
    Panic,
    /// What was refused to it cannot be read; all else goes well.
    Unreadable,
}

struct Stop {
    reached: Semaphore,
    go: Semaphore,
}

/// A place where the next unit waits until it is let go.
pub(crate) struct Stopped(Arc<Stop>);

impl Stopped {
    /// Returns when a unit stands there.
    pub(crate) async fn reached(&self) {
        self.0.reached.acquire().await.unwrap().forget();
    }

    /// Lets it go on.
    pub(crate) fn go(self) {
        self.0.go.add_permits(1);
    }
}

impl Stage {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            stops: Mutex::default(),
            faults: Mutex::default(),
            down: watch::Sender::new(false),
            culprits: Mutex::default(),
            held: Mutex::default(),
            commits: watch::Sender::new(0),
            starved: watch::Sender::new(false),
            looks: AtomicU64::new(0),
        })
    }

    /// The next unit that comes to `place` stops there.
    pub(crate) fn stop(&self, place: Place) -> Stopped {
        let stop = Arc::new(Stop {
            reached: Semaphore::new(0),
            go: Semaphore::new(0),
        });
        let mut stops = self.stops.lock().unwrap();
        stops.entry(place).or_default().push_back(Arc::clone(&stop));
        Stopped(stop)
    }

    /// The next unit that comes to `place` fails there.
    pub(crate) fn fail(&self, place: Place) {
        let mut faults = self.faults.lock().unwrap();
        let fault = StoreError::Unavailable("on purpose".into());
        faults.entry(place).or_default().push_back(fault);
    }

    /// Takes the whole store away, or gives it back.
    pub(crate) fn down(&self, down: bool) {
        self.down.send_replace(down);
    }

    /// Takes every connection that reads beside the units, or gives them back: whoever asks for one waits.
    pub(crate) fn starve(&self, starved: bool) {
        self.starved.send_replace(starved);
    }

    async fn reader(&self) {
        let mut starved = self.starved.subscribe();
        starved.wait_for(|starved| !*starved).await.unwrap();
    }

    /// Whoever writes this attempt's row fails like that.
    pub(crate) fn culprit(&self, attempt: AttemptId, crime: Option<Crime>) {
        let mut culprits = self.culprits.lock().unwrap();
        match crime {
            Some(crime) => culprits.insert(attempt, crime),
            None => culprits.remove(&attempt),
        };
    }

    /// As if another unit held the attempt, the next `times` that it is asked for.
    pub(crate) fn hold(&self, attempt: AttemptId, times: u32) {
        self.held.lock().unwrap().insert(attempt, times);
    }

    fn is_held(&self, attempt: AttemptId) -> bool {
        let mut held = self.held.lock().unwrap();
        let Some(times) = held.get_mut(&attempt).filter(|times| **times > 0) else {
            return false;
        };
        *times -= 1;
        true
    }

    /// How many units were committed.
    pub(crate) fn commits(&self) -> u64 {
        *self.commits.borrow()
    }

    /// How often seats were looked at for their pages.
    pub(crate) fn looks(&self) -> u64 {
        self.looks.load(Ordering::Relaxed)
    }

    /// Returns when more than `before` units were committed.
    pub(crate) async fn committed_after(&self, before: u64) {
        let mut commits = self.commits.subscribe();
        commits.wait_for(|now| *now > before).await.unwrap();
    }

    async fn at(&self, place: Place) -> Result<(), StoreError> {
        let stop = self.next(&self.stops, place);
        if let Some(stop) = stop {
            stop.reached.add_permits(1);
            stop.go.acquire().await.unwrap().forget();
        }
        if *self.down.borrow() {
            return Err(StoreError::Unavailable("down".into()));
        }
        match self.next(&self.faults, place) {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
    }

    fn next<T>(&self, queues: &Mutex<BTreeMap<Place, VecDeque<T>>>, place: Place) -> Option<T> {
        queues.lock().unwrap().get_mut(&place)?.pop_front()
    }
}

/// The store with its stage.
pub(crate) struct Staged {
    pub(crate) inner: Arc<dyn Store>,
    pub(crate) stage: Arc<Stage>,
}

struct StagedUnit {
    inner: Box<dyn Unit>,
    stage: Arc<Stage>,
}

#[async_trait]
impl Store for Staged {
    async fn begin(&self) -> Result<Box<dyn Unit>, StoreError> {
        self.stage.at(Place::Begin).await?;
        Ok(Box::new(StagedUnit {
            inner: self.inner.begin().await?,
            stage: Arc::clone(&self.stage),
        }))
    }

    async fn last_uptime(&self) -> Result<Option<Instant>, StoreError> {
        self.stage.reader().await;
        self.inner.last_uptime().await
    }

    async fn outages_since(&self, since: Instant) -> Result<Vec<Span>, StoreError> {
        self.stage.reader().await;
        self.inner.outages_since(since).await
    }

    async fn uptime_since(&self, since: Instant) -> Result<Vec<UptimeRow>, StoreError> {
        self.stage.reader().await;
        self.inner.uptime_since(since).await
    }

    async fn ledger(&self, sitting: SittingId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.stage.reader().await;
        self.inner.ledger(sitting).await
    }

    async fn save_contacts(&self, contacts: &[(SittingId, Vec<u8>)]) -> Result<(), StoreError> {
        self.stage.at(Place::Aside).await?;
        self.inner.save_contacts(contacts).await
    }

    async fn contacts(&self, sitting: SittingId) -> Result<Option<Vec<u8>>, StoreError> {
        self.stage.reader().await;
        self.inner.contacts(sitting).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.stage.reader().await;
        self.inner.ping().await
    }

    async fn backup(&self, target: &str) -> Result<(), StoreError> {
        self.inner.backup(target).await
    }
}

#[async_trait]
impl Unit for StagedUnit {
    async fn uptime(&mut self, process: ProcessId) -> Result<UptimeState, StoreError> {
        self.stage.at(Place::Lock).await?;
        self.inner.uptime(process).await
    }

    async fn uptime_since(&mut self, since: Instant) -> Result<Vec<UptimeRow>, StoreError> {
        self.inner.uptime_since(since).await
    }

    async fn settle(&mut self, settlement: &Settlement) -> Result<(), StoreError> {
        self.inner.settle(settlement).await
    }

    async fn outages_since(&mut self, since: Instant) -> Result<Vec<Span>, StoreError> {
        self.inner.outages_since(since).await
    }

    async fn rooms(&mut self, ids: &[(SittingId, RoomLock)]) -> Result<Vec<RoomRow>, StoreError> {
        self.inner.rooms(ids).await
    }

    async fn open_rooms(&mut self) -> Result<Vec<RoomRow>, StoreError> {
        self.inner.open_rooms().await
    }

    async fn running(&mut self, sitting: SittingId) -> Result<u32, StoreError> {
        self.inner.running(sitting).await
    }

    async fn save_rooms(&mut self, changes: &[RoomChange]) -> Result<(), StoreError> {
        self.inner.save_rooms(changes).await
    }

    async fn seats(&mut self, ids: &[AttemptId]) -> Result<LockedSeats, StoreError> {
        let mut locked = self.inner.seats(ids).await?;
        let (away, seats): (Vec<SeatRow>, Vec<SeatRow>) = locked
            .seats
            .into_iter()
            .partition(|seat| self.stage.is_held(seat.id));
        locked.seats = seats;
        locked.held.extend(away.iter().map(|seat| seat.id));
        Ok(locked)
    }

    async fn journal_back(
        &mut self,
        from: i64,
        limit: u32,
    ) -> Result<(Vec<Vec<u8>>, i64), StoreError> {
        self.inner.journal_back(from, limit).await
    }

    async fn strays(&mut self, attempt: AttemptId) -> Result<Vec<Stray>, StoreError> {
        let crime = self.stage.culprits.lock().unwrap().get(&attempt).copied();
        if crime == Some(Crime::Unreadable) {
            return Err(StoreError::Data("on purpose".into()));
        }
        self.inner.strays(attempt).await
    }

    async fn save_seats(&mut self, changes: &[SeatChange]) -> Result<(), StoreError> {
        let culprits = self.stage.culprits.lock().unwrap().clone();
        for change in changes {
            match culprits.get(&change.id) {
                Some(Crime::Data) => return Err(StoreError::Data("on purpose".into())),
                Some(Crime::Exists) => return Err(StoreError::Exists("a row".into())),
                Some(Crime::Panic) => panic!("on purpose"),
                Some(Crime::Unreadable) | None => {}
            }
        }
        self.inner.save_seats(changes).await
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.stage.at(Place::Commit).await?;
        self.inner.commit().await?;
        self.stage.commits.send_modify(|commits| *commits += 1);
        self.stage.at(Place::Committed).await
    }
}

#[async_trait]
impl Seats for Staged {
    async fn seat(&self, id: AttemptId) -> Result<Option<(SeatRow, RoomRow)>, StoreError> {
        self.stage.reader().await;
        self.inner.seat(id).await
    }

    async fn look(&self, wanted: Wanted<'_>) -> Result<Loaded, StoreError> {
        self.stage.reader().await;
        self.stage.looks.fetch_add(1, Ordering::Relaxed);
        self.stage.at(Place::Look).await?;
        let is_unreadable = |id| {
            let culprits = self.stage.culprits.lock().unwrap();
            culprits.get(id) == Some(&Crime::Unreadable)
        };
        if wanted.seats.iter().any(is_unreadable) {
            return Err(StoreError::Data("on purpose".into()));
        }
        self.inner.look(wanted).await
    }

    async fn seat_of(&self, no: ParticipantNo) -> Result<Option<(SeatRow, RoomRow)>, StoreError> {
        self.stage.reader().await;
        self.inner.seat_of(no).await
    }

    async fn seats_of(&self, sitting: SittingId) -> Result<Option<SeatList>, StoreError> {
        self.stage.reader().await;
        self.inner.seats_of(sitting).await
    }

    async fn seats_of_selection(&self, id: SelectionId) -> Result<Vec<SeatSummary>, StoreError> {
        self.stage.reader().await;
        self.inner.seats_of_selection(id).await
    }

    async fn due(
        &self,
        before: Instant,
        limit: u32,
    ) -> Result<Vec<(SittingId, AttemptId)>, StoreError> {
        self.stage.reader().await;
        self.stage.at(Place::Due).await?;
        self.inner.due(before, limit).await
    }

    async fn journal(&self, attempt: AttemptId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.stage.reader().await;
        self.inner.journal(attempt).await
    }

    async fn strays_of(&self, attempt: AttemptId) -> Result<Vec<Stray>, StoreError> {
        self.stage.reader().await;
        self.inner.strays_of(attempt).await
    }
}

/// What the stage leaves alone goes to the store as it is.
macro_rules! pass_on {
    ($port:ident: $(fn $name:ident $(at $place:ident)? ($($arg:ident: $type:ty),*) -> $result:ty;)+) => {
        #[async_trait]
        impl $port for Staged {
            $(async fn $name(&self, $($arg: $type),*) -> Result<$result, StoreError> {
                $(self.stage.at(Place::$place).await?;)?
                self.inner.$name($($arg),*).await
            })+
        }
    };
}

pass_on! { Catalogue:
    fn create_selection(row: &SelectionRow, audit: &AuditEntry) -> ();
    fn selections() -> Vec<SelectionRow>;
    fn selection(id: SelectionId) -> Option<SelectionRow>;
    fn import_formations(id: SelectionId, rows: &[FormationRow], audit: &AuditEntry) -> ();
    fn formations(id: SelectionId) -> Vec<FormationRow>;
    fn formation(id: FormationId) -> Option<FormationRow>;
    fn import_applications(id: SelectionId, rows: &[ApplicationRow], audit: &AuditEntry) -> ();
    fn applications(id: SelectionId) -> Vec<ApplicationRow>;
    fn application(id: ApplicationId) -> Option<ApplicationRow>;
    fn application_by_number(no: ParticipantNo) -> Option<(SelectionId, ApplicationRow)>;
    fn import_items(id: SelectionId, rows: &[ItemRow], blobs: &[BlobRow], audit: &AuditEntry) -> ();
    fn items(id: SelectionId) -> Vec<ItemRow>;
    fn blob(digest: Digest) -> Option<BlobRow>;
    fn create_form(row: &FormRow, audit: &AuditEntry) -> ();
    fn form(id: FormId) -> Option<FormRow>;
    fn forms(id: SelectionId) -> Vec<FormRow>;
    fn create_sitting(new: &NewSitting, audit: &AuditEntry) -> ();
    fn sittings(id: SelectionId) -> Vec<SittingRow>;
    fn sitting(id: SittingId) -> Option<SittingRow>;
}

pass_on! { Staff:
    fn create_user(row: &UserRow, audit: &AuditEntry) -> ();
    fn update_user(row: &UserRow, audit: &AuditEntry) -> ();
    fn user_by_name(name: &str) -> Option<UserRow>;
    fn user(id: UserId) -> Option<UserRow>;
    fn users() -> Vec<UserRow>;
    fn audit at Aside (entry: &AuditEntry) -> ();
    fn audit_log(from: i64, limit: u32) -> Vec<AuditRow>;
    fn acts_since(act: &str, since: Instant, limit: u32) -> Vec<AuditRow>;
    fn setting(name: &str) -> Option<String>;
    fn set_once(name: &str, value: &str) -> String;
    fn set(name: &str, value: &str, audit: &AuditEntry) -> ();
}

pass_on! { Results:
    fn create_draft(row: &DraftRow, audit: &AuditEntry) -> ();
    fn draft(id: PublicationId) -> Option<DraftRow>;
    fn drafts(id: SelectionId) -> Vec<DraftRow>;
    fn approve_draft(id: PublicationId, digest: Digest, by: UserId, at: Instant, audit: &AuditEntry) -> ();
    fn publish(row: &PublicationRow, numbers: &[ParticipantNo], audit: &AuditEntry) -> ();
    fn publications(id: SelectionId, documents: bool) -> Vec<PublicationRow>;
    fn publication(id: PublicationId) -> Option<PublicationRow>;
    fn published_row(no: ParticipantNo) -> Option<ScoredRow>;
}
