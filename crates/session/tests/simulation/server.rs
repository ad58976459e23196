//! The server: the pure core over a store that survives, and a queue that does not.

use std::collections::HashMap;

use lexicon::{Digest, Instant, Millis, UserId};
use session::{
    Attempt, Command, Company, Effects, JournalEvent, LEASE, LateEvent, LedgerEntry, Past,
    PauseReason, PointsTable, ProcessId, Reply, Room, RoomAct, RoomStatus, Settled, Span, StaffAct,
    Status, Stray, StrayKind, Submitted, Surroundings, UptimeRow, Verdict, View, absences, apply,
    clock_check, genesis, outage_pause, replay, settle,
};

use crate::mutant::Mutant;
use crate::wire::{Ask, Request, Response, Work};

pub(crate) const PROCTOR: UserId = UserId::from_bytes([1; 16]);
const SECOND: UserId = UserId::from_bytes([2; 16]);

/// One seat as it is stored.
#[derive(Clone)]
pub(crate) struct Seat {
    pub(crate) attempt: Attempt,
    pub(crate) genesis: Digest,
    pub(crate) journal: Vec<JournalEvent>,
    pub(crate) strays: Vec<Stray>,
    known: HashMap<u32, Past>,
}

/// What survives a crash.
#[derive(Clone)]
pub(crate) struct Store {
    pub(crate) room: Room,
    pub(crate) ledger: Vec<LedgerEntry>,
    pub(crate) uptime: Vec<UptimeRow>,
    pub(crate) outages: Vec<Span>,
    pub(crate) seats: Vec<Seat>,
}

pub(crate) struct Server {
    pub(crate) points: PointsTable,
    pub(crate) store: Store,
    /// What waits, and before which of its processes.
    pub(crate) queue: Vec<(Instant, usize, Work)>,
    pub(crate) up: bool,
    pub(crate) mutant: Mutant,
    /// How many processes it has: one, or a fleet.
    pub(crate) processes: usize,
    /// Which of them cannot commit.
    pub(crate) cut: [bool; 2],
    /// Which of them has heard of each seat last.
    pub(crate) heard_by: Vec<usize>,
    /// When the others were away, as the process that judges knows it.
    absences: Vec<Span>,
    born: Instant,
    starts: u64,
    pub(crate) accepted: u64,
}

impl Server {
    /// A server with an open room, everybody checked in.
    pub(crate) fn open(
        points: PointsTable,
        blocks: &[Millis],
        seats: usize,
        now: Instant,
        mutant: Mutant,
    ) -> Self {
        let seats = (0..seats)
            .map(|seat| seat_of(&points, blocks, seat))
            .collect();
        let store = Store {
            room: Room::planned(Digest::default()),
            ledger: Vec::new(),
            uptime: Vec::new(),
            outages: Vec::new(),
            seats,
        };
        let mut server = Self {
            points,
            queue: Vec::new(),
            up: true,
            mutant,
            processes: 1,
            cut: [false; 2],
            heard_by: vec![0; store.seats.len()],
            absences: Vec::new(),
            born: now,
            starts: 1,
            store,
            accepted: 0,
        };
        server.queue.push((now, 0, Work::Room(RoomAct::Open)));
        server.transact(0, now);
        for seat in 0..server.store.seats.len() {
            server
                .command(seat, Command::CheckIn { by: PROCTOR }, now)
                .reply
                .unwrap();
        }
        server
    }

    /// A new process over what the store holds. Returns by how much its clock differs from `wall`.
    pub(crate) fn restart(&mut self, wall: Instant) -> Millis {
        self.starts += 1;
        self.up = true;
        self.cut = [false; 2];
        for seat in &mut self.store.seats {
            seat.attempt = Attempt::decode(&seat.attempt.encode()).unwrap();
        }
        let last = self.store.uptime.iter().map(|row| row.to).max();
        let check = clock_check(wall, last);
        self.born = check.now;
        if check.needs_confirmation
            && let Some(last) = last
        {
            self.settle(0, check.now);
            let reason = PauseReason::Clock;
            self.room_act(None, RoomAct::Pause { reason, from: last }, check.now);
        }
        check.now - wall
    }

    /// One transaction of each process that can, over all that waits before it. `commits` says whether it reaches the disk.
    pub(crate) fn drain(&mut self, now: Instant, commits: bool) -> Vec<Response> {
        if commits {
            return self.transact_all(now);
        }
        let before = self.store.clone();
        let replies = self.transact_all(now);
        self.store = before;
        if self.mutant == Mutant::AcknowledgesTooEarly {
            return replies;
        }
        Vec::new()
    }

