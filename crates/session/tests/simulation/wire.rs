//! What travels between pages and server.

use lexicon::Instant;
use session::{DeviceId, Event, Refusal, Reply, RoomAct, StaffAct, View};

#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Login {
        device: DeviceId,
    },
    Start {
        epoch: u32,
    },
    Submit {
        epoch: u32,
        events: Vec<Event>,
    },
    Finish {
        epoch: u32,
        block: u8,
        last_seq: u32,
    },
    TimeUp {
        epoch: u32,
        last_seq: u32,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) page: usize,
    pub(crate) seat: usize,
    pub(crate) no: u64,
    pub(crate) ask: Ask,
}

#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) page: usize,
    pub(crate) no: u64,
    pub(crate) result: Result<Reply, Refusal>,
    pub(crate) view: View,
    /// Per item, the current answer.
    pub(crate) answers: Vec<Option<u8>>,
}

/// What waits in front of the server's writer.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    Candidate(Request),
    Staff { seat: usize, act: StaffAct },
    Reopen { seat: usize, from: Instant },
    Admit { seat: usize, last_contact: Instant },
    Room(RoomAct),
}
