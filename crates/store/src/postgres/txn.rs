//! Transactions.

use core::time::Duration;
use std::sync::Arc;

use exam::ports::StoreError;
use sqlx::Executor;
use sqlx::postgres::PgConnection;

use super::desk::{Desk, Seat};
use super::node::Membership;
use crate::call::Sql;
use crate::error::{from_sqlx, may_repeat, unavailable, unknown_commit};
use crate::sql::{answers, postgres as sql};

/// How long a rollback may take before its connection is cut instead.
const ROLLBACK_MAX: Duration = Duration::from_secs(2);

/// The lock under which the log is appended to: any number that nobody else uses.
const LOG: i64 = 0x414D_0001;

/// An open transaction. Dropped without [`Txn::commit`], at whatever point, it is rolled back; whoever begins or reads
/// next in this process waits for that.
#[derive(Debug)]
pub(super) struct Txn {
    desk: Arc<Desk>,
    membership: Membership,
    /// None once it has ended.
    seat: Option<Seat>,
    begun: bool,
}

impl Txn {
    /// Takes a connection; nothing is begun on it yet.
    pub(super) async fn turn(
        desk: &Arc<Desk>,
        membership: &Membership,
    ) -> Result<Self, StoreError> {
        membership.check()?;
        Ok(Self {
            seat: Some(desk.take().await?),
            desk: Arc::clone(desk),
            membership: membership.clone(),
            begun: false,
        })
    }

    /// Begins, if nothing has begun yet. A connection that has died while it rested is replaced once: nothing was said
    /// on it.
    pub(super) async fn begin(&mut self) -> Result<(), StoreError> {
        if core::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        let used = self.seat.as_ref().is_some_and(|seat| seat.used);
        match self.say(answers::BEGIN).await {
            Err(error) if used && may_repeat(&error) => {
                let seat = self.seat.take().ok_or_else(ended)?;
                self.seat = Some(self.desk.replace(seat).await?);
                self.say(answers::BEGIN).await
            }
            said => said,
        }
    }

    /// The connection.
    pub(super) fn connection(&mut self) -> Result<&mut PgConnection, StoreError> {
        let seat = self.seat.as_mut().map(|seat| &mut seat.connection);
        seat.ok_or_else(ended)
    }

    /// From here to its end nobody else appends to the log.
    pub(super) async fn lock_log(&mut self) -> Result<(), StoreError> {
        let lock = sql::LOCK_UNTIL_END.call().with(LOG);
        lock.rows(self.connection()?).await.map(drop)
    }

    /// Makes it last: when this returns, everything is on disk. After an error the outcome is unknown.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if self.begun {
            // Without the lock of the only node nothing is written, also not what was begun with it.
            self.membership.check()?;
            let said = self.say(answers::COMMIT).await;
            said.map_err(|error| unknown_commit(&error))?;
        }
        if let Some(seat) = self.seat.take() {
            self.desk.give_back(seat);
        }
        Ok(())
    }

    /// A statement without arguments, in one way to the server.
    async fn say(&mut self, sql: Sql) -> Result<(), StoreError> {
        let said = self.connection()?.execute(sql.postgres);
        let said = tokio::time::timeout(super::ANSWER_MAX, said).await;
        let said = said.map_err(|elapsed| unavailable("the database is silent", &elapsed))?;
        said.map(drop).map_err(from_sqlx)
    }
}

impl Drop for Txn {
    fn drop(&mut self) {
        let Some(seat) = self.seat.take() else {
            return;
        };
        if !self.begun {
            return self.desk.give_back(seat);
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            // The server rolls back when the connection falls.
            return;
        };
        let desk = Arc::clone(&self.desk);
        desk.given_up();
        runtime.spawn(async move {
            roll_back(&desk, seat).await;
            desk.brought_to_rest();
        });
    }
}

/// Also where nothing is open: the server only remarks on that.
async fn roll_back(desk: &Desk, mut seat: Seat) {
    let rolled = seat.connection.execute(answers::ROLLBACK.postgres);
    match tokio::time::timeout(ROLLBACK_MAX, rolled).await {
        Ok(Ok(_)) => desk.give_back(seat),
        Ok(Err(error)) => tracing::debug!(%error, "a connection was given up with its transaction"),
        Err(_) => tracing::warn!("a rollback got no answer"),
    }
}

fn ended() -> StoreError {
    StoreError::Unavailable("the transaction has ended".to_owned())
}
