//! Sitting down: log-in with the PIN, the wait for the opening, the paper.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Tally;
use super::life::{Life, Stop};
use crate::api::{LoggedIn, Phase, Started, StateReply};
use crate::bank::GradedItem;
use crate::clock::wait;
use crate::page::Page;

impl Life<'_> {
    /// Logs in at this PC, however often it takes.
    pub(super) async fn log_in(&mut self) -> Result<LoggedIn, Stop> {
        let no = self.ticket.no.to_string();
        loop {
            self.check_limit()?;
            let Ok(answer) = self.line.login(&no, &self.ticket.pin, self.device).await else {
                self.back_off(None).await;
                continue;
            };
            if answer.is_ok() {
                self.at_ease();
                return answer.json().map_err(|reason| self.lost(reason));
            }
            match answer.code().as_str() {
                "too_many_attempts" | "overloaded" | "unavailable" => {
                    self.back_off(answer.retry_after_ms).await;
                }
                _ if answer.is_for_later() => self.back_off(answer.retry_after_ms).await,
                _ => return Err(self.lost(format!("log-in: {}", answer.excerpt()))),
            }
        }
    }

    /// The first log-in, and the page.
    pub(super) async fn sit_down(&mut self) -> Result<(), Stop> {
        wait(self.dice.below(self.world.wave_ms.max(1))).await;
        let logged_in = self.log_in().await?;
        self.attempt = Some(logged_in.attempt);
        let promised = self.ticket.blocks_ms.first().copied().unwrap_or_default();
        let promised = i64::try_from(promised).unwrap_or(i64::MAX);
        self.diary
            .ledger
            .promised
            .insert(logged_in.attempt, promised);
        self.page = Page::new(&logged_in.state, &[], self.now());
        while matches!(self.page.phase(), Phase::Waiting | Phase::Paused) {
            self.check_limit()?;
            wait(self.world.poll_ms).await;
            self.look().await?;
        }
        self.receive_paper().await
    }

    /// Asks for the paper; the first time starts the clock.
    async fn receive_paper(&mut self) -> Result<(), Stop> {
        let started = loop {
            self.check_limit()?;
            let Ok(answer) = self.line.start(self.page.epoch()).await else {
                self.back_off(None).await;
                continue;
            };
            if answer.is_ok() {
                break answer
                    .json::<Started>()
                    .map_err(|reason| self.lost(reason))?;
            }
            self.refused("start", &answer).await?;
            if matches!(self.page.phase(), Phase::Gone | Phase::Finished) {
                return Ok(());
            }
            wait(self.world.poll_ms).await;
        };
        self.at_ease();
        self.learn(&started.state);
        self.opened_ms = self.now();
        let items = self.world.key.grade(&started.paper);
        let items = items.map_err(|reason| self.lost(reason))?;
        let blocks = blocks_of(&started);
        let block = |item: &GradedItem| blocks.get(item.sub_test.as_str()).copied();
        self.paper = items
            .into_iter()
            .map(|item| (block(&item).unwrap_or_default(), item))
            .collect();
        self.begin_block();
        Tally::add(&self.world.tally.started, 1);
        self.fetch_pictures(&started.paper).await
    }

    /// A browser fetches every picture of the paper once.
    async fn fetch_pictures(&mut self, paper: &Value) -> Result<(), Stop> {
        let mut digests = Vec::new();
        collect(paper, &mut digests);
        digests.sort_unstable();
        digests.dedup();
        for digest in digests {
            // A lost one is asked for again; a page shows its text meanwhile.
            for _ in 0..3 {
                match self.line.picture(digest).await {
                    Ok(answer) if answer.is_ok() => break,
                    Ok(answer) if answer.is_for_later() => self.back_off(None).await,
                    Ok(answer) => {
                        return Err(self.lost(format!("picture: {}", answer.excerpt())));
                    }
                    Err(_) => self.back_off(None).await,
                }
            }
        }
        self.at_ease();
        Ok(())
    }

    /// Asks for the state.
    pub(super) async fn look(&mut self) -> Result<(), Stop> {
        match self.line.state(false).await {
            Err(_) => self.back_off(None).await,
            Ok(answer) if answer.is_ok() => {
                let reply: StateReply = answer.json().map_err(|reason| self.lost(reason))?;
                self.at_ease();
                self.learn(&reply.state);
            }
            Ok(answer) => self.refused("state", &answer).await?,
        }
        Ok(())
    }

    /// A page loaded anew: with the answers that the server holds.
    pub(super) async fn load_page(&mut self) -> Result<(), Stop> {
        loop {
            self.check_limit()?;
            match self.line.state(true).await {
                Err(_) => self.back_off(None).await,
                Ok(answer) if answer.is_ok() => {
                    let reply: StateReply = answer.json().map_err(|reason| self.lost(reason))?;
                    self.at_ease();
                    self.page = Page::new(&reply.state, &reply.answers, self.now());
                    self.page
                        .lay_out(self.paper.iter().map(|(_, item)| item.item));
                    self.keep_up();
                    return Ok(());
                }
                Ok(answer) => self.refused("state", &answer).await?,
            }
        }
    }
}

/// The timed block of each sub-test.
fn blocks_of(started: &Started) -> BTreeMap<&str, u8> {
    let sections = started.paper.get("sections").and_then(Value::as_array);
    let names = sections.into_iter().flatten().map(|section| {
        let name = section.get("sub_test").and_then(Value::as_str);
        name.unwrap_or_default()
    });
    names.zip(started.blocks.iter().copied()).collect()
}

fn collect<'a>(value: &'a Value, digests: &mut Vec<&'a str>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, digests)),
        Value::Object(fields) => {
            if fields.contains_key("media") {
                digests.extend(fields.get("digest").and_then(Value::as_str));
            }
            fields.values().for_each(|value| collect(value, digests));
        }
        _ => {}
    }
}
