//! The actors of the walk-throughs: a candidate, the desk and the server around them, all at one clock.

use std::collections::BTreeMap;

use lexicon::{AttemptId, Digest, FormItemId, Instant, Millis, OptionId, Points, SubTest, UserId};
use session::{
    Attempt, Command, DeviceId, Effects, Event, ItemPoints, JournalEvent, Kind, LateEvent,
    LedgerEntry, Past, PointsTable, Receipt, Refusal, RefusedReason, Replay, Reply, Room, RoomAct,
    RoomRefusal, Span, StaffAct, Stray, StrayKind, Submitted, Surroundings, Verdict, View, apply,
    genesis, replay,
};

/// When the sitting opens.
pub(crate) const EIGHT: Instant = Instant(1_700_000_000_000);
pub(crate) const PROCTOR: UserId = UserId::from_bytes([1; 16]);
pub(crate) const SECOND_OFFICER: UserId = UserId::from_bytes([2; 16]);
pub(crate) const PC: DeviceId = DeviceId(1);
pub(crate) const OTHER_PC: DeviceId = DeviceId(2);
pub(crate) const THIRD_PC: DeviceId = DeviceId(3);
pub(crate) const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);
pub(crate) const LATE: Verdict = Verdict::First(Submitted::Late);

/// A story of one seat. Items 0 and 1 are TWK, 2 and 3 TIU (option 0 is right), 4 and 5 TKP (option n is
/// worth n + 1 points).
pub(crate) struct Story {
    pub(crate) points: PointsTable,
    pub(crate) room: Room,
    pub(crate) outages: Vec<Span>,
    /// When other processes of the fleet were away.
    pub(crate) absences: Vec<Span>,
    pub(crate) late_start_until_end: bool,
    pub(crate) attempt: Attempt,
    pub(crate) journal: Vec<JournalEvent>,
    pub(crate) strays: Vec<Stray>,
    pub(crate) ledger: Vec<LedgerEntry>,
    /// The page's idea of its epoch and its last sequence number.
    pub(crate) epoch: u32,
    pub(crate) seq: u32,
    pub(crate) genesis: Digest,
    /// What the store knows of events that have their verdicts.
    pub(crate) known: BTreeMap<u32, Past>,
    pub(crate) now: Instant,
    last_deadline: Option<(u8, Instant)>,
}

pub(crate) fn item(at: u64) -> FormItemId {
    FormItemId(0xA0 + at)
}

pub(crate) fn option(at: u64, option: u64) -> OptionId {
    OptionId((0xA0 + at) << 8 | option)
}

pub(crate) fn minutes(minutes: i64) -> Instant {
    EIGHT + Millis::from_mins(minutes)
}

fn sub_test(name: &str) -> SubTest {
    name.parse().unwrap()
}

fn items(sub_tests: &[u8]) -> Vec<ItemPoints> {
    let worth = |sub_test: u8, at: u64| match sub_test {
        2 => i32::try_from(at).unwrap() + 1,
        _ if at == 0 => 5,
        _ => 0,
    };
    (0..)
        .zip(sub_tests)
        .map(|(at, sub_test)| ItemPoints {
            id: item(at),
            sub_test: *sub_test,
            options: (0..5)
                .map(|n| (option(at, n), Points(worth(*sub_test, n))))
                .collect(),
        })
        .collect()
}

impl Story {
    /// An SKD sitting of 100 minutes, opened at eight, the candidate checked in.
    pub(crate) fn skd() -> Self {
        let sub_tests = ["twk", "tiu", "tkp"].map(|name| (sub_test(name), 0));
        let points = PointsTable::new(sub_tests.to_vec(), items(&[0, 0, 1, 1, 2, 2])).unwrap();
        Self::opened(points, &[Millis::from_mins(100)])
    }

    /// A PPPK sitting: items 0 and 1 in a block of 120 minutes, 2 and 3 in one of 10.
    pub(crate) fn pppk() -> Self {
        let sub_tests = vec![(sub_test("teknis"), 0), (sub_test("wawancara"), 1)];
        let points = PointsTable::new(sub_tests, items(&[0, 0, 1, 1])).unwrap();
        Self::opened(points, &[Millis::from_mins(120), Millis::from_mins(10)])
    }

    fn opened(points: PointsTable, blocks: &[Millis]) -> Self {
        let genesis = genesis(&[9; 16], &Digest([7; 32]));
        let mut story = Self {
            attempt: Attempt::assigned(blocks, &points, genesis),
            points,
            room: Room::planned(Digest::default()),
            outages: Vec::new(),
            absences: Vec::new(),
            late_start_until_end: false,
            journal: Vec::new(),
            strays: Vec::new(),
            ledger: Vec::new(),
            epoch: 0,
            seq: 0,
            genesis,
            known: BTreeMap::new(),
            now: EIGHT,
            last_deadline: None,
        };
        story.asks(Command::CheckIn { by: PROCTOR }).unwrap();
        story.in_the_room(RoomAct::Open).unwrap();
        story
    }