    fn transact_all(&mut self, now: Instant) -> Vec<Response> {
        let able = (0..self.processes).filter(|process| !self.cut[*process]);
        let able: Vec<usize> = able.collect();
        let replies = able.into_iter().map(|process| self.transact(process, now));
        replies.flatten().collect()
    }

    fn transact(&mut self, process: usize, now: Instant) -> Vec<Response> {
        let Some(cut) = self.settle(process, now) else {
            return Vec::new();
        };
        if let Some(cut) = cut {
            self.give_back(process, cut, now);
        }
        let mut replies = Vec::new();
        let mine = |waiting: &mut (Instant, usize, Work)| waiting.1 == process;
        let waiting: Vec<_> = self.queue.extract_if(.., mine).collect();
        for (received, _, work) in waiting {
            match work {
                Work::Candidate(request) => replies.push(self.candidate(request, received, now)),
                Work::Staff { seat, act } => drop(self.staff(seat, act, received)),
                Work::Reopen { seat, from } => self.reopen(seat, from, received),
                Work::Admit { seat, last_contact } => self.admit(seat, last_contact, received),
                Work::Room(act) => self.room_act(Some(PROCTOR), act, received),
            }
        }
        for seat in 0..self.store.seats.len() {
            if self.view(seat, now).deadline.is_some_and(|at| at < now) {
                self.command(seat, Command::CloseDue, now).reply.ok();
            }
        }
        replies
    }

    /// Settles, and says since when this process alone was cut off, if it was. `None` before it may serve.
    fn settle(&mut self, process: usize, now: Instant) -> Option<Option<Span>> {
        let process = ProcessId(2 * self.starts + process as u64);
        let company = match self.processes {
            1 => Company::Alone,
            _ => Company::Fleet { born: self.born },
        };
        let rows = &mut self.store.uptime;
        let own = rows.iter().rposition(|row| row.process == process);
        let latest = rows.iter().map(|row| row.to).max();
        let known = (own.map(|at| rows[at]), latest);
        let Settled {
            settlement: settled,
            cut,
        } = settle(process, company, known, now)?;
        match own {
            Some(at) if rows[at].from == settled.row.from => rows[at] = settled.row,
            _ => rows.push(settled.row),
        }
        self.absences = match company {
            Company::Fleet { .. } if self.mutant != Mutant::ForgetsTheOthers => {
                absences(rows, process)
            }
            _ => Vec::new(),
        };
        let Some(outage) = settled.outage else {
            return Some(cut);
        };
        if self.mutant == Mutant::ForgetsOutages {
            return Some(cut);
        }
        self.store.outages.push(outage);
        let resumed = |entry: &&LedgerEntry| matches!(entry.act, RoomAct::Resume | RoomAct::Open);
        let since = self
            .store
            .ledger
            .iter()
            .rfind(resumed)
            .map(|entry| entry.at);
        let since = since.unwrap_or(Instant(i64::MIN));
        if self.store.room.status == RoomStatus::Open
            && let Some(from) = outage_pause(&self.store.outages, since)
        {
            let reason = PauseReason::Outage;
            self.room_act(None, RoomAct::Pause { reason, from }, now);
        }
        Some(cut)
    }

    /// A process that was cut off is back: whoever was heard by it last was not served.
    fn give_back(&mut self, process: usize, cut: Span, now: Instant) {
        let Some(to) = cut.to else { return };
        for seat in 0..self.store.seats.len() {
            if self.heard_by[seat] == process {
                let (from, to) = (cut.from, to.min(cut.from + LEASE));
                self.command(seat, Command::Outage { from, to }, now)
                    .reply
                    .ok();
            }
        }
    }

    fn room_act(&mut self, by: Option<UserId>, act: RoomAct, at: Instant) {
        let is_running = |seat: &&Seat| seat.attempt.status == Status::Running;
        let running = self.store.seats.iter().filter(is_running).count() as u32;
        let entry = LedgerEntry {
            at,
            by,
            reason: "sebab tercatat".into(),
            act,
        };
        if self.store.room.apply(&entry, running).is_ok() {
            self.store.ledger.push(entry);
        }
    }

