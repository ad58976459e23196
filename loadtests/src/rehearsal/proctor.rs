//! The proctor of a rehearsal: pauses the room once, and lets it go on after every longer outage.

use std::sync::Arc;

use lexicon::SittingId;
use tokio::sync::watch;

use super::progress::Progress;
use crate::candidate::World;
use crate::clock::wait;
use crate::staff::Staff;

/// The proctor looks at the room this often.
const LOOK_MS: u64 = 500;

/// The pause of a rehearsal, on the stopwatch of the sitting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pause {
    pub(super) from_ms: u64,
    pub(super) length_ms: u64,
}

/// Watches the room until `over`.
pub(super) async fn watch_room(
    staff: Staff,
    world: Arc<World>,
    candidates: u64,
    mut pause: Option<Pause>,
    progress: Arc<dyn Progress>,
    over: watch::Receiver<bool>,
) -> Result<(), String> {
    let sitting = world.sitting;
    while !*over.borrow() {
        wait(LOOK_MS).await;
        let load = |counter: &std::sync::atomic::AtomicU64| {
            counter.load(std::sync::atomic::Ordering::Relaxed)
        };
        let tally = &world.tally;
        progress.sitting(load(&tally.ended), candidates, load(&tally.acknowledged));
        if let Some(due) = pause.take_if(|pause| world.clock.ms() >= pause.from_ms) {
            pause_once(&staff, sitting, due.length_ms).await?;
            continue;
        }
        let view = staff.sitting(sitting).await?;
        progress.room(&view);
        if view.paused && progress.may_resume() {
            // The server paused the room by itself: it was away for long.
            staff.resume(sitting).await?;
        }
    }
    Ok(())
}

async fn pause_once(staff: &Staff, sitting: SittingId, length_ms: u64) -> Result<(), String> {
    staff
        .pause(sitting, "gladi bersih: listrik ruangan padam")
        .await?;
    wait(length_ms).await;
    staff.resume(sitting).await
}
