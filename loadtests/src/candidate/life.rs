//! The candidate's exam, step by step: click, send, look, end.

use std::collections::VecDeque;

use lexicon::AttemptId;
use serde_json::Value;

use super::diary::{Diary, Outcome};
use super::line::{Line, Quality};
use super::script::{Ability, Act, Role, draw};
use super::{Tally, Ticket, World};
use crate::api::{Ended, Judged, Phase, State};
use crate::bank::GradedItem;
use crate::clock::wait;
use crate::dice::Dice;
use crate::http::Answer;
use crate::ledger::{Acknowledged, Receipt};
use crate::page::Page;

/// Give up after so many answers outside the contract.
const SURPRISES_BEARABLE: u64 = 5;

/// The candidate stops here.
pub(super) struct Stop(pub(super) Outcome);

pub(super) struct Life<'a> {
    pub(super) world: &'a World,
    pub(super) ticket: Ticket,
    pub(super) dice: Dice,
    pub(super) line: Line,
    pub(super) device: u128,
    pub(super) page: Page,
    pub(super) attempt: Option<AttemptId>,
    pub(super) ability: Ability,
    /// The items of the paper, each with its timed block.
    pub(super) paper: Vec<(u8, GradedItem)>,
    /// The block for which the script was drawn; none before the paper is there.
    block: Option<u8>,
    /// The block in which the role's mishap comes.
    mishap_in: u8,
    pub(super) script: VecDeque<(u64, Act)>,
    /// The script's zero on the clock; moved on by every pause.
    origin_ms: u64,
    /// When the paper came.
    pub(super) opened_ms: u64,
    pub(super) diary: Diary,
    paused_since: Option<u64>,
    pub(super) offline_until: u64,
    last_contact: u64,
    failures: u32,
    wants_end: bool,
}

impl<'a> Life<'a> {
    pub(super) fn new(world: &'a World, ticket: Ticket, mut dice: Dice) -> Self {
        let quality = match ticket.role {
            Role::Lossy => Quality::LOSSY,
            _ => Quality::GOOD,
        };
        let device = new_device(&mut dice);
        let nowhere = State {
            phase: Phase::Waiting,
            epoch: 0,
            last_seq: 0,
            block: 0,
            remaining_ms: None,
        };
        let mishap_in = match u64::try_from(ticket.blocks_ms.len()) {
            Ok(blocks @ 2..) => u8::try_from(dice.below(blocks)).unwrap_or_default(),
            _ => 0,
        };
        Self {
            world,
            line: Line::new(world.http.clone(), quality, dice.fork(1)),
            ticket,
            device,
            page: Page::new(&nowhere, &[], 0),
            attempt: None,
            ability: Ability::draw(&mut dice),
            dice,
            paper: Vec::new(),
            block: None,
            mishap_in,
            script: VecDeque::new(),
            origin_ms: 0,
            opened_ms: 0,
            diary: Diary::default(),
            paused_since: None,
            offline_until: 0,
            last_contact: 0,
            failures: 0,
            wants_end: false,
        }
    }

    pub(super) fn now(&self) -> u64 {
        self.world.clock.ms()
    }

    pub(super) async fn run(&mut self) -> Outcome {
        if let Err(Stop(outcome)) = self.sit_down().await {
            return outcome;
        }
        loop {
            if let Err(Stop(outcome)) = self.step().await {
                return outcome;
            }
        }
    }

    pub(super) fn close(mut self, outcome: Outcome) -> Diary {
        self.diary.outcomes.insert(outcome, 1);
        self.diary.ledger.given_up += u64::try_from(self.page.waiting()).unwrap_or_default();
        self.diary
    }

    /// One thing at a time: a page has one request in flight.
    async fn step(&mut self) -> Result<(), Stop> {
        self.check_limit()?;
        self.act().await?;
        let now = self.now();
        if now < self.offline_until {
            wait(self.until_next(now, self.offline_until)).await;
            return Ok(());
        }
        let sends = matches!(
            self.page.phase(),
            Phase::Running | Phase::TimeUp | Phase::Finished
        );
        if sends && self.page.waiting() > 0 {
            return self.send().await;
        }
        match self.page.phase() {
            Phase::Finished => self.take_receipt().await,
            Phase::Gone => Err(Stop(Outcome::Gone)),
            Phase::Running | Phase::TimeUp if self.page.lock().is_up(now) => self.end(true).await,
            Phase::Running if self.wants_end => self.end(false).await,
            _ if now >= self.last_contact + self.world.poll_ms => self.look().await,
            _ => {
                wait(self.until_next(now, self.last_contact + self.world.poll_ms)).await;
                Ok(())
            }
        }
    }

