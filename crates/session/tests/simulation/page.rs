//! A candidate's page: clicks into a queue that survives a reload, and one request at a time.

use session::{DeviceId, Event, Kind, Refusal, Reply, Submitted, Verdict, View, ViewPhase};

use crate::form::{ITEMS, block, item_id, item_of, option_id, option_of};
use crate::rng::Rng;
use crate::wire::{Ask, Request, Response};

const RESEND_AFTER: i64 = 5_000;
const POLL_AFTER: i64 = 3_000;
const EVENTS_MAX: usize = 200;

/// What the page was told of an event: the acknowledgement that must be true for ever.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ack {
    pub(crate) event: Event,
    pub(crate) verdict: Submitted,
}

pub(crate) struct Page {
    pub(crate) seat: usize,
    pub(crate) device: DeviceId,
    pub(crate) epoch: u32,
    pub(crate) view: Option<View>,
    pub(crate) receipt: Option<session::Receipt>,
    /// Another device holds the attempt: this one never sends again.
    pub(crate) fenced: bool,
    /// A proctor's release is asked for.
    pub(crate) wants_release: bool,
    /// The candidate wants to hand in.
    pub(crate) hands_in: bool,
    pub(crate) acks: Vec<Ack>,
    /// Ids of events whose acknowledgement the page has replaced by a rebase.
    pub(crate) rebased: Vec<u64>,
    queue: Vec<(Event, Option<Submitted>)>,
    screen: [Option<u64>; ITEMS as usize],
    blocks: usize,
    next_seq: u32,
    /// The last number of which the page knows that the server has given a verdict.
    server_had: u32,
    next_id: u64,
    next_request: u64,
    in_flight: Option<(u64, i64, Vec<Event>)>,
    quiet_until: i64,
    locks_at: i64,
}

impl Page {
    pub(crate) fn new(seat: usize, device: u64, blocks: usize) -> Self {
        Self {
            seat,
            device: DeviceId(u128::from(device)),
            epoch: 0,
            view: None,
            receipt: None,
            fenced: false,
            wants_release: false,
            hands_in: false,
            acks: Vec::new(),
            rebased: Vec::new(),
            queue: Vec::new(),
            screen: [None; ITEMS as usize],
            blocks,
            next_seq: 1,
            server_had: 0,
            next_id: device << 32,
            next_request: 0,
            in_flight: None,
            quiet_until: 0,
            locks_at: 0,
        }
    }

    pub(crate) fn done(&self) -> bool {
        self.receipt.is_some() || self.fenced
    }

    /// Whether the page has lost its memory and has not yet been told by the server.
    pub(crate) fn blank(&self) -> bool {
        self.epoch == 0
    }

    /// The browser's data are deleted, but for the device id.
    pub(crate) fn wipe(&mut self) {
        let blank = Self::new(self.seat, 0, self.blocks);
        *self = Self {
            device: self.device,
            next_id: self.next_id,
            next_request: self.next_request,
            hands_in: self.hands_in,
            acks: std::mem::take(&mut self.acks),
            rebased: std::mem::take(&mut self.rebased),
            ..blank
        };
    }

    pub(crate) fn click(&mut self, now: i64, rng: &mut Rng) {
        let Some(view) = self.view else { return };
        let leased = self.epoch > 0 && !self.done();
        if view.phase != ViewPhase::Running || now >= self.locks_at || !leased {
            return;
        }
        let item = rng.below(ITEMS as usize) as u64;
        if block(item, self.blocks) != view.block && rng.percent(95) {
            return;
        }
        let kind = match rng.below(20) {
            0 => Kind::Clear,
            1 => Kind::Flag,
            // A poisoned page names an option of another item.
            2 => Kind::Answer(option_id(item + 1, 9)),
            _ => Kind::Answer(option_id(item, rng.below(5) as u64)),
        };
        self.put(item, kind, false);
    }

    fn put(&mut self, item: u64, kind: Kind, rebase: bool) {
        let event = Event {
            seq: self.next_seq,
            id: self.next_id,
            item: item_id(item),
            kind,
            rebase,
            client_ms: 0,
        };
        self.next_seq += 1;
        self.next_id += 1;
        self.queue.push((event, None));
        match kind {
            Kind::Answer(option) if option_of(option) < 5 => {
                self.screen[item as usize] = Some(option_of(option));
            }
            Kind::Clear => self.screen[item as usize] = None,
            _ => {}
        }
    }

    /// The next request, if one is due.
    pub(crate) fn tick(&mut self, me: usize, now: i64) -> Option<Request> {
        let resend = |sent: i64| now - sent >= RESEND_AFTER;
        if self.done() || self.in_flight.as_ref().is_some_and(|f| !resend(f.1)) {
            return None;
        }
        let ask = self.ask(now)?;
        let events = match &ask {
            Ask::Submit { events, .. } => events.clone(),
            _ => Vec::new(),
        };
        self.next_request += 1;
        self.in_flight = Some((self.next_request, now, events));
        Some(Request {
            page: me,
            seat: self.seat,
            no: self.next_request,
            ask,
        })
    }

