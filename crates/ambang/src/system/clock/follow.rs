//! Following the store's clock.

use std::sync::Arc;
use std::time::Duration;

use exam::ports::{Store, StoreError};
use session::Reading;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::{APART_MAX, SystemClock, boot};

/// How often the store's clock is read.
const READ_EVERY: Duration = Duration::from_secs(5);
/// Looks at a time: the quickest counts.
const LOOKS: usize = 5;

/// Follows the store's clock until it is dropped.
pub(crate) struct Following(JoinHandle<()>);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Following {
    /// Goes on in the background.
    pub(crate) fn start(store: Arc<dyn Store>, clock: SystemClock) -> Self {
        Self(tokio::spawn(async move {
            let mut ticks = interval(READ_EVERY);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                match read_store_clock(&*store).await {
                    // An answer that took longer than clocks may be apart says nothing.
                    Ok(Some(reading)) if reading.took() <= APART_MAX => clock.follow(reading),
                    Ok(_) => {}
                    Err(error) => tracing::debug!(%error, "the store's clock cannot be read"),
                }
            }
        }))
    }
}

/// Reads the store's clock a few times; `None` where it has none of its own.
pub(crate) async fn read_store_clock(store: &dyn Store) -> Result<Option<Reading>, StoreError> {
    let mut readings = Vec::with_capacity(LOOKS);
    for _ in 0..LOOKS {
        let before = boot();
        let Some(theirs) = store.clock().await? else {
            return Ok(None);
        };
        let after = boot();
        readings.push(Reading {
            before,
            theirs,
            after,
        });
    }
    Ok(Reading::best(readings))
}
