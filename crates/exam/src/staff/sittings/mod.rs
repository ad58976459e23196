//! Sittings: made with their seats, listed, watched.

mod acts;
mod create;
mod standing;
mod view;

pub use acts::{ActView, SittingActs, acts};
pub use create::{NewSeatRequest, NewSittingRequest, SittingCreated, create_sitting};
pub use standing::{Counters, Standing};
pub(crate) use view::view_of;
pub use view::{
    ClockStepView, OutageView, RoomPauseView, SeatView, SetBackView, SittingSummary, SittingView,
    sitting, sittings,
};

use lexicon::SittingId;

use super::{Caller, Permission, Place};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::SittingRow;

/// The row of a sitting in which the caller may do this.
///
/// # Errors
/// [`ExamError::NotFound`], [`ExamError::Forbidden`].
pub(crate) async fn authorised(
    app: &App,
    caller: &Caller,
    permission: Permission,
    id: SittingId,
) -> Result<SittingRow, ExamError> {
    let row = app.store.sitting(id).await?;
    let row = row.ok_or(ExamError::NotFound("sitting"))?;
    caller.authorise(permission, Place::Sitting(row.selection, id))?;
    Ok(row)
}
