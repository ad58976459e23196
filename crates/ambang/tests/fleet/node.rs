//! A server process of the fleet.

use std::path::PathBuf;
use std::sync::Arc;

use loadtests::throwaway::{Engines, Launch, Mode, Server, Workplace};

use crate::common::clock;
use crate::common::log::Log;

/// The balancer's word on where a browser is counts.
const SETTINGS: &str = "trusted_proxies = [\"127.0.0.1\"]\n";

pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) server: Server,
    pub(crate) log: Log,
    pub(crate) workplace: Arc<Workplace>,
}

impl Node {
    /// One that is not started yet. `clock` says how far its machine's clock is off, where it can be set at all.
    pub(crate) fn make(
        (number, port): (usize, u16),
        engines: Engines,
        more: &str,
        clock: Option<&str>,
    ) -> Self {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_ambang"));
        let address = ([127, 0, 0, 1], port).into();
        let settings = SETTINGS.to_owned() + more;
        let workplace = Workplace::node_at(program, engines, address, &settings).unwrap();
        let workplace = Arc::new(workplace);
        let launch = match clock {
            Some(offset) => clock::settable(workplace.folder(), offset),
            None => Launch::default(),
        };
        Self {
            name: format!("node{number}"),
            server: Server::of(Arc::clone(&workplace), Mode::Exam, launch),
            log: Log::of(workplace.log()),
            workplace,
        }
    }

    /// What it says of itself when it is asked past the balancer: status and words.
    pub(crate) async fn readiness(&self) -> (u16, String) {
        let address = format!("{}/readyz", self.workplace.base());
        let answer = reqwest::get(&address).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}
