//! Rooms that are being watched: each is read when something in it has changed, once for all who watch it.
//!
//! Whoever watches gets the whole room first and then what changes in it. Nothing here waits for anybody who watches,
//! and nothing on the answer path waits for this: the boards only count up a number.

mod change;
mod room;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use lexicon::SittingId;
use tokio::sync::Mutex;

use super::sittings::{authorised, view_of};
use super::{Caller, Permission};
use crate::app::App;
use crate::error::ExamError;

use room::WatchedRoom;
pub use room::{Cursor, Step, Watching};

/// All watched rooms of this node.
#[derive(Clone, Default)]
pub struct Watch {
    rooms: Arc<Mutex<Rooms>>,
}

type Rooms = HashMap<SittingId, Arc<WatchedRoom>>;

impl core::fmt::Debug for Watch {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Watch")
    }
}

/// Whether the caller may still watch the sitting: asked again and again while a stream lasts.
///
/// # Errors
/// [`ExamError::Forbidden`], [`ExamError::NotFound`].
pub async fn may_watch(app: &App, caller: &Caller, sitting: SittingId) -> Result<(), ExamError> {
    authorised(app, caller, Permission::WatchSitting, sitting).await?;
    Ok(())
}

impl Watch {
    /// Begins to watch a sitting: with what changed since `after`, if that is still known, else with the whole room.
    ///
    /// # Errors
    /// [`ExamError::NotFound`], [`ExamError::Forbidden`].
    pub async fn begin(
        &self,
        app: &Arc<App>,
        caller: &Caller,
        sitting: SittingId,
        after: Option<Cursor>,
    ) -> Result<Watching, ExamError> {
        let row = authorised(app, caller, Permission::WatchSitting, sitting).await?;
        // Held while a room is read for the first time: the second who asks for it waits for the first.
        let mut rooms = self.rooms.lock().await;
        if let Some(room) = rooms.get(&sitting) {
            return Ok(room.join(after));
        }
        let known = app.live.revision(sitting).await.unwrap_or_default();
        let view = view_of(app, &row).await?;
        let room = Arc::new(WatchedRoom::new(app.rng.u64(), view));
        let watching = room.join(None);
        rooms.insert(sitting, Arc::clone(&room));
        tokio::spawn(keep(self.clone(), Arc::downgrade(app), row, room, known));
        Ok(watching)
    }

    /// An officer has done something in a sitting: who watches it here need not wait for the next look.
    pub async fn acted(&self, sitting: SittingId) {
        if let Some(room) = self.rooms.lock().await.get(&sitting) {
            room.outdate();
        }
    }

    /// Forgets a room that nobody watches; false while somebody does.
    async fn forget(&self, sitting: SittingId) -> bool {
        let mut rooms = self.rooms.lock().await;
        let unwatched = rooms.get(&sitting).is_none_or(|room| room.watchers() == 0);
        if unwatched {
            rooms.remove(&sitting);
        }
        unwatched
    }
}

/// Keeps a room true while it is watched and the server runs: it must not hold up the server's end.
async fn keep(
    watch: Watch,
    server: Weak<App>,
    row: crate::ports::SittingRow,
    room: Arc<WatchedRoom>,
    known: u64,
) {
    let mut pace = room::Pace::new(known);
    loop {
        pace.tick(&room).await;
        let Some(app) = server.upgrade() else {
            return;
        };
        if room.watchers() == 0 {
            if pace.is_idle_long() && watch.forget(row.id).await {
                return;
            }
            continue;
        }
        // Where the boards say nothing the room is read within a second all the same.
        if !pace.is_due(app.live.revision(row.id).await.ok()) {
            continue;
        }
        match view_of(&app, &row).await {
            Ok(view) => room.update(view),
            Err(error) => {
                tracing::warn!(%error, sitting = %row.id, "a watched room cannot be read");
                pace.again();
            }
        }
    }
}
