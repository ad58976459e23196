//! Members of staff: made, granted, disabled.

use lexicon::UserId;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::audit::entry;
use super::text::{NAME_LEN_MAX, code, invalid, line};
use super::{Caller, Passwords, Permission, Place};
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{AuditRow, Grant, Scope, UserRow};

/// Grants of one user, at most.
const GRANTS_MAX: usize = 200;
/// Entries of the log in one answer, at most.
const LOG_PAGE_MAX: u32 = 500;

/// A user as staff may see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserView {
    /// Their id.
    pub id: UserId,
    /// Log-in name.
    pub name: String,
    /// Name on documents.
    pub full_name: String,
    /// What they may do.
    pub grants: Vec<Grant>,
    /// Whether they may log in.
    pub enabled: bool,
}

impl From<UserRow> for UserView {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            full_name: row.full_name,
            grants: row.grants,
            enabled: row.enabled,
        }
    }
}

/// A user to be made.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Log-in name: 1 to 64 letters, digits, dots, hyphens and underscores.
    pub name: String,
    /// Name on documents, one line.
    pub full_name: String,
    /// The password in clear.
    pub password: String,
    /// What they may do.
    pub grants: Vec<Grant>,
}

/// Makes a user.
///
/// # Errors
/// [`ExamError::Exists`] when the name is taken, [`ExamError::Invalid`].
pub async fn create_user(
    app: &App,
    caller: &Caller,
    passwords: &Passwords,
    new: NewUser,
) -> Result<UserView, ExamError> {
    caller.authorise(Permission::ManageUsers, Place::System)?;
    let name = code("name", &new.name)?;
    let full_name = line("full_name", &new.full_name, NAME_LEN_MAX)?;
    let grants = tidy(app, new.grants).await?;
    let password_hash = passwords.hash(&*app.rng, &new.password).await?;
    let _one_at_a_time = MAKING.lock().await;
    unlike_others(app, &name).await?;
    let now = app.clock.now();
    let row = UserRow {
        id: UserId(app.rng.row_id(now)),
        name,
        full_name,
        password_hash,
        grants,
        enabled: true,
    };
    let detail = json!({ "name": row.name, "grants": row.grants });
    let audit = entry(now, caller, "user.created", row.id, &detail);
    app.store.create_user(&row, &audit).await?;
    Ok(row.into())
}

/// The store tells equal names apart, not those that differ by their case: between the look and the row nobody else
/// makes a user.
static MAKING: Mutex<()> = Mutex::const_new(());

/// Two names that differ by their case only would be taken for one another.
async fn unlike_others(app: &App, name: &str) -> Result<(), ExamError> {
    let users = app.store.users().await?;
    let alike = |user: &&UserRow| user.name != name && user.name.eq_ignore_ascii_case(name);
    match users.iter().find(alike) {
        None => Ok(()),
        Some(other) => Err(invalid(
            "name",
            format!(
                "there is a user {} already; names must differ by more than capitals",
                other.name
            ),
        )),
    }
}

/// What may be changed of a user; `None` leaves it.
#[derive(Clone, Debug, Default)]
pub struct UserChange {
    /// Name on documents.
    pub full_name: Option<String>,
    /// New password in clear.
    pub password: Option<String>,
    /// New grants, in place of all there were.
    pub grants: Option<Vec<Grant>>,
    /// Whether they may log in.
    pub enabled: Option<bool>,
}

