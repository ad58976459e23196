//! One simulated sitting: pages, network, server, staff and faults on one time line, from one seed.

use std::collections::{BTreeMap, HashSet};

use lexicon::{Instant, Millis};
use session::{GRACE, Reply, ViewPhase};

use crate::form;
use crate::mutant::Mutant;
use crate::page::Page;
use crate::rng::Rng;
use crate::server::{Server, Store};
use crate::wire::{Ask, Request, Response, Work};

pub(crate) const SEATS: usize = 3;
pub(crate) const EIGHT: Instant = Instant(1_700_000_000_000);
/// Faults stop here; then everybody must reach a receipt.
const FAULTS_UNTIL: i64 = 900_000;
/// A run that is not over by then hangs.
const HANGS_AT: i64 = 3 * 3_600_000;

/// What happens at an instant of true time.
pub(crate) enum Happening {
    Tick(usize),
    Click(usize),
    Arrive(Request),
    Deliver(Response),
    Drain,
    Heartbeat,
    Staff,
    Fault,
    Restart,
}

/// A crash that waits for the next commit.
pub(crate) struct Crash {
    pub(crate) commits: bool,
    pub(crate) down: i64,
    pub(crate) restores: bool,
    pub(crate) clock_step: Millis,
}

pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) pages: Vec<Page>,
    /// Stretches, on the server's clock, in which it could not accept.
    pub(crate) away: Vec<(Instant, Instant)>,
    pub(crate) blocks: Vec<Millis>,
    /// Faults that happened, for the reader of a failure.
    pub(crate) log: Vec<String>,
    pub(crate) restored: u32,
    pub(crate) rng: Rng,
    pub(crate) now: i64,
    pub(crate) order: u64,
    pub(crate) agenda: BTreeMap<(i64, u64), Happening>,
    /// The server's clock minus true time; what its wall clock would say after a restart.
    pub(crate) offset: Millis,
    pub(crate) wall_offset: Millis,
    pub(crate) drain_planned: bool,
    pub(crate) stalled_until: i64,
    pub(crate) crash: Option<Crash>,
    pub(crate) down_since: Instant,
    pub(crate) snapshots: Vec<Store>,
    pub(crate) loss: u64,
    pub(crate) doubling: u64,
    pub(crate) cut_until: Vec<i64>,
    pub(crate) resume_room_at: Option<i64>,
    pub(crate) resume_seat_at: [Option<i64>; SEATS],
    pub(crate) mercies: [u8; SEATS],
    pub(crate) wall_steps: bool,
    /// Until when each process of a fleet is cut off from the store, and since when.
    pub(crate) cuts: [(i64, i64); 2],
    /// Nothing goes wrong but that.
    pub(crate) only_cuts: bool,
    /// Clicks that have reached some process before their time was over, by id.
    pub(crate) in_time: HashSet<u64>,
}

/// A balancer takes a process out that has not been ready for so long.
const TAKEN_OUT_AFTER: i64 = 4_000;

impl World {
    pub(crate) fn new(seed: u64, mutant: Mutant) -> Self {
        let mut rng = Rng::new(seed);
        let blocks = match rng.below(3) {
            0 => vec![Millis::from_mins(6), Millis::from_mins(3)],
            _ => vec![Millis::from_mins(8)],
        };
        let points = form::table(blocks.len());
        let server = Server::open(points, &blocks, SEATS, EIGHT, mutant);
        let pages = (0..SEATS).map(|seat| Page::new(seat, seat as u64 + 1, blocks.len()));
        let mut world = Self {
            pages: pages.collect(),
            snapshots: vec![server.store.clone()],
            server,
            away: Vec::new(),
            blocks,
            log: Vec::new(),
            restored: 0,
            now: 0,
            order: 0,
            agenda: BTreeMap::new(),
            offset: EIGHT - Instant(0),
            wall_offset: EIGHT - Instant(0),
            drain_planned: false,
            stalled_until: 0,
            crash: None,
            down_since: EIGHT,
            loss: [0, 5, 20][rng.below(3)],
            doubling: [0, 5, 20][rng.below(3)],
            cut_until: vec![0; SEATS],
            resume_room_at: None,
            resume_seat_at: [None; SEATS],
            mercies: [0; SEATS],
            wall_steps: rng.percent(30),
            cuts: [(0, 0); 2],
            only_cuts: false,
            in_time: HashSet::new(),
            rng,
        };
        for page in 0..SEATS {
            let late = world.rng.between(0, 60_000);
            world.plan(late, Happening::Tick(page));
            world.plan(late, Happening::Click(page));
        }
        world.plan(1_000, Happening::Heartbeat);
        world.plan(5_000, Happening::Staff);
        let first = world.rng.between(10_000, 120_000);
        world.plan(first, Happening::Fault);
        world
    }