    fn ask(&self, now: i64) -> Option<Ask> {
        let (device, epoch) = (self.device, self.epoch);
        let Some(view) = self.view.filter(|_| epoch > 0) else {
            return (now >= self.quiet_until).then_some(Ask::Login { device });
        };
        if view.phase == ViewPhase::Open {
            return Some(Ask::Start { epoch });
        }
        let waits = now < self.quiet_until;
        // A click of a later block waits until the server is there too.
        let unsent: Vec<Event> = self
            .queue
            .iter()
            .filter(|q| q.1.is_none())
            .map(|q| q.0)
            .collect();
        let ready = |event: &&Event| block_of(event, self.blocks) <= view.block;
        let events: Vec<Event> = unsent
            .iter()
            .take_while(ready)
            .take(EVENTS_MAX)
            .copied()
            .collect();
        if !events.is_empty() {
            return (!waits).then_some(Ask::Submit { epoch, events });
        }
        let ended = matches!(view.phase, ViewPhase::TimeUp | ViewPhase::Finished);
        let last_seq = unsent.first().map_or(self.next_seq, |event| event.seq) - 1;
        let locked = view.phase == ViewPhase::Running && now >= self.locks_at;
        if ended || locked {
            return Some(Ask::TimeUp { epoch, last_seq });
        }
        let hands_in = self.hands_in || !unsent.is_empty();
        if !waits && view.phase == ViewPhase::Running && hands_in {
            return Some(Ask::Finish {
                epoch,
                block: view.block,
                last_seq,
            });
        }
        let events = Vec::new();
        (!waits).then_some(Ask::Submit { epoch, events })
    }

    pub(crate) fn hear(&mut self, response: Response, now: i64) {
        let Some((no, sent, events)) = self.in_flight.take() else {
            return;
        };
        if no != response.no {
            self.in_flight = Some((no, sent, events));
            return;
        }
        let view = response.view;
        self.view = Some(view);
        self.locks_at = now + view.remaining.map_or(0, |left| left.0);
        self.quiet_until = now + POLL_AFTER;
        match response.result {
            Ok(Reply::Receipt(receipt)) => self.receipt = Some(*receipt),
            Ok(Reply::Leased { epoch, .. }) => self.leased(epoch, view, &response.answers),
            Ok(Reply::Started | Reply::NextBlock) => self.quiet_until = now,
            Ok(Reply::Ruled(rulings)) => {
                for (event, ruling) in events.iter().zip(rulings) {
                    self.ruled(event, ruling.verdict, view);
                }
                if !events.is_empty() && view.phase == ViewPhase::Running {
                    self.quiet_until = now;
                }
            }
            Err(Refusal::StaleEpoch { current }) if current > self.epoch => self.fenced = true,
            // The server was set back to before this lease: it is asked for again.
            Err(Refusal::StaleEpoch { .. }) => self.epoch = 0,
            Err(Refusal::HeldElsewhere) => self.wants_release = true,
            Err(Refusal::MissingSeq { expected }) => self.missing(expected),
            Err(Refusal::Conflict { last_seq }) => self.renumber(last_seq + 1),
            Ok(_) | Err(_) => {}
        }
        // An idle page finds out by the reply that the server has lost something.
        if self.epoch > 0 && view.last_seq < self.server_had {
            self.missing(view.last_seq + 1);
        }
    }

    fn leased(&mut self, epoch: u32, view: View, answers: &[Option<u8>]) {
        if self.queue.is_empty() && self.next_seq == 1 {
            for (slot, answer) in self.screen.iter_mut().zip(answers) {
                *slot = answer.map(u64::from);
            }
        }
        self.epoch = epoch;
        self.wants_release = false;
        self.next_seq = self.next_seq.max(view.last_seq + 1);
        self.server_had = self.server_had.max(view.last_seq);
        self.quiet_until = 0;
    }

    fn ruled(&mut self, event: &Event, verdict: Verdict, view: View) {
        match verdict {
            Verdict::First(verdict) | Verdict::Duplicate(verdict) => {
                let same = |q: &&mut (Event, Option<Submitted>)| {
                    (q.0.seq, q.0.id) == (event.seq, event.id)
                };
                if let Some(slot) = self.queue.iter_mut().find(same) {
                    slot.1 = Some(verdict);
                    self.server_had = self.server_had.max(event.seq);
                    let event = *event;
                    self.acks.push(Ack { event, verdict });
                }
            }
            Verdict::NotRunning => {}
            Verdict::MissingSeq { expected } => self.missing(expected),
            Verdict::Conflict => self.renumber(view.last_seq + 1),
        }
    }

    /// Sends again from `expected`; what the page no longer has it replaces by its current answers.
    fn missing(&mut self, expected: u32) {
        if expected >= self.next_seq {
            return;
        }
        self.server_had = expected - 1;
        if self.queue.iter().any(|q| q.0.seq == expected) {
            for slot in self.queue.iter_mut().filter(|q| q.0.seq >= expected) {
                slot.1 = None;
            }
            return;
        }
        self.queue.clear();
        self.rebased
            .extend(self.acks.iter().map(|ack| ack.event.id));
        self.next_seq = expected;
        let screen = self.screen;
        for (item, answer) in (0..).zip(screen) {
            let answer = answer.map(|option| Kind::Answer(option_id(item, option)));
            self.put(item, answer.unwrap_or(Kind::Clear), true);
        }
    }

    fn renumber(&mut self, first: u32) {
        let acked = self
            .queue
            .iter()
            .filter(|q| q.1.is_some())
            .map(|q| q.0.seq + 1)
            .max();
        let mut next = first.max(acked.unwrap_or(0));
        for slot in self.queue.iter_mut().filter(|q| q.1.is_none()) {
            slot.0.seq = next;
            next += 1;
        }
        self.next_seq = next;
    }
}

fn block_of(event: &Event, blocks: usize) -> u8 {
    block(item_of(event.item), blocks)
}