/// Changes a user. A new password ends every log-in under the old one.
///
/// # Errors
/// [`ExamError::NotFound`], [`ExamError::Invalid`].
pub async fn change_user(
    app: &App,
    caller: &Caller,
    passwords: &Passwords,
    name: &str,
    change: UserChange,
) -> Result<UserView, ExamError> {
    caller.authorise(Permission::ManageUsers, Place::System)?;
    let user = app.store.user_by_name(name).await?;
    let mut row = user.ok_or(ExamError::NotFound("user"))?;
    if caller.user() == Some(row.id) {
        keeps_the_door_open(caller, &change)?;
    }
    let mut detail = serde_json::Map::new();
    if let Some(full_name) = &change.full_name {
        row.full_name = line("full_name", full_name, NAME_LEN_MAX)?;
        detail.insert("full_name".into(), row.full_name.clone().into());
    }
    if let Some(password) = &change.password {
        row.password_hash = passwords.hash(&*app.rng, password).await?;
        detail.insert("password".into(), "changed".into());
    }
    if let Some(grants) = change.grants {
        row.grants = tidy(app, grants).await?;
        detail.insert("grants".into(), json!(row.grants));
    }
    if let Some(enabled) = change.enabled {
        row.enabled = enabled;
        detail.insert("enabled".into(), enabled.into());
    }
    let now = app.clock.now();
    let audit = entry(now, caller, "user.changed", row.id, &Value::Object(detail));
    app.store.update_user(&row, &audit).await?;
    Ok(row.into())
}

/// The caller's own row, as a page asks for it when it is loaded again.
///
/// # Errors
/// [`ExamError::Unauthenticated`] for the command line, and for a user who is gone.
pub async fn own_user(app: &App, caller: &Caller) -> Result<UserView, ExamError> {
    let id = caller.user().ok_or(ExamError::Unauthenticated)?;
    let row = app.store.user(id).await?;
    row.map(UserView::from).ok_or(ExamError::Unauthenticated)
}

/// All users, by name.
///
/// # Errors
/// [`ExamError::Forbidden`].
pub async fn users(app: &App, caller: &Caller) -> Result<Vec<UserView>, ExamError> {
    caller.authorise(Permission::ManageUsers, Place::System)?;
    let rows = app.store.users().await?;
    Ok(rows.into_iter().map(UserView::from).collect())
}

/// The log of staff acts from position `from` (1 is the first) on, at most 500 entries.
///
/// # Errors
/// [`ExamError::Forbidden`].
pub async fn audit_log(
    app: &App,
    caller: &Caller,
    from: i64,
    limit: u32,
) -> Result<Vec<AuditRow>, ExamError> {
    caller.authorise(Permission::ReadAudit, Place::System)?;
    Ok(app.store.audit_log(from, limit.min(LOG_PAGE_MAX)).await?)
}

/// Nobody takes the management of users away from themselves: the last one who could give it back might be gone.
fn keeps_the_door_open(caller: &Caller, change: &UserChange) -> Result<(), ExamError> {
    if change.enabled == Some(false) {
        let reason = "nobody disables their own log-in: another administrator does";
        return Err(invalid("enabled", reason));
    }
    let loses = |grants: &Vec<Grant>| {
        let after = Caller::with(caller.user(), grants.clone());
        after
            .authorise(Permission::ManageUsers, Place::System)
            .is_err()
    };
    if change.grants.as_ref().is_some_and(loses) {
        let reason =
            "nobody gives up their own management of users: another administrator takes it away";
        return Err(invalid("grants", reason));
    }
    Ok(())
}

/// In order, without doublings, and each where there is something.
async fn tidy(app: &App, mut grants: Vec<Grant>) -> Result<Vec<Grant>, ExamError> {
    grants.sort_unstable();
    grants.dedup();
    if grants.len() > GRANTS_MAX {
        let reason = format!("a user has at most {GRANTS_MAX} grants");
        return Err(invalid("grants", reason));
    }
    for grant in &grants {
        let (there, what) = match grant.scope {
            Scope::System => (true, String::new()),
            Scope::Selection(id) => (
                app.store.selection(id).await?.is_some(),
                format!("selection {id}"),
            ),
            Scope::Sitting(id) => (
                app.store.sitting(id).await?.is_some(),
                format!("sitting {id}"),
            ),
        };
        if !there {
            return Err(invalid("grants", format!("there is no {what}")));
        }
    }
    Ok(grants)
}
