//! An attempt that a batch has locked.

use std::sync::Arc;

use lexicon::Instant;
use session::{
    Attempt, Command, JournalEvent, Phase, Refusal, Reply, Sanction, Status, Stray, Surroundings,
    View,
};

use super::Answer;
use super::past::Verdicts;
use crate::forms::LoadedForm;
use crate::ports::{Columns, SeatChange, SeatRow, StoreError, Unit};

/// An attempt in the hands of a batch.
pub(super) struct OpenSeat {
    pub(super) row: SeatRow,
    pub(super) form: Arc<LoadedForm>,
    pub(super) attempt: Attempt,
    /// Where it stood when it was read.
    pub(super) was: Status,
    pub(super) dirty: bool,
    columns: bool,
    events: Vec<Vec<u8>>,
    strays: Vec<Stray>,
    verdicts: Verdicts,
    /// When its page was last heard of in this batch.
    pub(super) contact: Option<Instant>,
}

impl OpenSeat {
    pub(super) fn new(row: SeatRow, form: Arc<LoadedForm>) -> Result<Self, StoreError> {
        let attempt = Attempt::decode(&row.state)
            .map_err(|_| StoreError::Data(format!("row of attempt {}", row.id)))?;
        Ok(Self {
            was: attempt.status,
            row,
            form,
            attempt,
            dirty: false,
            columns: false,
            events: Vec::new(),
            strays: Vec::new(),
            verdicts: Verdicts::default(),
            contact: None,
        })
    }

    /// The command with what is known of events that it sends again.
    pub(super) async fn with_past(
        &mut self,
        unit: &mut dyn Unit,
        command: &Command,
    ) -> Result<Command, StoreError> {
        let Command::Submit { epoch, events, .. } = command else {
            return Ok(command.clone());
        };
        let sent = (events.as_slice(), self.attempt.last_seq);
        Ok(Command::Submit {
            epoch: *epoch,
            events: events.clone(),
            past: self.verdicts.on(unit, &self.row, sent).await?,
        })
    }

    pub(super) fn apply(
        &mut self,
        around: Surroundings<'_>,
        command: Command,
        at: Instant,
    ) -> (Result<Reply, Refusal>, Option<Sanction>) {
        let from_page = is_from_page(&command);
        let only_events = matches!(command, Command::Submit { .. });
        let before = self.attempt.last_seq;
        let effects = session::apply(&mut self.attempt, around, command, at);
        let noted = effects.journal.iter().any(|event| {
            matches!(
                event,
                JournalEvent::RoomNoted { .. } | JournalEvent::OutageNoted { .. }
            )
        });
        self.columns |= noted || !only_events;
        self.dirty |= self.columns || self.attempt.last_seq != before;
        self.verdicts.add(&effects);
        self.events.extend(effects.encoded);
        self.strays.extend(effects.strays);
        if from_page {
            self.contact = Some(at);
        }
        (effects.reply, effects.sanction)
    }

    /// The answer to a sender, with the attempt as it is now.
    pub(super) fn answer(
        &self,
        reply: Result<Reply, Refusal>,
        around: Surroundings<'_>,
        now: Instant,
    ) -> Answer {
        Answer {
            reply,
            view: View::of(&self.attempt, around, now),
            pin_issue: self.attempt.pin_issue,
            log_outs: self.attempt.log_outs,
        }
    }

    /// What has to be written of it.
    pub(super) fn change(
        &mut self,
        around: Option<Surroundings<'_>>,
        now: Instant,
    ) -> Option<SeatChange> {
        if !self.dirty {
            return None;
        }
        let around = around.filter(|_| self.columns);
        Some(SeatChange {
            id: self.row.id,
            last_row: self.row.last_row,
            state: self.attempt.encode(),
            columns: around.map(|around| columns(&self.attempt, around, now)),
            events: core::mem::take(&mut self.events),
            strays: core::mem::take(&mut self.strays),
        })
    }
}

/// Whether the candidate's page has sent it: a sign of life.
pub(super) const fn is_from_page(command: &Command) -> bool {
    match command {
        Command::Login { .. }
        | Command::Logout { .. }
        | Command::Start { .. }
        | Command::Submit { .. }
        | Command::Finish { .. }
        | Command::TimeUp { .. } => true,
        Command::CheckIn { .. }
        | Command::ReissuePin { .. }
        | Command::CloseDue
        | Command::Outage { .. }
        | Command::Staff { .. } => false,
    }
}

/// What stands beside the blob. A room's pause keeps the closer away by itself and leaves a deadline that
/// is looked at again afterwards; a seat's own pause takes the deadline away until it is resumed.
fn columns(attempt: &Attempt, around: Surroundings<'_>, now: Instant) -> Columns {
    let phase = match attempt.status {
        Status::Running => around.clockwork(attempt).map(|clock| clock.phase(now)),
        _ => None,
    };
    let own_pause = attempt.stops.iter().any(|stop| stop.span.to.is_none());
    let deadline = match phase {
        Some(Phase::Running { deadline } | Phase::TimeUp { deadline }) => Some(deadline),
        Some(Phase::Paused { .. }) if !own_pause => Some(now),
        Some(Phase::Paused { .. }) | None => None,
    };
    Columns {
        status: attempt.status,
        deadline,
    }
}
