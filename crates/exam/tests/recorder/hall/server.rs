//! The hall and the server in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use exam::candidate::Seat;
use exam::ports::{Clock, Rng, Signer, Store};
use exam::{App, ExamError, FormCache, Helpers, LoadedForm, Node, Ports, Recorder, Running};
use futures::future::join_all;
use lexicon::{AttemptId, Instant, Millis};
use question_bank::Variant;
use session::{Attempt, Command, PauseReason, ProcessId, Reply, Room, RoomAct, StaffAct};
use tokio::sync::Mutex;

use super::engine::{Copied, Engine, Ground};
use super::seed::{FORM, OFFICER, SITTING, attempt_of, pin_key, seed};
use super::store::{Stage, Staged};
use super::{Boards, FakeClock, Page, secs};

/// A store with its sitting, and the clock.
pub(crate) struct Hall {
    /// The store as nobody disturbs it.
    pub(crate) store: Arc<dyn Store>,
    pub(crate) stage: Arc<Stage>,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) boards: Arc<Boards>,
    processes: AtomicU64,
    ground: Mutex<Ground>,
}

/// A server process on the hall's store. Dropped, it has crashed.
pub(crate) struct Server {
    pub(crate) app: App,
    pub(crate) form: Arc<LoadedForm>,
    pub(crate) helpers: Helpers,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) running: Running,
    /// What the test does to this server's store; of a server alone it is the hall's.
    pub(crate) stage: Arc<Stage>,
}

struct Dice;

impl Rng for Dice {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(6);
    }
}

impl Signer for Dice {
    fn public_key(&self) -> [u8; 32] {
        [0; 32]
    }

    fn sign(&self, _: &[u8]) -> [u8; 64] {
        [0; 64]
    }
}

impl Hall {
    /// A hall with so many seats; nobody is there yet.
    pub(crate) async fn new(seats: usize) -> Self {
        Self::on(&Engine::Sqlite, seats).await
    }

    /// The same on this engine.
    pub(crate) async fn on(engine: &Engine, seats: usize) -> Self {
        let mut ground = engine.ground().await;
        let store = ground.open().await;
        seed(&*store, seats).await;
        Self {
            store,
            stage: Stage::new(),
            clock: Arc::new(FakeClock::new()),
            boards: Arc::new(Boards::default()),
            processes: AtomicU64::new(1),
            ground: Mutex::new(ground),
        }
    }

    /// A hall with an open room and running candidates.
    pub(crate) async fn running(seats: usize) -> (Self, Server, Vec<Page>) {
        Self::running_on(&Engine::Sqlite, seats).await
    }

    /// The same on this engine.
    pub(crate) async fn running_on(engine: &Engine, seats: usize) -> (Self, Server, Vec<Page>) {
        let hall = Self::on(engine, seats).await;
        let server = hall.start().await;
        server.act(RoomAct::Open).await.unwrap();
        let pages = server.seat_all(seats).await;
        (hall, server, pages)
    }

    /// A server that trusts its clock.
    pub(crate) async fn start(&self) -> Server {
        self.start_distrusting(None).await
    }

    /// A server whose clock an officer has to confirm.
    pub(crate) async fn start_distrusting(&self, since: Option<Instant>) -> Server {
        let node = Node::alone(self.process());
        let store = Arc::clone(&self.store);
        self.begin((node, store), Arc::clone(&self.stage), since)
            .await
    }

    /// One of a fleet, born now, with a way to the store of its own.
    pub(crate) async fn node(&self) -> Server {
        let node = Node::of_fleet(self.process(), self.clock.now());
        let store = self.ground.lock().await.open().await;
        self.begin((node, store), Stage::new(), None).await
    }

    fn process(&self) -> ProcessId {
        ProcessId(self.processes.fetch_add(1, Ordering::SeqCst))
    }

    async fn begin(
        &self,
        (node, inner): (Node, Arc<dyn Store>),
        stage: Arc<Stage>,
        since: Option<Instant>,
    ) -> Server {
        let store: Arc<dyn Store> = Arc::new(Staged {
            inner,
            stage: Arc::clone(&stage),
        });
        let ports = Ports {
            store: Arc::clone(&store),
            live: self.boards.clone(),
            clock: self.clock.clone(),
            forms: Arc::new(FormCache::default()),
        };
        let started = Running::start_by_hand(ports.clone(), node, since).await;
        let (running, helpers) = started.unwrap();
        let form = ports.forms.get(&*store, FORM, Variant::Standard).await;
        let app = App {
            readings: exam::Readings::start(Arc::clone(&store)),
            store,
            live: ports.live,
            failures: Arc::new(live::MemoryFailures::default()),
            clock: ports.clock,
            rng: Arc::new(Dice),
            signer: Arc::new(Dice),
            pin_key: pin_key(),
            recorder: running.recorder.clone(),
            forms: ports.forms,
            seen: exam::Seen::default(),
        };
        Server {
            app,
            form: form.unwrap(),
            helpers,
            clock: Arc::clone(&self.clock),
            running,
            stage,
        }
    }