    /// How long nothing will happen, at most until `then`.
    fn until_next(&self, now: u64, then: u64) -> u64 {
        let due = self.script.front().map(|(at, _)| self.origin_ms + at);
        let due = due.filter(|due| *due > now).unwrap_or(u64::MAX);
        let zero = self.page.lock().zero_ms().filter(|zero| *zero > now);
        let next = then.min(due).min(zero.unwrap_or(u64::MAX));
        next.saturating_sub(now).clamp(1, 1_000)
    }

    /// Does what the script says is due. On a page that is locked or paused nobody clicks.
    async fn act(&mut self) -> Result<(), Stop> {
        while let Some((at, act)) = self.script.front().copied() {
            let now = self.now();
            if self.origin_ms + at > now {
                break;
            }
            let frozen = self.page.phase() != Phase::Running || self.page.lock().is_up(now);
            if frozen && matches!(act, Act::Click(..)) {
                break;
            }
            self.script.pop_front();
            match act {
                Act::Click(item, deed) => self.click(item, deed),
                Act::Finish => self.wants_end = true,
                mishap => self.suffer(mishap).await?,
            }
        }
        Ok(())
    }

    pub(super) fn click(&mut self, item: u64, deed: crate::checker::Deed) {
        let id = self.dice.u64();
        let now = self.now();
        let clicked = self.page.click(item, deed, id, now);
        if let (Some(_), Some(attempt)) = (clicked, self.attempt) {
            self.diary.ledger.made.insert((attempt, id));
        }
    }

    pub(super) fn events(&self) -> Vec<Value> {
        let batch = self.page.batch();
        let events = batch.iter().map(|(seq, held)| {
            let mut event = held.to_json(*seq);
            let since = held.client_ms.saturating_sub(self.opened_ms);
            event["client_ms"] = since.into();
            event
        });
        events.collect()
    }

    async fn send(&mut self) -> Result<(), Stop> {
        let (epoch, events) = (self.page.epoch(), self.events());
        match self.line.events(epoch, &events).await {
            Err(_) => self.back_off(None).await,
            Ok(answer) if answer.is_ok() => {
                let judged: Judged = answer.json().map_err(|reason| self.lost(reason))?;
                self.at_ease();
                self.take(epoch, &judged);
            }
            Ok(answer) => self.refused("events", &answer).await?,
        }
        Ok(())
    }

    fn take(&mut self, epoch: u32, judged: &Judged) {
        self.diary.count(&judged.verdicts);
        let Some(attempt) = self.attempt else { return };
        let (now, mut ids) = (self.now(), Dice::new(self.dice.u64()));
        let mut made = Vec::new();
        let new_id = || {
            let id = ids.u64();
            made.push((attempt, id));
            id
        };
        let told = self.page.take(&judged.verdicts, &judged.state, now, new_id);
        self.diary.ledger.made.extend(made);
        let count = u64::try_from(told.len()).unwrap_or_default();
        Tally::add(&self.world.tally.acknowledged, count);
        for told in told {
            self.diary.ledger.acknowledged.push(Acknowledged {
                attempt,
                epoch,
                click: told.click,
                verdict: told.verdict,
                repeated: told.repeated,
                at_ms: now,
            });
        }
        self.keep_up();
        // The page knows that time stands still: it asks, and does not send again at once.
        self.last_contact = now;
    }

    async fn end(&mut self, by_time: bool) -> Result<(), Stop> {
        let block = self.page.block();
        let page = (self.page.epoch(), block, self.page.last());
        match self.line.end(by_time, page).await {
            Err(_) => self.back_off(None).await,
            Ok(answer) if answer.is_ok() => {
                let ended: Ended = answer.json().map_err(|reason| self.lost(reason))?;
                self.at_ease();
                self.learn(&ended.state);
                match ended.receipt {
                    Some(receipt) => self.keep(receipt)?,
                    None if self.page.block() > block => {}
                    None => return Err(self.lost("neither a receipt nor another block".into())),
                }
            }
            Ok(answer) => self.refused("end", &answer).await?,
        }
        Ok(())
    }

    async fn take_receipt(&mut self) -> Result<(), Stop> {
        match self.line.receipt().await {
            Err(_) => self.back_off(None).await,
            Ok(answer) if answer.is_ok() => {
                let receipt: Receipt = answer.json().map_err(|reason| self.lost(reason))?;
                self.keep(receipt)?;
                return Err(Stop(Outcome::Finished));
            }
            Ok(answer) => self.refused("receipt", &answer).await?,
        }
        Ok(())
    }

    /// A receipt is the same whenever it is asked for.
    fn keep(&mut self, receipt: Receipt) -> Result<(), Stop> {
        let Some(attempt) = self.attempt else {
            return Ok(());
        };
        match self.diary.ledger.receipts.last() {
            Some((_, _, known)) if *known != receipt => {
                Err(self.lost(format!("the receipt changed from {known:?} to {receipt:?}")))
            }
            Some(_) => Ok(()),
            None => {
                let kept = (attempt, self.ticket.no, receipt);
                self.diary.ledger.receipts.push(kept);
                Ok(())
            }
        }
    }