    /// The same with two processes on one store, of which now and then one is cut off.
    pub(crate) fn fleet(seed: u64, mutant: Mutant, only_cuts: bool) -> Self {
        let mut world = Self::new(seed, mutant);
        world.server.processes = 2;
        world.only_cuts = only_cuts;
        if only_cuts {
            (world.loss, world.doubling, world.wall_steps) = (0, 0, false);
        }
        world
    }

    /// Runs until everybody has a receipt. Says who has none when the run hangs.
    pub(crate) fn run(&mut self) -> Result<(), Vec<usize>> {
        while let Some(((at, _), happening)) = self.agenda.pop_first() {
            self.now = at;
            self.happen(happening);
            let waiting = self.pages.iter().any(|page| !page.done());
            if at > FAULTS_UNTIL && self.server.up && !waiting {
                break;
            }
            if at > HANGS_AT {
                let hangs = (0..self.pages.len()).filter(|page| !self.pages[*page].done());
                return Err(hangs.collect());
            }
        }
        Ok(())
    }

    pub(crate) fn plan(&mut self, after: i64, happening: Happening) {
        self.order += 1;
        self.agenda
            .insert((self.now + after, self.order), happening);
    }

    pub(crate) fn clock(&self) -> Instant {
        Instant(self.now) + self.offset
    }

    pub(crate) fn faulty(&self) -> bool {
        self.now < FAULTS_UNTIL
    }

