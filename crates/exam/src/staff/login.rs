//! Log-in of staff.

use lexicon::{Digest, Instant, Millis, UserId};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::audit::entry;
use super::users::UserView;
use super::{Caller, Passwords};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{DoorLimits, Limit, UserRow, Visitor};

/// Five slips of one name from one address are free, and fifty of an office behind one address.
const DOOR: DoorLimits = DoorLimits {
    name: "staff",
    per_subject: Limit {
        free: 5,
        forget: Millis::from_mins(5),
        lockout: Millis::from_secs(5),
    },
    per_address: Limit {
        free: 50,
        forget: Millis::from_mins(5),
        lockout: Millis::from_secs(5),
    },
};

/// Checks passwords and counts failures. One for the whole process.
#[derive(Debug, Default)]
pub struct LogIns {
    /// Hashes and checks.
    pub passwords: Passwords,
}

/// A successful log-in: what a token has to carry, and what the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedIn {
    /// Who.
    pub user: UserView,
    /// Goes into the token: [`caller`] refuses the token once the password is another.
    pub stamp: Digest,
}

impl LogIns {
    /// Checks name and password; `address` is where the request came from.
    ///
    /// # Errors
    /// [`ExamError::WrongCredentials`] without saying which of them is wrong, [`ExamError::Throttled`].
    pub async fn log_in(
        &self,
        app: &App,
        name: &str,
        password: &str,
        address: &str,
    ) -> Result<LoggedIn, ExamError> {
        let now = app.clock.now();
        // What is no name of ours need not be kept in full.
        let name: String = name.trim().chars().take(64).collect();
        let visitor = visitor(&name, address);
        check(app, &visitor, now).await?;
        let user = app.store.user_by_name(&name).await?;
        let hash = user.as_ref().map(|user| user.password_hash.as_str());
        let fits = self.passwords.verify(hash, password).await?;
        match user.filter(|user| fits && user.enabled) {
            Some(user) => {
                app.failures.welcome(&DOOR, &visitor).await;
                let caller = Caller::of(&user);
                let from = json!({ "address": address });
                let audit = entry(now, &caller, "staff.logged_in", user.id, &from);
                app.store.audit(&audit).await?;
                Ok(LoggedIn {
                    stamp: stamp(&user),
                    user: user.into(),
                })
            }
            None => {
                tracing::info!(name, address, "failed log-in");
                failed(app, &visitor, now).await;
                Err(ExamError::WrongCredentials)
            }
        }
    }

    /// Changes the caller's own password. Every other log-in under the old one ends; the new stamp goes into the
    /// caller's next token. A wrong current password counts like a failed log-in.
    ///
    /// # Errors
    /// [`ExamError::WrongCredentials`], [`ExamError::Throttled`], [`ExamError::Invalid`] for a new one that is too
    /// short or too long.
    pub async fn change_own_password(
        &self,
        app: &App,
        caller: &Caller,
        (current, new): (&str, &str),
        address: &str,
    ) -> Result<LoggedIn, ExamError> {
        let now = app.clock.now();
        let user = app.store.user(caller.named()?).await?;
        let mut user = user.ok_or(ExamError::Unauthenticated)?;
        let visitor = visitor(&user.name, address);
        check(app, &visitor, now).await?;
        let hash = Some(user.password_hash.as_str());
        if !self.passwords.verify(hash, current).await? {
            failed(app, &visitor, now).await;
            return Err(ExamError::WrongCredentials);
        }
        user.password_hash = self.passwords.hash(&*app.rng, new).await?;
        let detail = json!({ "password": "changed" });
        let audit = entry(now, caller, "user.changed", user.id, &detail);
        app.store.update_user(&user, &audit).await?;
        app.failures.welcome(&DOOR, &visitor).await;
        Ok(LoggedIn {
            stamp: stamp(&user),
            user: user.into(),
        })
    }
}

fn visitor(name: &str, address: &str) -> Visitor {
    Visitor {
        subject: name.to_owned(),
        address: address.to_owned(),
    }
}

/// Counts a failure; a lockout is in the log.
async fn failed(app: &App, visitor: &Visitor, now: Instant) {
    let waits = app.failures.failed(&DOOR, visitor, now).await;
    let Visitor { subject, address } = visitor;
    if waits.subject > Millis::ZERO {
        let (name, locked_ms) = (subject, waits.subject.0);
        tracing::warn!(name, address, locked_ms, "a log-in is locked out");
    }
    if waits.address > Millis::ZERO {
        let locked_ms = waits.address.0;
        tracing::warn!(
            address,
            locked_ms,
            "an address is locked out of staff's log-in"
        );
    }
}

async fn check(app: &App, visitor: &Visitor, now: Instant) -> Result<(), ExamError> {
    match app.failures.wait(&DOOR, visitor, now).await {
        None => Ok(()),
        Some(wait) => Err(ExamError::Throttled {
            retry_after_s: u32::try_from((wait.0 + 999) / 1_000).unwrap_or(u32::MAX),
        }),
    }
}

/// Who a token stands for, with the grants of this moment.
///
/// # Errors
/// [`ExamError::Unauthenticated`] when the user is gone or disabled, or has another password since.
pub async fn caller(app: &App, id: UserId, token_stamp: Digest) -> Result<Caller, ExamError> {
    let user = app.store.user(id).await?;
    user.filter(|user| user.enabled && stamp(user) == token_stamp)
        .map(|user| Caller::of(&user))
        .ok_or(ExamError::Unauthenticated)
}

fn stamp(user: &UserRow) -> Digest {
    let hash = Sha256::new()
        .chain_update(b"ambang/staff/1")
        .chain_update(user.id.as_bytes())
        .chain_update(user.password_hash.as_bytes());
    Digest(hash.finalize().into())
}
