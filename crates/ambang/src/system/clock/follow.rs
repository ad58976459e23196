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

#[cfg(test)]
mod tests {
    use exam::ports::Clock;
    use lexicon::Millis;
    use servers::postgres::Server;
    use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
    use store::{Nodes, PostgresOptions, PostgresStore};

    use super::*;

    /// Longer than a look at the store's clock is away.
    const SOON: Duration = Duration::from_secs(9);

    /// Sets the server's clock so far beside the machine's: sessions find this function before the server's own.
    async fn set_clock(url: &str, beside: Millis) {
        let sql = format!(
            "CREATE SCHEMA IF NOT EXISTS beside;
            CREATE OR REPLACE FUNCTION beside.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
            AS $$SELECT pg_catalog.clock_timestamp() + interval '{} milliseconds'$$;
            ALTER DATABASE hall SET search_path = public, beside, pg_catalog",
            beside.0
        );
        let mut connection = PgConnection::connect(url).await.unwrap();
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        connection.execute(sql).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Looks until the clock's fault is as wanted; time never goes back meanwhile.
    async fn until(clock: &SystemClock, wanted: impl Fn(Option<String>) -> bool) {
        let mut looks = interval(Duration::from_millis(10));
        let found = tokio::time::timeout(SOON, async {
            let mut last = clock.now();
            while !wanted(clock.fault()) {
                looks.tick().await;
                let now = clock.now();
                assert!(now >= last);
                last = now;
            }
        });
        assert!(found.await.is_ok(), "{:?}", clock.fault());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_clock_of_a_living_server_is_followed() {
        let server = Server::start(&[]).unwrap();
        server.create_database("hall").unwrap();
        let url = server.url("hall");
        set_clock(&url, Millis(300)).await;
        let options = PostgresOptions {
            nodes: Nodes::Several,
            ..PostgresOptions::default()
        };
        let store = PostgresStore::open(&url, options).await.unwrap();
        let store: Arc<dyn Store> = Arc::new(store);
        let reading = read_store_clock(&*store).await.unwrap().unwrap();
        let (clock, check) = SystemClock::start_by(reading, None);
        assert!(!check.needs_confirmation);
        assert_eq!(clock.fault(), None);
        let beside = clock.wall_drift() + Millis(300);
        assert!(beside.0.abs() < 150, "{beside:?}");
        set_clock(&url, Millis(1_900)).await;
        let following = Following::start(Arc::clone(&store), clock.clone());
        until(&clock, |fault| {
            fault.is_some_and(|fault| {
                let behind = fault.starts_with("this server's time is 1.");
                behind && fault.ends_with("s behind the store's clock")
            })
        })
        .await;
        set_clock(&url, Millis(350)).await;
        until(&clock, |fault| fault.is_none()).await;
        drop(following);
    }
}
