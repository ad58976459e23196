//! A small room: the real program as a process of its own, and a sitting in which everybody is present and
//! nothing happens but what the test does.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use loadtests::rehearsal::{Account, BlockTime, Demo, Plan, run};
use loadtests::throwaway::{Launch, Mode, Server, Workplace, create_accounts};
use rustix::process::Pid;
use scoring::preset_text;

use crate::sight::Sight;
use crate::verdict::Verdict;

/// Minutes of the policy become tenths of seconds in everything but the block: log-in wave, polling.
const SPEED: u32 = 150;

/// A server and its staff.
pub(crate) struct Room {
    pub(crate) workplace: Arc<Workplace>,
    pub(crate) server: Server,
    pub(crate) sight: Arc<Sight>,
    accounts: [Account; 2],
}

/// How large the sitting is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) candidates: u32,
    /// Time of everybody.
    pub(crate) seconds: i64,
}

impl Room {
    /// Starts a server; `launch` is given the folder in which it works.
    pub(crate) async fn open(launch: impl FnOnce(&Path) -> Launch) -> Self {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_ambang"));
        let workplace = Arc::new(Workplace::new(program, None).unwrap());
        let accounts = create_accounts(&workplace).await.unwrap();
        let launch = launch(workplace.folder());
        let server = Server::start_through(Arc::clone(&workplace), Mode::Exam, launch).await;
        Self {
            sight: Arc::new(Sight::new(workplace.log())),
            server: server.unwrap_or_else(|reason| panic!("{reason}")),
            workplace,
            accounts,
        }
    }

    /// The server's process.
    pub(crate) async fn pid(&self) -> Pid {
        let pid = self.server.pid().await.expect("the server has ended");
        Pid::from_raw(pid.try_into().unwrap()).unwrap()
    }

    /// Plays a selection from import to signed list, and `trouble` beside it.
    pub(crate) async fn play(&self, size: Size, trouble: impl Future<Output = ()>) -> Verdict {
        let demo = Demo::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("demo")).unwrap();
        let pictures = demo.pictures();
        let ms = size.seconds * 1_000 * i64::from(SPEED);
        let blocks = [BlockTime { ms, blind_ms: ms }];
        let plan = Plan {
            candidates: size.candidates,
            speed: SPEED,
            blocks: &blocks,
            policy: preset_text("cpns-2024").unwrap(),
            ..demo.plan(&pictures)
        };
        let base = self.workplace.base();
        let progress = Arc::clone(&self.sight);
        let rehearsed = run(&base, &self.accounts, &plan, progress);
        let trouble = async {
            trouble.await;
            Ok(())
        };
        match tokio::try_join!(rehearsed, trouble) {
            Ok((rehearsed, ())) => Verdict::new(rehearsed, size.candidates),
            Err(reason) => panic!("{reason}\n{}", self.workplace.log_tail()),
        }
    }
}