    pub(super) fn learn(&mut self, state: &State) {
        self.page.learn(state, self.now());
        self.keep_up();
    }

    /// Looks at what the page has learned: another block, a pause.
    pub(super) fn keep_up(&mut self) {
        if self.block.is_some_and(|block| block != self.page.block()) {
            self.diary.next_blocks += 1;
            self.begin_block();
        }
        self.note_pause();
    }

    /// A timed block begins, as far as this page knows: what is done in it is drawn now. What was left of the
    /// block before can no longer be done.
    pub(super) fn begin_block(&mut self) {
        let block = self.page.block();
        let here = self.paper.iter().filter(|(of, _)| *of == block);
        let items: Vec<GradedItem> = here.map(|(_, item)| item.clone()).collect();
        let length = self.ticket.blocks_ms.get(usize::from(block));
        let role = if block == self.mishap_in {
            self.ticket.role
        } else {
            Role::Plain
        };
        let script = draw(
            &items,
            role,
            &mut self.ability,
            length.copied().unwrap_or_default(),
            &mut self.dice,
        );
        self.script = script.into();
        self.block = Some(block);
        self.origin_ms = self.now();
        self.paused_since = None;
        self.wants_end = false;
    }

    /// A candidate does not think while time stands still.
    fn note_pause(&mut self) {
        let now = self.now();
        match self.page.phase() {
            Phase::Paused => self.paused_since = self.paused_since.or(Some(now)),
            _ => {
                if let Some(since) = self.paused_since.take() {
                    self.origin_ms += now.saturating_sub(since);
                }
            }
        }
    }

    /// A refusal that belongs to the contract, or a surprise.
    pub(super) async fn refused(&mut self, what: &str, answer: &Answer) -> Result<(), Stop> {
        let number = |name: &str| {
            let value = answer.field(name).and_then(|value| value.as_u64());
            value.and_then(|value| u32::try_from(value).ok())
        };
        if answer.is_for_later() {
            self.back_off(answer.retry_after_ms).await;
            return Ok(());
        }
        match answer.code().as_str() {
            "unauthenticated" => {
                self.log_in().await?;
                return Ok(());
            }
            "missing_seq" => {
                if let Some(expected) = number("expected") {
                    let (now, mut ids) = (self.now(), Dice::new(self.dice.u64()));
                    let mut made = Vec::new();
                    self.page.rewind(expected, now, || {
                        let id = ids.u64();
                        made.push(id);
                        id
                    });
                    let attempt = self.attempt;
                    let made = made.into_iter().zip(attempt.into_iter().cycle());
                    let made = made.map(|(id, attempt)| (attempt, id));
                    self.diary.ledger.made.extend(made);
                    return Ok(());
                }
            }
            "conflict" => {
                if let Some(last_seq) = number("last_seq") {
                    self.page.renumber(last_seq);
                    return Ok(());
                }
            }
            "paused" | "not_due" | "not_open" => {
                wait(self.world.poll_ms / 4).await;
                self.last_contact = 0;
                // Only a reply lifts the lock: ask for one.
                if let Ok(answer) = self.line.state(false).await
                    && answer.is_ok()
                {
                    let reply: crate::api::StateReply =
                        answer.json().map_err(|reason| self.lost(reason))?;
                    self.learn(&reply.state);
                }
                return Ok(());
            }
            _ => {}
        }
        self.diary
            .surprise(format!("{}: {what}: {}", self.ticket.no, answer.excerpt()));
        if self.diary.surprise_count >= SURPRISES_BEARABLE {
            return Err(Stop(Outcome::Lost));
        }
        self.back_off(None).await;
        Ok(())
    }

    /// Something that must not happen, and after which nothing makes sense.
    pub(super) fn lost(&mut self, told: String) -> Stop {
        self.diary.surprise(format!("{}: {told}", self.ticket.no));
        Stop(Outcome::Lost)
    }

    pub(super) fn check_limit(&mut self) -> Result<(), Stop> {
        if self.now() > self.world.limit_ms {
            let phase = self.page.phase();
            return Err(self.lost(format!("still {phase:?} when everything should be over")));
        }
        Ok(())
    }

    /// Waits before the next try: longer from failure to failure, or as long as the server says.
    pub(super) async fn back_off(&mut self, retry_after_ms: Option<u64>) {
        let own = 100_u64 << self.failures.min(4);
        self.failures += 1;
        let jitter = self.dice.below(own);
        wait(retry_after_ms.unwrap_or(0).max(own) + jitter).await;
    }

    /// An answer came.
    pub(super) fn at_ease(&mut self) {
        self.failures = 0;
        self.last_contact = self.now();
    }
}

pub(super) fn new_device(dice: &mut Dice) -> u128 {
    u128::from(dice.u64()) << 64 | u128::from(dice.u64())
}
