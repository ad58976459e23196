//! Paper, answers, end: what the page does from the opening on.

use lexicon::{Digest, Instant};
use question_bank::{PaperView, Seed};
use session::{Attempt, Command, Event, Receipt, Refusal, Reply, Ruling, View};

use super::{Seat, state};
use crate::app::App;
use crate::error::ExamError;
use crate::forms::LoadedForm;
use crate::ports::{BlobRow, SeatRow};
use crate::recorder::FromPage;

/// A served paper.
#[derive(Clone, Debug)]
pub struct Paper {
    /// State right after the start.
    pub view: View,
    /// Items and options in this candidate's order, without key.
    pub paper: PaperView,
    /// The index of the timed block of each section of the paper.
    pub blocks: Vec<u8>,
}

/// An end that was asked for.
#[derive(Clone, Debug)]
pub struct Ended {
    /// State right after.
    pub view: View,
    /// The receipt; `None` when the next timed block has begun instead.
    pub receipt: Option<Receipt>,
}

/// Serves the paper; the first time starts the clock.
///
/// # Errors
/// Refusals (`NotOpen`, `Paused`, `StaleEpoch`, …), store errors.
pub async fn start(
    app: &App,
    seat: Seat,
    epoch: u32,
    received: Instant,
) -> Result<Paper, ExamError> {
    // Read before the clock starts: nothing that can fail stands between start and paper.
    let loaded = state::load(app, seat).await?;
    let form = app
        .forms
        .get(&*app.store, loaded.row.form, loaded.row.variant)
        .await?;
    let paper = paper_of(&form, &loaded.row)?;
    own_epoch(seat, epoch)?;
    let answer = send(app, seat, Command::Start { epoch }, received).await?;
    answer.reply?;
    Ok(Paper {
        view: answer.view,
        paper,
        blocks: form.points.blocks().to_vec(),
    })
}

fn paper_of(form: &LoadedForm, row: &SeatRow) -> Result<PaperView, ExamError> {
    let broken = |error: question_bank::NoBlindVariant| ExamError::Internal(error.to_string());
    let paper = form
        .locked
        .paper(row.variant, &Seed(row.seed))
        .map_err(broken)?;
    form.locked.view(row.variant, &paper).map_err(broken)
}

/// Records events, received at `received`.
///
/// # Errors
/// `Refused(StaleEpoch)`, store errors; what becomes of each event is in its ruling.
pub async fn submit(
    app: &App,
    seat: Seat,
    (epoch, events): (u32, Vec<Event>),
    received: Instant,
) -> Result<(View, Vec<Ruling>), ExamError> {
    own_epoch(seat, epoch)?;
    let command = Command::Submit {
        epoch,
        events,
        past: Vec::new(),
    };
    let answer = send(app, seat, command, received).await?;
    match answer.reply? {
        Reply::Ruled(rulings) => {
            app.recorder.measures().verdicts(&rulings);
            Ok((answer.view, rulings))
        }
        other => Err(ExamError::Internal(format!("events answered {other:?}"))),
    }
}

/// The candidate ends the block.
///
/// # Errors
/// `Refused(MissingSeq)` while anything is missing, and other refusals; store errors.
pub async fn finish(
    app: &App,
    seat: Seat,
    (epoch, block, last_seq): (u32, u8, u32),
    received: Instant,
) -> Result<Ended, ExamError> {
    own_epoch(seat, epoch)?;
    let command = Command::Finish {
        epoch,
        block,
        last_seq,
    };
    ended(send(app, seat, command, received).await?)
}

/// The page says that its time is up.
///
/// # Errors
/// `Refused(NotDue)` when it is not, and other refusals; store errors.
pub async fn time_up(
    app: &App,
    seat: Seat,
    (epoch, last_seq): (u32, u32),
    received: Instant,
) -> Result<Ended, ExamError> {
    own_epoch(seat, epoch)?;
    ended(send(app, seat, Command::TimeUp { epoch, last_seq }, received).await?)
}

fn ended(answer: crate::Answer) -> Result<Ended, ExamError> {
    let receipt = match answer.reply? {
        Reply::Receipt(receipt) => Some(*receipt),
        _ => None,
    };
    Ok(Ended {
        view: answer.view,
        receipt,
    })
}

/// The token's epoch is the sender's: what the body says must agree, so that a device whose lease has moved
/// cannot simply name the new epoch.
fn own_epoch(seat: Seat, claimed: u32) -> Result<(), ExamError> {
    if claimed == seat.epoch {
        return Ok(());
    }
    let current = seat.epoch;
    Err(Refusal::StaleEpoch { current }.into())
}

async fn send(
    app: &App,
    seat: Seat,
    command: Command,
    received: Instant,
) -> Result<crate::Answer, ExamError> {
    let of_page = FromPage {
        command,
        log_outs: seat.log_outs,
    };
    app.recorder
        .page((seat.sitting, seat.attempt), of_page, received)
        .await
}

/// The receipt of a finished attempt.
///
/// # Errors
/// `NotFound` while the attempt is not finished; store errors.
pub async fn receipt(app: &App, seat: Seat) -> Result<Receipt, ExamError> {
    let loaded = state::load(app, seat).await?;
    Receipt::of(&loaded.attempt).ok_or(ExamError::NotFound("receipt"))
}

/// What a receipt's points mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The sub-tests of the seat's form, in the order in which a receipt lists points.
    pub sub_tests: Vec<lexicon::SubTest>,
    /// Whether they meet the grade; `None` where the policy does not let the end screen say so.
    pub passed: Option<bool>,
}

/// What the points of this receipt mean.
///
/// # Errors
/// `NotFound`, store errors.
pub async fn outcome(app: &App, seat: Seat, receipt: &Receipt) -> Result<Outcome, ExamError> {
    let loaded = state::load(app, seat).await?;
    let form = app
        .forms
        .get(&*app.store, loaded.row.form, loaded.row.variant)
        .await?;
    let passed = if form.policy.show_pass_fail {
        let formation = app.store.formation(loaded.row.formation).await?;
        let formation = formation.ok_or(ExamError::NotFound("formation"))?;
        let group = formation.position_group.as_ref();
        let grade = form
            .policy
            .grade(
                formation.category.as_str(),
                group.map(|group| group.as_str()),
            )
            .map_err(|error| ExamError::Internal(format!("{}: {error}", formation.code)))?;
        let sheet = form.policy.sheet(&form.sheet(&receipt.totals));
        sheet.map(|sheet| grade.shortfalls(&sheet).is_empty())
    } else {
        None
    };
    Ok(Outcome {
        sub_tests: form.points.sub_tests().to_vec(),
        passed,
    })
}

/// A picture of the candidate's own paper, once it is served.
///
/// # Errors
/// `NotFound` for any other picture, and before the start; store errors.
pub async fn picture(app: &App, seat: Seat, digest: Digest) -> Result<BlobRow, ExamError> {
    let loaded = state::load(app, seat).await?;
    let form = app
        .forms
        .get(&*app.store, loaded.row.form, loaded.row.variant)
        .await?;
    if !has_started(&loaded.attempt) || !form.shows(digest) {
        return Err(ExamError::NotFound("picture"));
    }
    app.store
        .blob(digest)
        .await?
        .ok_or(ExamError::NotFound("picture"))
}

fn has_started(attempt: &Attempt) -> bool {
    attempt.blocks.iter().any(|block| block.started.is_some())
}
