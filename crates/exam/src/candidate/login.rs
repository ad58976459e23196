//! Log-in with participant number and PIN.

use lexicon::{Instant, ParticipantNo};
use session::{Attempt, Command, DeviceId, Reply, View};

use super::Seat;
use super::facts::{self, ExamFacts};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{ApplicationRow, FormationRow, SittingRow};
use crate::recorder::FromPage;

/// What the page sends.
#[derive(Clone, Debug)]
pub struct Login {
    /// From the exam card.
    pub participant_no: ParticipantNo,
    /// As typed.
    pub pin: String,
    /// The id that this browser keeps.
    pub device: DeviceId,
}

/// A log-in that came through.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// What the token will name.
    pub seat: Seat,
    /// The candidate.
    pub application: ApplicationRow,
    /// What they apply for.
    pub formation: FormationRow,
    /// Where they sit.
    pub sitting: SittingRow,
    /// Whether another device held the attempt before.
    pub moved: bool,
    /// When the last answer that counts was received.
    pub last_saved: Option<Instant>,
    /// How long, how much of what.
    pub exam: ExamFacts,
    /// State, epoch and last sequence number.
    pub view: View,
}

/// Ends what the page's token opens, on this device and wherever else it was carried: a shared PC shows nothing of the
/// last candidate. Lease, time and answers stay as they are; the same device logs in again with the PIN. A token that is
/// over already has nothing to end.
///
/// # Errors
/// Store errors: the token may still open the seat.
pub async fn logout(app: &App, seat: Seat, received: Instant) -> Result<(), ExamError> {
    let of_page = FromPage {
        command: Command::Logout { epoch: seat.epoch },
        log_outs: seat.log_outs,
    };
    let asked = app
        .recorder
        .page((seat.sitting, seat.attempt), of_page, received)
        .await;
    match asked {
        Ok(_) | Err(ExamError::NotFound(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Checks the PIN and takes the lease. Failures look alike: an unknown number, a candidate who was not checked
/// in and a wrong PIN cannot be told apart from outside. Counting failures is the caller's.
///
/// # Errors
/// `WrongCredentials`; `Refused(HeldElsewhere)` when another device holds the attempt; store errors.
pub async fn login(app: &App, login: Login, received: Instant) -> Result<LoggedIn, ExamError> {
    let found = app.store.seat_of(login.participant_no).await?;
    let (row, _) = found.ok_or(ExamError::WrongCredentials)?;
    let attempt = Attempt::decode(&row.state)
        .map_err(|_| ExamError::Internal(format!("row of attempt {}", row.id)))?;
    let pin = app
        .pin_key
        .pin(row.sitting, row.application, attempt.pin_issue);
    // Before check-in there is no PIN; the comparison still takes place, and takes its time.
    if !pin.matches(&login.pin) || attempt.pin_issue == 0 {
        return Err(ExamError::WrongCredentials);
    }
    let command = Command::Login {
        device: login.device,
    };
    let answer = app
        .recorder
        .seat((row.sitting, row.id), command, received)
        .await?;
    let (epoch, moved) = match answer.reply? {
        Reply::Leased { epoch, moved } => (epoch, moved),
        other => return Err(ExamError::Internal(format!("log-in answered {other:?}"))),
    };
    let application = app.store.application(row.application).await?;
    let application = application.ok_or(ExamError::NotFound("application"))?;
    let sitting = app
        .store
        .sitting(row.sitting)
        .await?
        .ok_or(ExamError::NotFound("sitting"))?;
    let formation = app.store.formation(application.formation).await?;
    let formation = formation.ok_or(ExamError::NotFound("formation"))?;
    let last_saved = facts::last_saved(app, &row, &attempt).await?;
    let exam = facts::facts(app, &row, &attempt).await?;
    let seat = Seat {
        sitting: row.sitting,
        attempt: row.id,
        epoch,
        log_outs: answer.log_outs,
    };
    Ok(LoggedIn {
        seat,
        application,
        formation,
        sitting,
        moved,
        last_saved,
        exam,
        view: answer.view,
    })
}
