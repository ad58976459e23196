//! A process that comes back to its fleet: the seats that heard of nobody else were not served meanwhile.

use futures::future::join_all;
use lexicon::{AttemptId, Instant, SittingId};
use serde::Serialize;
use session::{Attempt, Command, EndReason, LEASE, Refusal, Span};

use super::Helpers;
use super::helpers::AT_ONCE_MAX;
use crate::error::ExamError;
use crate::ports::{AuditEntry, StoreError};

/// The token in the log.
const ACT: &str = "process.cut_off";
/// More attempts than this are not listed by name in one entry.
const LISTED_MAX: usize = 200;

/// What the log says, one entry per sitting.
#[derive(Serialize)]
struct Detail {
    from: Instant,
    to: Instant,
    /// How many seats were given the stretch.
    given: usize,
    /// Who had been ended by time before this process was back: a proctor may declare an incident.
    ended: Vec<AttemptId>,
}

/// What became of one seat.
enum Fate {
    Given,
    Ended,
    /// It had lost nothing, or was over before.
    Nothing,
}

impl Helpers {
    /// Makes good what this process could not do while others went on: the seats whose last contact it held are given
    /// the stretch, at most as long as its lease. How many those are. Nothing is done where it was never cut off.
    ///
    /// # Errors
    /// When it could not be recorded: the next call tries again, and gives nothing twice.
    pub async fn give_back(&self) -> Result<usize, ExamError> {
        let mut cuts = self.recorder.fleet.take_cuts().into_iter();
        let mut given = 0;
        while let Some(cut) = cuts.next() {
            match self.give_back_one(cut).await {
                Ok(seats) => given += seats,
                Err(error) => {
                    for cut in [cut].into_iter().chain(cuts) {
                        self.recorder.fleet.was_cut(cut);
                    }
                    return Err(error);
                }
            }
        }
        Ok(given)
    }

    async fn give_back_one(&self, cut: Span) -> Result<usize, ExamError> {
        let Some(to) = cut.to else { return Ok(0) };
        let mut given = 0;
        for (sitting, heard) in self.recorder.fleet.heard.around(cut.from) {
            let seats = self.held(sitting, heard, cut.from).await;
            given += self.give_to(sitting, &seats, (cut.from, to)).await?;
        }
        Ok(given)
    }

    /// Those of whom no other process has heard since. Boards that are away know of nobody: then all of them.
    async fn held(
        &self,
        sitting: SittingId,
        heard: Vec<(AttemptId, Instant)>,
        since: Instant,
    ) -> Vec<AttemptId> {
        let contacts = self.ports.live.contacts(sitting).await;
        let contacts = contacts.unwrap_or_default().into_iter();
        let contacts: std::collections::HashMap<_, _> = contacts.collect();
        let elsewhere = |attempt: &AttemptId, here: Instant| {
            let last = contacts.get(attempt).copied();
            last.is_some_and(|last| last > here && last >= since)
        };
        let held = heard.into_iter();
        held.filter(|(attempt, here)| !elsewhere(attempt, *here))
            .map(|(attempt, _)| attempt)
            .collect()
    }

    async fn give_to(
        &self,
        sitting: SittingId,
        seats: &[AttemptId],
        (from, back): (Instant, Instant),
    ) -> Result<usize, ExamError> {
        let to = back.min(from + LEASE);
        let (mut given, mut ended) = (0, Vec::new());
        for some in seats.chunks(AT_ONCE_MAX as usize) {
            let each = some
                .iter()
                .map(|attempt| self.give(sitting, *attempt, (from, to)));
            for (attempt, fate) in some.iter().zip(join_all(each).await) {
                match fate? {
                    Fate::Given => given += 1,
                    Fate::Ended => ended.push(*attempt),
                    Fate::Nothing => {}
                }
            }
        }
        if given > 0 || !ended.is_empty() {
            ended.truncate(LISTED_MAX);
            let detail = Detail {
                from,
                to: back,
                given,
                ended,
            };
            self.log(sitting, &detail).await?;
        }
        Ok(given)
    }

    async fn give(
        &self,
        sitting: SittingId,
        attempt: AttemptId,
        (from, to): (Instant, Instant),
    ) -> Result<Fate, ExamError> {
        let at = self.ports.clock.now();
        let command = Command::Outage { from, to };
        match self.recorder.seat((sitting, attempt), command, at).await {
            Ok(answer) => match answer.reply {
                Ok(_) => Ok(Fate::Given),
                Err(Refusal::Status(_)) if self.was_ended_since(attempt, from).await? => {
                    Ok(Fate::Ended)
                }
                Err(_) => Ok(Fate::Nothing),
            },
            // A row of its own fault must not keep the others waiting.
            Err(ExamError::NotFound(_) | ExamError::Internal(_)) => Ok(Fate::Nothing),
            Err(error) => Err(error),
        }
    }

    async fn was_ended_since(&self, attempt: AttemptId, from: Instant) -> Result<bool, StoreError> {
        let found = self.ports.store.seat(attempt).await?;
        let state = found.and_then(|(row, _)| Attempt::decode(&row.state).ok());
        Ok(state.is_some_and(|state| {
            let ended = state
                .blocks
                .get(state.block_index())
                .and_then(|block| block.ended);
            state.ended_by == Some(EndReason::Time) && ended.is_some_and(|ended| ended >= from)
        }))
    }

    async fn log(&self, sitting: SittingId, detail: &Detail) -> Result<(), StoreError> {
        let (given, ended) = (detail.given, detail.ended.len());
        tracing::warn!(%sitting, given, ended, "this process was cut off while others went on");
        let entry = AuditEntry {
            at: self.ports.clock.now(),
            by: None,
            act: ACT.to_owned(),
            subject: sitting.to_string(),
            detail: serde_json::to_string(detail).unwrap_or_default(),
        };
        self.ports.store.audit(&entry).await
    }
}