    /// The same, with the paper open since eight.
    pub(crate) fn skd_running() -> Self {
        let mut story = Self::skd();
        story.logs_in(PC).unwrap();
        story.opens_the_paper().unwrap();
        story
    }

    /// The clock shows this many minutes after eight.
    pub(crate) fn at(&mut self, minutes: i64) -> &mut Self {
        self.at_ms(minutes * 60_000)
    }

    /// The clock shows this many milliseconds after eight.
    pub(crate) fn at_ms(&mut self, ms: i64) -> &mut Self {
        self.now = EIGHT + Millis(ms);
        self
    }

    /// One command, with what must hold after every one.
    pub(crate) fn asks(&mut self, command: Command) -> Result<Reply, Refusal> {
        let before = self.attempt.clone();
        let around = Surroundings {
            points: &self.points,
            room: &self.room,
            outages: &self.outages,
            absences: &self.absences,
            late_start_until_end: self.late_start_until_end,
        };
        let effects = apply(&mut self.attempt, around, command, self.now);
        self.store(&before, effects)
    }

    fn store(&mut self, before: &Attempt, effects: Effects) -> Result<Reply, Refusal> {
        if effects.reply.is_err() {
            let notes = |event: &JournalEvent| {
                matches!(
                    event,
                    JournalEvent::RoomNoted { .. }
                        | JournalEvent::OutageNoted { .. }
                        | JournalEvent::SeatOutage { .. }
                )
            };
            assert!(effects.journal.iter().all(notes), "{:?}", effects.journal);
            let noted = Attempt {
                head: self.attempt.head,
                pos: self.attempt.pos,
                room_pos: self.attempt.room_pos,
                outages_until: self.attempt.outages_until,
                stops: self.attempt.stops.clone(),
                time_changes: self.attempt.time_changes,
                ..before.clone()
            };
            assert_eq!(self.attempt, noted, "a refused command changes nothing");
            let outage = |row: &&JournalEvent| matches!(row, JournalEvent::SeatOutage { .. });
            let given = effects.journal.iter().filter(outage).count();
            assert_eq!(self.attempt.stops.len(), before.stops.len() + given);
            assert!(effects.strays.is_empty() && effects.sanction.is_none());
        }
        if let Some(sanction) = effects.sanction {
            let attempt = AttemptId::from_bytes([9; 16]);
            self.in_the_room(RoomAct::Sanction { attempt, sanction })
                .unwrap();
        }
        self.journal.extend(effects.journal);
        self.strays.extend(effects.strays);
        assert!(self.attempt.last_seq >= before.last_seq);
        self.check_deadline();
        let replay = self.replayed();
        assert_eq!(replay.totals, self.attempt.totals);
        assert_eq!(
            (replay.chain.head, replay.chain.pos),
            (self.attempt.head, self.attempt.pos)
        );
        assert_eq!(
            Attempt::decode(&self.attempt.encode()).as_ref(),
            Ok(&self.attempt)
        );
        effects.reply
    }

    /// Within a block the deadline never moves nearer.
    pub(crate) fn check_deadline(&mut self) {
        let view = self.view();
        let Some(deadline) = view.deadline else {
            return;
        };
        if let Some((block, before)) = self.last_deadline.replace((view.block, deadline)) {
            assert!(block != view.block || before <= deadline, "{view:?}");
        }
    }

    /// The journal alone, added up.
    pub(crate) fn replayed(&self) -> Replay {
        let rows: Vec<Vec<u8>> = self.journal.iter().map(JournalEvent::encode).collect();
        replay(
            self.genesis,
            rows.iter().map(Vec::as_slice),
            &self.points,
            true,
        )
        .unwrap()
    }

    // The candidate.

    /// Logs in; the page takes over epoch and last sequence number.
    pub(crate) fn logs_in(&mut self, device: DeviceId) -> Result<Reply, Refusal> {
        let reply = self.asks(Command::Login { device })?;
        if let Reply::Leased { epoch, .. } = reply {
            self.epoch = epoch;
            self.seq = self.seq.max(self.attempt.last_seq);
        }
        Ok(reply)
    }

    pub(crate) fn logs_out(&mut self) -> Result<Reply, Refusal> {
        let epoch = self.epoch;
        self.asks(Command::Logout { epoch })
    }

    pub(crate) fn opens_the_paper(&mut self) -> Result<Reply, Refusal> {
        let epoch = self.epoch;
        self.asks(Command::Start { epoch })
    }

    /// A click becomes an event with the next sequence number.
    pub(crate) fn clicks(&mut self, at: u64, kind: Kind) -> Event {
        self.seq += 1;
        Event {
            seq: self.seq,
            id: 0xC0DE_0000 + u64::from(self.seq),
            item: item(at),
            kind,
            rebase: false,
            client_ms: 0,
        }
    }

    pub(crate) fn click(&mut self, at: u64, chosen: u64) -> Event {
        self.clicks(at, Kind::Answer(option(at, chosen)))
    }