    /// A copy of the store as it is now.
    pub(crate) async fn copy(&self, engine: &Engine) -> Copied {
        self.ground.lock().await.copy(engine).await
    }

    /// The same hall over a copy: the clock, the boards and the pages go on, the store does not.
    pub(crate) async fn moved_to(self, copy: Copied) -> Self {
        let mut ground = self.ground.into_inner().move_to(copy).await;
        Self {
            store: ground.open().await,
            stage: Stage::new(),
            ground: Mutex::new(ground),
            ..self
        }
    }

    /// What a server started now on this store would work with, its boards empty.
    pub(crate) fn ports(&self) -> Ports {
        Ports {
            store: Arc::clone(&self.store),
            live: Arc::new(Boards::default()),
            clock: self.clock.clone(),
            forms: Arc::new(FormCache::default()),
        }
    }

    /// An attempt as it stands in the store.
    pub(crate) async fn attempt(&self, attempt: AttemptId) -> Attempt {
        let (row, _) = self.store.seat(attempt).await.unwrap().unwrap();
        Attempt::decode(&row.state).unwrap()
    }

    /// The room as it stands in the store.
    pub(crate) async fn room(&self) -> Room {
        let list = self.store.seats_of(SITTING).await.unwrap().unwrap();
        Room::decode(&list.room.state).unwrap()
    }
}

impl Server {
    pub(crate) const fn recorder(&self) -> &Recorder {
        &self.app.recorder
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// An act on the room, by the officer, now.
    pub(crate) async fn act(&self, act: RoomAct) -> Result<Room, ExamError> {
        let words = (Some(OFFICER), "alasan".to_owned());
        self.recorder().room(SITTING, words, act, self.now()).await
    }

    /// A pause from now on.
    pub(crate) async fn pause(&self) -> Result<Room, ExamError> {
        let act = RoomAct::Pause {
            reason: PauseReason::Proctor,
            from: self.now(),
        };
        self.act(act).await
    }

    /// A command on a seat, received now.
    pub(crate) async fn command(
        &self,
        attempt: AttemptId,
        command: Command,
    ) -> Result<exam::Answer, ExamError> {
        let seat = (SITTING, attempt);
        self.recorder().seat(seat, command, self.now()).await
    }

    /// An officer's act on a seat.
    pub(crate) async fn staff(
        &self,
        attempt: AttemptId,
        act: StaffAct,
    ) -> Result<Reply, ExamError> {
        let command = Command::Staff {
            by: OFFICER,
            reason: "alasan".into(),
            seen: None,
            act,
        };
        Ok(self.command(attempt, command).await?.reply?)
    }

    /// The page of a candidate who has not logged in.
    pub(crate) fn page(&self, number: usize) -> Page {
        let seat = Seat {
            sitting: SITTING,
            attempt: attempt_of(number),
            epoch: 0,
            log_outs: 0,
        };
        Page::new(number, seat, Arc::clone(&self.form))
    }

    /// The first `seats` candidates checked in, logged in and started.
    pub(crate) async fn seat_all(&self, seats: usize) -> Vec<Page> {
        join_all((0..seats).map(async |number| {
            let mut page = self.page(number);
            page.check_in(self).await;
            page.log_in(self).await.unwrap();
            page.start(self).await.unwrap();
            page
        }))
        .await
    }

    /// Returns when everything sent so far is recorded; moves the uptime if it is due.
    pub(crate) async fn settle(&self) {
        let nobody = AttemptId::from_bytes([0; 16]);
        let answer = self.command(nobody, Command::CloseDue).await;
        assert!(matches!(answer, Err(ExamError::NotFound(_))), "{answer:?}");
    }

    /// Lets time pass with the server alive.
    pub(crate) async fn live_for(&self, length: Millis) {
        let end = self.now() + length;
        while self.now() < end {
            let step = (end - self.now()).min(secs(2));
            self.clock.advance(step);
            self.settle().await;
        }
    }
}
