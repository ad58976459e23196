//! Reading the state of a seat, without a place in the writer's queue.

use std::sync::Arc;

use lexicon::{FormItemId, Instant, OptionId};
use session::{Attempt, Refusal, Span, Surroundings, View, check_log_in};

use super::Seat;
use crate::app::App;
use crate::error::ExamError;
use crate::ports::SeatRow;
use crate::readings::{OpenedRoom, Reading};
use crate::recorder::relevant;

/// What stands on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrentAnswer {
    /// Which item.
    pub item: FormItemId,
    /// The chosen option, if any.
    pub option: Option<OptionId>,
    /// Whether it is marked "doubtful".
    pub flagged: bool,
}

/// A seat as it was read.
pub(super) struct Loaded {
    pub(super) row: SeatRow,
    pub(super) room: Arc<OpenedRoom>,
    pub(super) attempt: Attempt,
    outages: Arc<[Span]>,
}

impl Loaded {
    /// Outages that concern the seat's room.
    pub(super) fn outages(&self) -> &[Span] {
        relevant(&self.outages, &self.room.state)
    }
}

pub(super) async fn load(app: &App, seat: Seat) -> Result<Loaded, ExamError> {
    let reading = app.readings.read((seat.sitting, seat.attempt)).await?;
    let Reading { row, room, outages } = reading;
    let attempt = Attempt::decode(&row.state)
        .map_err(|_| ExamError::Internal(format!("row of attempt {}", seat.attempt)))?;
    // The old device of a moved seat reads nothing any more either.
    if attempt.epoch != seat.epoch {
        let current = attempt.epoch;
        return Err(Refusal::StaleEpoch { current }.into());
    }
    check_log_in(&attempt, seat.log_outs)?;
    Ok(Loaded {
        row,
        room,
        attempt,
        outages,
    })
}

/// The state of the seat at `now`; also a sign of life.
///
/// # Errors
/// `NotFound`, store errors.
pub async fn state(app: &App, seat: Seat, now: Instant) -> Result<View, ExamError> {
    app.recorder.heard((seat.sitting, seat.attempt), now);
    let loaded = load(app, seat).await?;
    app.live.contact(seat.sitting, seat.attempt, now);
    view(app, &loaded, now).await
}

pub(super) async fn view(app: &App, loaded: &Loaded, now: Instant) -> Result<View, ExamError> {
    let form = app
        .forms
        .get(&*app.store, loaded.row.form, loaded.row.variant)
        .await?;
    let around = Surroundings {
        points: &form.points,
        room: &loaded.room.state,
        outages: loaded.outages(),
        absences: &[],
        late_start_until_end: loaded.room.row.late_start_until_end,
    };
    Ok(View::of(&loaded.attempt, around, now))
}

/// The current answers and marks, only where there are any: for a page that has lost its own.
///
/// # Errors
/// `NotFound`, store errors.
pub async fn answers(
    app: &App,
    seat: Seat,
    now: Instant,
) -> Result<(View, Vec<CurrentAnswer>), ExamError> {
    let loaded = load(app, seat).await?;
    let view = view(app, &loaded, now).await?;
    let form = app
        .forms
        .get(&*app.store, loaded.row.form, loaded.row.variant)
        .await?;
    let current = (0_u16..).zip(form.points.items()).map(|(index, item)| {
        let chosen = loaded.attempt.answers.chosen(index);
        CurrentAnswer {
            item: item.id,
            option: chosen
                .and_then(|at| item.options.get(usize::from(at)))
                .map(|(id, _)| *id),
            flagged: loaded.attempt.answers.flagged(index),
        }
    });
    let touched = current.filter(|answer| answer.option.is_some() || answer.flagged);
    Ok((view, touched.collect()))
}
