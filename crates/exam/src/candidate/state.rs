//! Reading the state of a seat, without a place in the writer's queue.

use lexicon::{FormItemId, Instant, OptionId};
use session::{Attempt, Refusal, Room, Surroundings, View, check_log_in};

use super::Seat;
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{RoomRow, SeatRow};
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
    pub(super) room_row: RoomRow,
    pub(super) attempt: Attempt,
    pub(super) room: Room,
}

pub(super) async fn load(app: &App, seat: Seat) -> Result<Loaded, ExamError> {
    let found = app.store.seat(seat.attempt).await?;
    let (row, room_row) = found
        .filter(|(row, _)| row.sitting == seat.sitting)
        .ok_or(ExamError::NotFound("attempt"))?;
    let unreadable = || ExamError::Internal(format!("row of attempt {}", seat.attempt));
    let attempt = Attempt::decode(&row.state).map_err(|_| unreadable())?;
    let room = Room::decode(&room_row.state).map_err(|_| unreadable())?;
    // The old device of a moved seat reads nothing any more either.
    if attempt.epoch != seat.epoch {
        let current = attempt.epoch;
        return Err(Refusal::StaleEpoch { current }.into());
    }
    check_log_in(&attempt, seat.log_outs)?;
    Ok(Loaded {
        row,
        room_row,
        attempt,
        room,
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
    let outages = match loaded.room.opened {
        Some(opened) => app.store.outages_since(opened).await?,
        None => Vec::new(),
    };
    let around = Surroundings {
        points: &form.points,
        room: &loaded.room,
        outages: relevant(&outages, &loaded.room),
        absences: &[],
        late_start_until_end: loaded.room_row.late_start_until_end,
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
