//! A server with its own store on a free port, and the people who use it.

mod actors;
mod bank;
mod described;
mod ports;
mod reply;
mod room;

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::web::Data;
use api::{Shared, TokenKeys, TrustedProxies, serve_on};
use exam::ports::{AuditEntry, Clock, Grant, Role, Scope, Store};
use exam::staff::{Caller, NewUser, Passwords, create_user};
use exam::{App, FormCache, Helpers, Ports, Recorder, Running, Upkeep};
use lexicon::SittingId;
use live::MemoryLive;
use session::{PinKey, ProcessId};
use store::{SqliteOptions, SqliteStore};
use tempfile::TempDir;

pub(crate) use actors::{Candidate, Staff, items_of};
pub(crate) use bank::{
    NUMBERS, SELECTION_FORM_COUNTS, candidates_csv, formations_csv, items_form, later_item_form,
};
pub(crate) use ports::{FakeClock, SeededRng};
pub(crate) use reply::Reply;
pub(crate) use room::{Room, create_selection};

use ports::Key;

/// Every member of staff of a test has this one.
pub(crate) const PASSWORD: &str = "a long password";

/// A running server.
pub(crate) struct World {
    pub(crate) base: String,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) app: Arc<App>,
    pub(crate) shared: Data<Shared>,
    passwords: Passwords,
    _running: Running,
    _dir: TempDir,
}

