//! A candidate's page, and what it was told.

use std::sync::{Arc, Mutex};

use exam::candidate::{self, Ended, LoggedIn, Login, Paper, Seat};
use exam::ports::Clock;
use exam::{ExamError, LoadedForm};
use lexicon::{AttemptId, Instant};
use session::{Command, DeviceId, Event, Kind, Ruling, Submitted, Verdict, View};

use super::seed::{OFFICER, SITTING};
use super::server::Server;

/// A page.
pub(crate) struct Page {
    number: usize,
    pub(crate) seat: Seat,
    pub(crate) epoch: u32,
    pub(crate) device: DeviceId,
    /// The last sequence number that it has used.
    pub(crate) last_seq: u32,
    pin: String,
    form: Arc<LoadedForm>,
    /// Final verdicts that it was told.
    told: Mutex<Vec<(Event, Submitted)>>,
}

/// The bare verdicts.
pub(crate) fn verdicts(rulings: &[Ruling]) -> Vec<Verdict> {
    rulings.iter().map(|ruling| ruling.verdict).collect()
}

impl Page {
    pub(crate) fn new(number: usize, seat: Seat, form: Arc<LoadedForm>) -> Self {
        Self {
            number,
            seat,
            epoch: 0,
            device: DeviceId(1_000 + number as u128),
            last_seq: 0,
            pin: String::new(),
            form,
            told: Mutex::default(),
        }
    }

    pub(crate) const fn attempt(&self) -> AttemptId {
        self.seat.attempt
    }

    /// What it was told so far.
    pub(crate) fn told(&self) -> Vec<(Event, Submitted)> {
        self.told.lock().unwrap().clone()
    }

    /// The desk sees the candidate and prints the PIN.
    pub(crate) async fn check_in(&mut self, server: &Server) {
        let command = Command::CheckIn { by: OFFICER };
        let answer = server.command(self.attempt(), command).await.unwrap();
        answer.reply.unwrap();
        let (row, _) = server
            .app
            .store
            .seat(self.attempt())
            .await
            .unwrap()
            .unwrap();
        let pins = &server.app.pin_key;
        let pin = pins.pin(SITTING, row.application, answer.pin_issue);
        self.pin = pin.as_str().to_owned();
    }

    pub(crate) fn login(&self) -> Login {
        Login {
            participant_no: format!("2430000000{:07}", self.number).parse().unwrap(),
            pin: self.pin.clone(),
            device: self.device,
        }
    }

    pub(crate) async fn log_in(&mut self, server: &Server) -> Result<LoggedIn, ExamError> {
        let logged_in = candidate::login(&server.app, self.login(), server.now()).await?;
        self.epoch = logged_in.view.epoch;
        self.seat = logged_in.seat;
        self.last_seq = self.last_seq.max(logged_in.view.last_seq);
        Ok(logged_in)
    }

    pub(crate) async fn start(&self, server: &Server) -> Result<Paper, ExamError> {
        candidate::start(&server.app, self.seat, self.epoch, server.now()).await
    }

    /// A click on the option at `option` of the item at `item`, in the form's order.
    pub(crate) fn click(&mut self, item: usize, option: usize) -> Event {
        self.last_seq += 1;
        self.event(self.last_seq, item, option)
    }

    /// That click with this sequence number.
    pub(crate) fn event(&self, seq: u32, item: usize, option: usize) -> Event {
        let item = &self.form.points.items()[item];
        Event {
            seq,
            id: (u64::from(seq) << 32) | (self.number as u64 + 1),
            item: item.id,
            kind: Kind::Answer(item.options[option].0),
            rebase: false,
            client_ms: 0,
        }
    }

    /// Sends events, complete at the server now.
    pub(crate) async fn send(
        &self,
        server: &Server,
        events: impl Into<Vec<Event>>,
    ) -> Result<(View, Vec<Ruling>), ExamError> {
        self.send_at(server, events, server.clock.now()).await
    }

    /// Sends events, complete at the server at `received`.
    pub(crate) async fn send_at(
        &self,
        server: &Server,
        events: impl Into<Vec<Event>>,
        received: Instant,
    ) -> Result<(View, Vec<Ruling>), ExamError> {
        let events = events.into();
        let sent = (self.epoch, events.clone());
        let (view, rulings) = candidate::submit(&server.app, self.seat, sent, received).await?;
        for (event, ruling) in events.iter().zip(&rulings) {
            if let Verdict::First(verdict) | Verdict::Duplicate(verdict) = ruling.verdict {
                self.told.lock().unwrap().push((*event, verdict));
            }
        }
        Ok((view, rulings))
    }

    pub(crate) async fn finish(&self, server: &Server) -> Result<Ended, ExamError> {
        let last = (self.epoch, 0, self.last_seq);
        candidate::finish(&server.app, self.seat, last, server.now()).await
    }

    pub(crate) async fn time_up(&self, server: &Server) -> Result<Ended, ExamError> {
        let last = (self.epoch, self.last_seq);
        candidate::time_up(&server.app, self.seat, last, server.now()).await
    }

    pub(crate) async fn state(&self, server: &Server) -> View {
        let state = candidate::state(&server.app, self.seat, server.now());
        state.await.unwrap()
    }
}
