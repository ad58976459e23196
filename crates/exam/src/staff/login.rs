//! Log-in of staff.

use lexicon::{Digest, Instant, Millis, UserId};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::audit::entry;
use super::throttle::{Limit, Throttle};
use super::users::UserView;
use super::{Caller, Passwords};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::UserRow;

/// One name from one address: five slips are free.
const PER_NAME: Limit = Limit {
    free: 5,
    forget: Millis::from_mins(5),
    lockout: Millis::from_secs(5),
};
/// One address, whatever the name: an office sits behind one.
const PER_ADDRESS: Limit = Limit {
    free: 50,
    forget: Millis::from_mins(5),
    lockout: Millis::from_secs(5),
};

/// Checks passwords and counts failures. One for the whole process.
#[derive(Debug)]
pub struct LogIns {
    /// Hashes and checks.
    pub passwords: Passwords,
    per_name: Throttle<(String, String)>,
    per_address: Throttle<String>,
}

impl Default for LogIns {
    fn default() -> Self {
        Self {
            passwords: Passwords::default(),
            per_name: Throttle::new(PER_NAME),
            per_address: Throttle::new(PER_ADDRESS),
        }
    }
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
        let key = (name.clone(), address.to_owned());
        self.check_throttle(&key, now)?;
        let user = app.store.user_by_name(&name).await?;
        let hash = user.as_ref().map(|user| user.password_hash.as_str());
        let fits = self.passwords.verify(hash, password).await?;
        match user.filter(|user| fits && user.enabled) {
            Some(user) => {
                self.per_name.clear(&key);
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
                self.failed(&key, now);
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
        let key = (user.name.clone(), address.to_owned());
        self.check_throttle(&key, now)?;
        let hash = Some(user.password_hash.as_str());
        if !self.passwords.verify(hash, current).await? {
            self.failed(&key, now);
            return Err(ExamError::WrongCredentials);
        }
        user.password_hash = self.passwords.hash(&*app.rng, new).await?;
        let detail = json!({ "password": "changed" });
        let audit = entry(now, caller, "user.changed", user.id, &detail);
        app.store.update_user(&user, &audit).await?;
        self.per_name.clear(&key);
        Ok(LoggedIn {
            stamp: stamp(&user),
            user: user.into(),
        })
    }

    /// Counts a failure; a lockout is in the log.
    fn failed(&self, key: &(String, String), now: Instant) {
        let (name, address) = key;
        let name_waits = self.per_name.failed(key, now);
        if name_waits > Millis::ZERO {
            let locked_ms = name_waits.0;
            tracing::warn!(name, address, locked_ms, "a log-in is locked out");
        }
        let address_waits = self.per_address.failed(address, now);
        if address_waits > Millis::ZERO {
            let locked_ms = address_waits.0;
            tracing::warn!(
                address,
                locked_ms,
                "an address is locked out of staff's log-in"
            );
        }
    }

    fn check_throttle(&self, key: &(String, String), now: Instant) -> Result<(), ExamError> {
        let waits = [
            self.per_name.wait(key, now),
            self.per_address.wait(&key.1, now),
        ];
        match waits.into_iter().flatten().max() {
            None => Ok(()),
            Some(wait) => Err(ExamError::Throttled {
                retry_after_s: u32::try_from((wait.0 + 999) / 1_000).unwrap_or(u32::MAX),
            }),
        }
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