    pub(crate) fn note(&mut self, what: String) {
        self.log.push(format!("{:>7} {what}", self.now));
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Tick(page) => {
                if let Some(request) = self.pages[page].tick(page, self.now) {
                    self.travel(page, |_| Happening::Arrive(request.clone()));
                }
                if !self.pages[page].done() {
                    self.plan(700, Happening::Tick(page));
                }
            }
            Happening::Click(page) => {
                self.pages[page].click(self.now, &mut self.rng);
                self.pages[page].hands_in |= self.rng.below(400) == 0 && self.now > 240_000;
                if !self.pages[page].done() {
                    let pause = self.rng.between(500, 9_000);
                    self.plan(pause, Happening::Click(page));
                }
            }
            Happening::Arrive(request) => self.arrive(request),
            Happening::Deliver(response) => {
                let page = response.page;
                self.pages[page].hear(response, self.now);
            }
            Happening::Drain => {
                self.drain_planned = false;
                self.drain();
            }
            Happening::Heartbeat => {
                self.drain();
                self.plan(1_000, Happening::Heartbeat);
            }
            Happening::Staff => {
                self.staff();
                self.plan(5_000, Happening::Staff);
            }
            Happening::Fault => {
                if self.faulty() {
                    self.fault();
                    let next = self.rng.between(5_000, 120_000);
                    self.plan(next, Happening::Fault);
                }
            }
            Happening::Restart => self.restart(),
        }
    }

    /// A message on its way: lost, doubled, late, overtaken.
    fn travel(&mut self, page: usize, message: impl Fn(()) -> Happening) {
        let copies = 1 + usize::from(self.faulty() && self.rng.percent(self.doubling));
        for _ in 0..copies {
            let lost = self.faulty() && self.rng.percent(self.loss);
            let delay = match self.rng.below(40) {
                0 if self.faulty() && !self.only_cuts => self.rng.between(400, 15_000),
                _ => self.rng.between(5, 300),
            };
            if !lost && self.now >= self.cut_until[page] {
                self.plan(delay, message(()));
            }
        }
    }

    fn arrive(&mut self, request: Request) {
        if !self.server.up {
            return;
        }
        let received = self.clock();
        let process = self.balanced();
        self.server.heard_by[request.seat] = process;
        let deadline = self.server.view(request.seat, received).deadline;
        if let Ask::Submit { events, .. } = &request.ask
            && deadline.is_some_and(|deadline| received <= deadline + GRACE)
        {
            self.in_time.extend(events.iter().map(|event| event.id));
        }
        self.enqueue_at(process, received, Work::Candidate(request));
    }

    fn is_cut(&self, process: usize) -> bool {
        self.now < self.cuts[process].1
    }

    /// Whom the balancer sends a request to: anybody of whom it does not know better.
    fn balanced(&mut self) -> usize {
        if self.server.processes == 1 {
            return 0;
        }
        let out = |process: usize| {
            self.is_cut(process) && self.now - self.cuts[process].0 > TAKEN_OUT_AFTER
        };
        match (out(0), out(1)) {
            (true, false) => 1,
            (false, true) => 0,
            _ => self.rng.below(2),
        }
    }

    pub(crate) fn enqueue(&mut self, received: Instant, work: Work) {
        // Staff is served by whoever can.
        let process = usize::from(self.server.processes > 1 && self.is_cut(0));
        self.enqueue_at(process, received, work);
    }

    fn enqueue_at(&mut self, process: usize, received: Instant, work: Work) {
        self.server.queue.push((received, process, work));
        if !self.drain_planned {
            self.drain_planned = true;
            let until = self.stalled_until.max(self.now + self.rng.between(1, 30));
            self.plan(until - self.now, Happening::Drain);
        }
    }

    fn drain(&mut self) {
        if !self.server.up || self.now < self.stalled_until {
            return;
        }
        // The moment that hurts: somebody waits for this commit.
        let hurts = self.faulty() && !self.server.queue.is_empty();
        let crash = self.crash.take_if(|_| hurts);
        let commits = crash.as_ref().is_none_or(|crash| crash.commits);
        self.server.cut = [self.is_cut(0), self.is_cut(1)];
        let responses = self.server.drain(self.clock(), commits);
        for response in responses {
            let page = response.page;
            if matches!(response.result, Ok(Reply::Leased { moved: true, .. })) {
                self.snapshots.clear();
            }
            if crash.is_none() || !commits {
                self.travel(page, |_| Happening::Deliver(response.clone()));
            }
        }
        if self.order.is_multiple_of(7) && self.snapshots.len() < 40 {
            self.snapshots.push(self.server.store.clone());
        }
        if let Some(crash) = crash {
            self.go_down(&crash);
        }
    }

    fn go_down(&mut self, crash: &Crash) {
        self.server.up = false;
        self.server.queue.clear();
        self.down_since = self.clock();
        self.wall_offset = self.offset + crash.clock_step;
        let mut down = crash.down;
        if crash.restores && self.restorable() {
            let at = self.rng.below(self.snapshots.len());
            self.server.store = self.snapshots[at].clone();
            self.snapshots.truncate(at + 1);
            self.restored += 1;
            // Setting a store back takes its time, and the room is told.
            down += 70_000;
            (self.loss, self.wall_steps) = (0, false);
            self.wall_offset = self.offset;
            self.cut_until.fill(0);
        }
        self.note(format!("down for {down} ms, restored {}", self.restored));
        self.plan(down, Happening::Restart);
    }

    /// Whether no page would need more than it has: an earlier store is healed by the pages' queues.
    fn restorable(&self) -> bool {
        let over = |page: &Page| page.blank() || page.receipt.is_some();
        !self.snapshots.is_empty() && !self.pages.iter().any(over) && !self.server.has_late()
    }

    fn restart(&mut self) {
        let wall = Instant(self.now) + self.wall_offset;
        let correction = self.server.restart(wall);
        let was = self.offset;
        self.offset = self.wall_offset + correction;
        if was == self.offset {
            let back = self.clock();
            self.away.push((self.down_since, back));
        } else {
            // A clock set back lives through these instants a second time.
            let back = self.clock();
            self.away.retain(|away| away.1 <= back);
            self.note(format!("clock moved by {}", self.offset - was));
        }
        self.stalled_until = 0;
        self.cuts = [(0, 0); 2];
    }

    /// Whether a page believes its time to be running; for the reader of a failure.
    pub(crate) fn phases(&self) -> Vec<Option<ViewPhase>> {
        self.pages
            .iter()
            .map(|page| page.view.map(|view| view.phase))
            .collect()
    }
}