impl World {
    /// Starts a server on an empty store.
    pub(crate) async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ambang.db");
        let store = SqliteStore::open(&path, SqliteOptions::default()).await;
        let clock = Arc::new(FakeClock::default());
        let ports = Ports {
            store: Arc::new(store.unwrap()),
            live: Arc::new(MemoryLive::new()),
            clock: Arc::clone(&clock) as _,
            forms: Arc::new(FormCache::default()),
        };
        let filled = Upkeep::start(ports.clone()).await.unwrap();
        let running = Running::start(ports.clone(), ProcessId(1), None, &filled)
            .await
            .unwrap();
        let app = Arc::new(App {
            readings: exam::Readings::start(Arc::clone(&ports.store)),
            store: ports.store,
            live: ports.live,
            failures: Arc::new(live::MemoryFailures::default()),
            clock: ports.clock,
            rng: Arc::new(SeededRng::default()),
            signer: Arc::new(Key::default()),
            pin_key: PinKey::new([7; 32]),
            recorder: running.recorder.clone(),
            forms: ports.forms,
            seen: exam::Seen::default(),
        });
        let (base, shared) = listen(Arc::clone(&app), TrustedProxies::default());
        Self {
            base,
            shared,
            clock,
            app,
            passwords: Passwords::default(),
            _running: running,
            _dir: dir,
        }
    }

    /// The same server behind proxies whose word it takes.
    pub(crate) fn behind(&self, proxies: &[&str]) -> String {
        let proxies = TrustedProxies::parse(proxies).unwrap();
        listen(Arc::clone(&self.app), proxies).0
    }

    /// The same server, its measures behind a token.
    pub(crate) fn measured_with(&self, token: &str) -> String {
        let shared = shared(Arc::clone(&self.app), TrustedProxies::default());
        serve(Data::new(shared.measured_with(Some(token.to_owned())))).0
    }

    /// The same server with its writer gone.
    pub(crate) fn without_recorder(&self) -> String {
        self.with(
            Arc::clone(&self.app.store),
            Recorder::idle(),
            Arc::clone(&self.app.clock),
        )
    }

    /// The same server by another clock.
    pub(crate) fn by(&self, clock: Arc<dyn Clock>) -> String {
        self.with(
            Arc::clone(&self.app.store),
            self.app.recorder.clone(),
            clock,
        )
    }

    /// The same server over another store.
    pub(crate) fn over(&self, store: Arc<dyn Store>) -> String {
        self.with(
            store,
            self.app.recorder.clone(),
            Arc::clone(&self.app.clock),
        )
    }

    /// A server whose heart the test beats, by a clock of its own. It lives as long as what is given.
    pub(crate) async fn without_heart(&self) -> (String, Arc<FakeClock>, Running, Helpers) {
        let clock = Arc::new(FakeClock::default());
        let ports = Ports {
            store: Arc::clone(&self.app.store),
            live: Arc::clone(&self.app.live),
            clock: Arc::clone(&clock) as _,
            forms: Arc::clone(&self.app.forms),
        };
        let started = Running::start_by_hand(ports, ProcessId(2), None).await;
        let (running, helpers) = started.unwrap();
        let store = Arc::clone(&self.app.store);
        let base = self.with(store, running.recorder.clone(), Arc::clone(&clock) as _);
        (base, clock, running, helpers)
    }

    fn with(&self, store: Arc<dyn Store>, recorder: Recorder, clock: Arc<dyn Clock>) -> String {
        let app = App {
            readings: exam::Readings::start(Arc::clone(&store)),
            store,
            live: Arc::clone(&self.app.live),
            failures: Arc::clone(&self.app.failures),
            clock,
            rng: Arc::clone(&self.app.rng),
            signer: Arc::clone(&self.app.signer),
            pin_key: PinKey::new([7; 32]),
            recorder,
            forms: Arc::clone(&self.app.forms),
            seen: exam::Seen::default(),
        };
        listen(Arc::new(app), TrustedProxies::default()).0
    }

    /// A user with this role everywhere, made at the command line and logged in.
    pub(crate) async fn staff(&self, name: &str, role: Role) -> Staff {
        self.staff_in(name, role, Scope::System).await
    }

    /// A user with this role in this scope, logged in.
    pub(crate) async fn staff_in(&self, name: &str, role: Role, scope: Scope) -> Staff {
        self.user(name, vec![Grant { role, scope }]).await;
        let staff = Staff::stranger(&self.base);
        staff.log_in(name, PASSWORD).await.ok();
        staff
    }

    /// A proctor of a sitting that does not exist here, logged in.
    pub(crate) async fn proctor_of_nothing(&self, name: &str) -> Staff {
        self.user(name, Vec::new()).await;
        let user = self.app.store.user_by_name(name).await.unwrap();
        let mut user = user.unwrap();
        user.grants = vec![Grant {
            role: Role::Proctor,
            scope: Scope::Sitting(SittingId::from_bytes([9; 16])),
        }];
        let audit = AuditEntry {
            at: self.clock.now(),
            by: None,
            act: "user.changed".to_owned(),
            subject: name.to_owned(),
            detail: "{}".to_owned(),
        };
        self.app.store.update_user(&user, &audit).await.unwrap();
        let staff = Staff::stranger(&self.base);
        staff.log_in(name, PASSWORD).await.ok();
        staff
    }

    /// A user who has not logged in.
    pub(crate) async fn user(&self, name: &str, grants: Vec<Grant>) {
        let new = NewUser {
            name: name.to_owned(),
            full_name: format!("Petugas {name}"),
            password: PASSWORD.to_owned(),
            grants,
        };
        let operator = Caller::operator();
        let made = create_user(&self.app, &operator, &self.passwords, new).await;
        made.unwrap();
    }
}

fn shared(app: Arc<App>, proxies: TrustedProxies) -> Shared {
    let keys = TokenKeys::new(&[("test".to_owned(), [9; 32])]).unwrap();
    Shared::new(app, keys, false).behind(proxies)
}

fn listen(app: Arc<App>, proxies: TrustedProxies) -> (String, Data<Shared>) {
    serve(Data::new(shared(app, proxies)))
}

/// Serves on threads of its own; they end with the test's process.
fn serve(shared: Data<Shared>) -> (String, Data<Shared>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let served = shared.clone();
    std::thread::spawn(move || {
        let system = actix_web::rt::System::new();
        system.block_on(async { serve_on(served, listener, 2).unwrap().await })
    });
    (base, shared)
}
