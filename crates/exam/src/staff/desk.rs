//! The desk: who has come, and the PIN that they log in with.

use std::collections::HashSet;

use lexicon::{AttemptId, ParticipantNo, SittingId};
use serde::Serialize;
use serde_json::json;
use session::Command;

use super::audit::entry;
use super::sittings::authorised;
use super::{Caller, Permission, text};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::SeatRow;

/// A PIN to be printed.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PrintedPin {
    /// For which attempt.
    pub attempt: AttemptId,
    /// Whose.
    pub participant_no: ParticipantNo,
    /// Eight characters.
    pub pin: String,
    /// Its number: a reprint has the same, a reissue a higher one.
    pub issue: u16,
}

impl core::fmt::Debug for PrintedPin {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PrintedPin({} of {}, secret)", self.issue, self.attempt)
    }
}

/// The desk has seen the candidate: present, with a PIN. Asked again it gives the same PIN.
///
/// # Errors
/// [`ExamError::NotFound`] for a candidate who has no seat in this sitting, [`ExamError::Refused`] for one who
/// is absent, cancelled or has finished.
pub async fn check_in(
    app: &App,
    caller: &Caller,
    sitting: SittingId,
    participant_no: ParticipantNo,
) -> Result<PrintedPin, ExamError> {
    authorised(app, caller, Permission::CheckIn, sitting).await?;
    let by = caller.named()?;
    let seat = seat_by_number(app, sitting, participant_no).await?;
    let issue = command(app, &seat, Command::CheckIn { by }).await?;
    let pin = printed(app, &seat, participant_no, issue);
    let detail = json!({ "issue": pin.issue });
    let audit = entry(app.clock.now(), caller, "seat.checked_in", seat.id, &detail);
    app.store.audit(&audit).await?;
    Ok(pin)
}

/// A new PIN in place of one that got into wrong hands.
///
/// # Errors
/// [`ExamError::Refused`] for a candidate who was not checked in, or without a reason.
pub async fn reissue_pin(
    app: &App,
    caller: &Caller,
    (sitting, attempt): (SittingId, AttemptId),
    reason: &str,
) -> Result<PrintedPin, ExamError> {
    authorised(app, caller, Permission::CheckIn, sitting).await?;
    let by = caller.named()?;
    let seat = seat(app, sitting, attempt).await?;
    let application = app.store.application(seat.application).await?;
    let application = application.ok_or(ExamError::NotFound("application"))?;
    let reason = text::reason(reason)?;
    let detail = json!({ "reason": reason });
    let issue = command(app, &seat, Command::ReissuePin { by, reason }).await?;
    let pin = printed(app, &seat, application.participant_no, issue);
    let audit = entry(
        app.clock.now(),
        caller,
        "seat.pin_reissued",
        seat.id,
        &detail,
    );
    app.store.audit(&audit).await?;
    Ok(pin)
}

/// The number of whoever has this seat, or of everybody who has one in the sitting: for whoever was let act on them.
///
/// # Errors
/// [`ExamError::NotFound`], store errors.
pub async fn participant_numbers(
    app: &App,
    sitting: SittingId,
    attempt: Option<AttemptId>,
) -> Result<HashSet<ParticipantNo>, ExamError> {
    if let Some(attempt) = attempt {
        let seat = seat(app, sitting, attempt).await?;
        let application = app.store.application(seat.application).await?;
        let application = application.ok_or(ExamError::NotFound("application"))?;
        return Ok(HashSet::from([application.participant_no]));
    }
    let list = app.store.seats_of(sitting).await?;
    let list = list.ok_or(ExamError::NotFound("sitting"))?;
    Ok(list.seats.iter().map(|seat| seat.participant_no).collect())
}

/// A seat of this sitting.
pub(crate) async fn seat(
    app: &App,
    sitting: SittingId,
    attempt: AttemptId,
) -> Result<SeatRow, ExamError> {
    let found = app.store.seat(attempt).await?;
    let found = found.filter(|(row, _)| row.sitting == sitting);
    found.map(|(row, _)| row).ok_or(ExamError::NotFound("seat"))
}

/// The candidate's seat in this sitting. The quick way finds whoever may still log in; the slow one tells a
/// stranger from somebody who was marked absent.
async fn seat_by_number(
    app: &App,
    sitting: SittingId,
    participant_no: ParticipantNo,
) -> Result<SeatRow, ExamError> {
    if let Some((row, _)) = app.store.seat_of(participant_no).await?
        && row.sitting == sitting
    {
        return Ok(row);
    }
    let list = app.store.seats_of(sitting).await?;
    let mut seats = list.map_or_else(Vec::new, |list| list.seats).into_iter();
    let found = seats.find(|seat| seat.participant_no == participant_no);
    found
        .map(|seat| seat.seat)
        .ok_or(ExamError::NotFound("seat"))
}

/// Gives the command to the recorder; the number of the PIN in force.
async fn command(app: &App, seat: &SeatRow, command: Command) -> Result<u16, ExamError> {
    let received = app.clock.now();
    let to = (seat.sitting, seat.id);
    let answer = app.recorder.seat(to, command, received).await?;
    answer.reply?;
    Ok(answer.pin_issue)
}

fn printed(app: &App, seat: &SeatRow, participant_no: ParticipantNo, issue: u16) -> PrintedPin {
    let pin = app.pin_key.pin(seat.sitting, seat.application, issue);
    PrintedPin {
        attempt: seat.id,
        participant_no,
        pin: pin.as_str().to_owned(),
        issue,
    }
}
