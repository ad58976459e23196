//! A small room: the real program as a process of its own, and a sitting in which everybody is present and
//! nothing happens but what the test does.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use loadtests::rehearsal::Account;
use loadtests::throwaway::{Launch, Mode, Server, Workplace, create_accounts};
use rustix::process::Pid;

use crate::common::log::Log;
use crate::common::sight::Sight;
use crate::common::sitting::{self, Size};
use crate::common::verdict::Verdict;

/// A server and its staff.
pub(crate) struct Room {
    pub(crate) workplace: Arc<Workplace>,
    pub(crate) server: Server,
    pub(crate) sight: Arc<Sight>,
    pub(crate) log: Log,
    accounts: [Account; 2],
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
            sight: Arc::default(),
            log: Log::of(workplace.log()),
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
        let base = self.workplace.base();
        let played = sitting::play(&base, &self.accounts, size, &self.sight, trouble).await;
        played.unwrap_or_else(|reason| panic!("{reason}\n{}", self.workplace.log_tail()))
    }
}