    fn candidate(&mut self, request: Request, received: Instant, now: Instant) -> Response {
        let Request {
            page,
            seat,
            no,
            ask,
        } = request;
        let current = self.store.seats[seat].attempt.epoch;
        let fence = |epoch: u32| match self.mutant {
            Mutant::IgnoresTheFence => current,
            _ => epoch,
        };
        let command = match ask {
            Ask::Login { device } => Command::Login { device },
            Ask::Start { epoch } => Command::Start { epoch },
            Ask::Submit { epoch, events } => {
                let known = &self.store.seats[seat].known;
                let past = events.iter().filter_map(|event| known.get(&event.seq));
                Command::Submit {
                    epoch: fence(epoch),
                    past: past.copied().collect(),
                    events,
                }
            }
            Ask::Finish {
                epoch,
                block,
                last_seq,
            } => Command::Finish {
                epoch,
                block,
                last_seq,
            },
            Ask::TimeUp { epoch, last_seq } => Command::TimeUp { epoch, last_seq },
        };
        let events = match &command {
            Command::Submit { events, .. } => events.clone(),
            _ => Vec::new(),
        };
        let mut result = self.command(seat, command, received).reply;
        if let Ok(Reply::Ruled(rulings)) = &result {
            let known = &mut self.store.seats[seat].known;
            for (event, ruling) in events.iter().zip(rulings) {
                if let Verdict::First(verdict) = ruling.verdict {
                    let (seq, id) = (event.seq, event.id);
                    known.insert(seq, Past { seq, id, verdict });
                }
            }
        }
        self.twist(&mut result);
        let answers = &self.store.seats[seat].attempt.answers;
        Response {
            page,
            no,
            result,
            answers: (0..)
                .take(answers.len())
                .map(|item| answers.chosen(item))
                .collect(),
            view: self.view(seat, now),
        }
    }

    pub(crate) fn staff(&mut self, seat: usize, act: StaffAct, at: Instant) -> Effects {
        let reason = "sebab tercatat".into();
        let by = PROCTOR;
        let command = Command::Staff {
            by,
            reason,
            seen: None,
            act,
        };
        self.command(seat, command, at)
    }

    fn late(&self, seat: usize) -> (Vec<LateEvent>, Box<session::Replay>) {
        let seat = &self.store.seats[seat];
        let rows: Vec<Vec<u8>> = seat.journal.iter().map(JournalEvent::encode).collect();
        let rows = rows.iter().map(Vec::as_slice);
        let check_points = self.mutant == Mutant::None;
        let journal = replay(seat.genesis, rows, &self.points, check_points).unwrap();
        let late = seat
            .strays
            .iter()
            .filter(|stray| stray.kind == StrayKind::Late);
        let late = late.map(|stray| LateEvent {
            received: stray.received,
            epoch: stray.epoch,
            event: stray.event,
        });
        (late.collect(), Box::new(journal))
    }

    fn reopen(&mut self, seat: usize, from: Instant, to: Instant) {
        let (late, journal) = self.late(seat);
        let act = StaffAct::Reopen {
            from,
            to,
            late,
            journal,
        };
        self.staff(seat, act, to).reply.ok();
    }

    fn admit(&mut self, seat: usize, last_contact: Instant, at: Instant) {
        let (late, journal) = self.late(seat);
        let act = StaffAct::Admit {
            second: SECOND,
            last_contact,
            late,
            journal,
        };
        self.staff(seat, act, at).reply.ok();
    }

    fn surroundings<'a>(
        points: &'a PointsTable,
        store: &'a Store,
        absences: &'a [Span],
    ) -> Surroundings<'a> {
        Surroundings {
            points,
            room: &store.room,
            outages: &store.outages,
            absences,
            late_start_until_end: false,
        }
    }

    pub(crate) fn view(&self, seat: usize, now: Instant) -> View {
        let around = Self::surroundings(&self.points, &self.store, &self.absences);
        View::of(&self.store.seats[seat].attempt, around, now)
    }

    fn command(&mut self, seat: usize, command: Command, at: Instant) -> Effects {
        let mut attempt = self.store.seats[seat].attempt.clone();
        let was = attempt.status;
        let around = Self::surroundings(&self.points, &self.store, &self.absences);
        let mut effects = apply(&mut attempt, around, command, at);
        self.tamper(&mut attempt, was, &mut effects);
        if effects.journal.is_empty() && effects.reply.is_err() {
            return effects;
        }
        let stored = &mut self.store.seats[seat];
        stored.attempt = attempt;
        stored.journal.extend(effects.journal.iter().cloned());
        stored.strays.extend(effects.strays.iter().copied());
        effects
    }

    /// Whether an event has a verdict that can no longer be taken back.
    pub(crate) fn has_late(&self) -> bool {
        let late = |past: &Past| past.verdict == Submitted::Late;
        self.store
            .seats
            .iter()
            .any(|seat| seat.known.values().any(late))
    }
}

fn seat_of(points: &PointsTable, blocks: &[Millis], seat: usize) -> Seat {
    let genesis = genesis(&[seat as u8; 16], &Digest([7; 32]));
    Seat {
        attempt: Attempt::assigned(blocks, points, genesis),
        genesis,
        journal: Vec::new(),
        strays: Vec::new(),
        known: HashMap::new(),
    }
}