    /// Sends events in one request, under the page's epoch.
    pub(crate) fn sends(&mut self, events: &[Event]) -> Result<Vec<Verdict>, Refusal> {
        let command = Command::Submit {
            epoch: self.epoch,
            events: events.to_vec(),
            past: self.known.values().copied().collect(),
        };
        let Reply::Ruled(rulings) = self.asks(command)? else {
            unreachable!("a submission is answered with rulings");
        };
        for (event, ruling) in events.iter().zip(&rulings) {
            assert_eq!(event.seq, ruling.seq);
            if let Verdict::First(verdict) = ruling.verdict {
                let (seq, id) = (event.seq, event.id);
                self.known.insert(seq, Past { seq, id, verdict });
            }
        }
        Ok(rulings.iter().map(|ruling| ruling.verdict).collect())
    }

    pub(crate) fn sends_one(&mut self, event: Event) -> Verdict {
        self.sends(&[event]).unwrap()[0]
    }

    /// Clicks and sends.
    pub(crate) fn answers(&mut self, at: u64, chosen: u64) -> Verdict {
        let event = self.click(at, chosen);
        self.sends_one(event)
    }

    pub(crate) fn finishes(&mut self) -> Result<Reply, Refusal> {
        let block = self.view().block;
        self.finishes_block(block)
    }

    pub(crate) fn finishes_block(&mut self, block: u8) -> Result<Reply, Refusal> {
        let (epoch, last_seq) = (self.epoch, self.seq);
        self.asks(Command::Finish {
            epoch,
            block,
            last_seq,
        })
    }

    /// The page's own clock has come to zero.
    pub(crate) fn says_time_up(&mut self) -> Result<Reply, Refusal> {
        let (epoch, last_seq) = (self.epoch, self.seq);
        self.asks(Command::TimeUp { epoch, last_seq })
    }

    // The server.

    pub(crate) fn closer_comes(&mut self) -> Result<Reply, Refusal> {
        self.asks(Command::CloseDue)
    }

    /// The server was away from one minute to another.
    pub(crate) fn outage(&mut self, from: i64, to: i64) {
        self.outages.push(Span::closed(minutes(from), minutes(to)));
    }

    pub(crate) fn view(&self) -> View {
        let around = Surroundings {
            points: &self.points,
            room: &self.room,
            outages: &self.outages,
            absences: &self.absences,
            late_start_until_end: self.late_start_until_end,
        };
        View::of(&self.attempt, around, self.now)
    }

    /// Minutes after eight at which the time will be up, as the page is told.
    pub(crate) fn deadline(&self) -> i64 {
        (self.view().deadline.unwrap() - EIGHT).0 / 60_000
    }

    // Staff.

    pub(crate) fn proctor(&mut self, act: StaffAct) -> Result<Reply, Refusal> {
        self.asks(Command::Staff {
            by: PROCTOR,
            reason: "sebab tercatat".into(),
            seen: None,
            act,
        })
    }

    pub(crate) fn in_the_room(&mut self, act: RoomAct) -> Result<(), RoomRefusal> {
        let running = u32::from(self.attempt.status == session::Status::Running);
        let entry = LedgerEntry {
            at: self.now,
            by: Some(PROCTOR),
            reason: "sebab tercatat".into(),
            act,
        };
        self.room.apply(&entry, running)?;
        self.ledger.push(entry);
        Ok(())
    }

    /// What the side table holds as late.
    pub(crate) fn late_events(&self) -> Vec<LateEvent> {
        let late = self.strays.iter().filter(|s| s.kind == StrayKind::Late);
        late.map(|stray| LateEvent {
            received: stray.received,
            epoch: stray.epoch,
            event: stray.event,
        })
        .collect()
    }

    pub(crate) fn reopens(&mut self, from: i64, to: i64) -> Result<Reply, Refusal> {
        let act = StaffAct::Reopen {
            from: minutes(from),
            to: minutes(to),
            late: self.late_events(),
            journal: Box::new(self.replayed()),
        };
        self.proctor(act)
    }

    pub(crate) fn admits(&mut self, second: UserId, last_contact: i64) -> Result<Reply, Refusal> {
        let act = StaffAct::Admit {
            second,
            last_contact: minutes(last_contact),
            late: self.late_events(),
            journal: Box::new(self.replayed()),
        };
        self.proctor(act)
    }

    // What is to be seen.

    pub(crate) fn chosen(&self, at: u16) -> Option<u8> {
        self.attempt.answers.chosen(at)
    }

    pub(crate) fn total(&self) -> i32 {
        self.attempt.total().0
    }

    pub(crate) fn rows(&self) -> usize {
        self.journal.len()
    }
}

/// The receipt in a reply that must have one.
pub(crate) fn receipt(reply: Result<Reply, Refusal>) -> Receipt {
    match reply {
        Ok(Reply::Receipt(receipt)) => *receipt,
        other => panic!("no receipt: {other:?}"),
    }
}

pub(crate) fn refused(reason: RefusedReason) -> Verdict {
    Verdict::First(Submitted::Refused(reason))
}

/// All points of a receipt.
pub(crate) fn sum(receipt: &Receipt) -> i32 {
    receipt.totals.iter().map(|points| points.0).sum()
}
