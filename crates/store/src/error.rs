//! What the engine says, as the port says it. Statements and rows stay in the log.

use exam::ports::StoreError;
use sqlx::error::{DatabaseError, ErrorKind};

/// What breaks a unique constraint, by the columns that the engine names, and what a caller is told.
const NAMED: [(&str, &str); 10] = [
    ("users.name", "a user with this name"),
    ("selections.code", "a selection with this code"),
    ("formations.code", "a formation with this code"),
    (
        "applications.participant_no",
        "an application with this participant number",
    ),
    ("items.version", "this version of the item"),
    (
        "attempts.application",
        "an attempt that counts, of one of these applications,",
    ),
    ("ledger.pos", "this entry of the ledger"),
    ("publications.version", "a publication of this version"),
    (
        "published_rows.participant_no",
        "a row for this participant number",
    ),
    ("late_events.item", "this event"),
];

/// Primary result codes of SQLite that speak of the data: too big, a type that does not fit.
const DATA_CODES: [i32; 3] = [18, 20, 25];

/// What `SAVE_BATCH` says where it has met a row that somebody else has changed.
const STALE: &str = "stale attempt";

/// Says in the port's words why the engine did not do it.
pub(crate) fn from_sqlx(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(database) => from_database(database.as_ref()),
        sqlx::Error::Encode(_) => data("a value cannot be written", &error),
        sqlx::Error::PoolTimedOut => unavailable("no connection was free in time", &error),
        _ => unavailable("the database does not answer", &error),
    }
}

fn from_database(error: &(dyn DatabaseError + 'static)) -> StoreError {
    match error.kind() {
        ErrorKind::UniqueViolation => exists(error),
        ErrorKind::ForeignKeyViolation => {
            data("a row refers to something that is not there", error)
        }
        ErrorKind::NotNullViolation | ErrorKind::CheckViolation => {
            data("a value is missing or outside its bounds", error)
        }
        _ if error.message() == STALE => StoreError::Stale("an attempt".to_owned()),
        _ if speaks_of_data(error) => data("a value has the wrong type or size", error),
        _ => unavailable("the database refused", error),
    }
}

fn exists(error: &(dyn DatabaseError + 'static)) -> StoreError {
    let message = error.message();
    let known = NAMED
        .iter()
        .find(|(columns, _)| message.split([' ', ',']).any(|word| word == *columns));
    tracing::debug!(error = message, "a unique constraint was broken");
    let what = known.map_or("a row with this key", |(_, what)| *what);
    StoreError::Exists(what.to_owned())
}

/// Constraints of other kinds (a STRICT table's types among them) and the codes for wrong data.
fn speaks_of_data(error: &(dyn DatabaseError + 'static)) -> bool {
    const CONSTRAINT: i32 = 19;
    let code = error.code().and_then(|code| code.parse::<i32>().ok());
    code.map(|code| code & 0xff)
        .is_some_and(|primary| primary == CONSTRAINT || DATA_CODES.contains(&primary))
}

/// A refusal of the data; `why` goes out, the rest to the log.
pub(crate) fn data(why: &str, detail: &dyn core::fmt::Display) -> StoreError {
    tracing::debug!(%detail, "the store refuses data");
    StoreError::Data(why.to_owned())
}

/// A failure that nothing may be concluded from; `why` goes out, the rest to the log.
pub(crate) fn unavailable(why: &str, detail: &dyn core::fmt::Display) -> StoreError {
    tracing::error!(%detail, "the store is unavailable");
    StoreError::Unavailable(why.to_owned())
}

/// A row that this program cannot have written. Only what needs that row fails: a batch is split until the
/// culprit alone has its error.
pub(crate) fn broken(what: &str) -> StoreError {
    tracing::error!(what, "the store holds a row that cannot be read");
    StoreError::Data(format!("{what} cannot be read"))
}
