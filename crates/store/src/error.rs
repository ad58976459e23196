//! What the engine says, as the port says it. Statements and rows stay in the log.

use exam::ports::StoreError;
use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::postgres::PgDatabaseError;

/// What breaks a unique constraint, by the columns that SQLite names and the constraint that PostgreSQL names, and
/// what a caller is told.
const NAMED: [(&str, &str, &str); 10] = [
    ("users.name", "users_name_key", "a user with this name"),
    (
        "selections.code",
        "selections_code_key",
        "a selection with this code",
    ),
    (
        "formations.code",
        "formations_selection_code_key",
        "a formation with this code",
    ),
    (
        "applications.participant_no",
        "applications_participant_no_key",
        "an application with this participant number",
    ),
    (
        "items.version",
        "items_selection_code_version_key",
        "this version of the item",
    ),
    (
        "attempts.application",
        "attempts_counting",
        "an attempt that counts, of one of these applications,",
    ),
    ("ledger.pos", "ledger_pkey", "this entry of the ledger"),
    (
        "publications.version",
        "publications_selection_version_key",
        "a publication of this version",
    ),
    (
        "published_rows.participant_no",
        "published_rows_pkey",
        "a row for this participant number",
    ),
    ("late_events.item", "late_events_pkey", "this event"),
];

/// A number that another node's journal row has: PostgreSQL's sequence went back, as it does after a failover that
/// lost its latest blocks. The data is sound.
const JOURNAL_NUMBER: &str = "journal_pkey";

/// Primary result codes of SQLite that speak of the data: too big, a type that does not fit.
const DATA_CODES: [i32; 3] = [18, 20, 25];

/// What `SAVE_BATCH` says where it has met a row that somebody else has changed.
const STALE: &str = "stale attempt";

/// What a transaction ends with that PostgreSQL undid for another's sake: the same again may succeed.
const UNDONE: &str = "the database undid the transaction in favour of another";

/// What is said when the connection ended, or never came to be, before anything was committed.
const CUT: &str = "the connection to the database was lost";

/// Whether a transaction of which nothing was committed may be tried again by itself.
pub(crate) fn may_repeat(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(why) if why == UNDONE || why == CUT)
}

/// What a commit came to that failed: nothing may be concluded, so nothing may be tried again by itself.
pub(crate) fn unknown_commit(error: &StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(why) => unavailable("the outcome of a commit is unknown", why),
        other => other.clone(),
    }
}

/// Says in the port's words why the engine did not do it.
pub(crate) fn from_sqlx(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(database) => from_database(database.as_ref()),
        sqlx::Error::Encode(_) => data("a value cannot be written", &error),
        sqlx::Error::PoolTimedOut => unavailable("no connection was free in time", &error),
        sqlx::Error::Io(_) => unavailable(CUT, &error),
        _ => unavailable("the database does not answer", &error),
    }
}

fn from_database(error: &(dyn DatabaseError + 'static)) -> StoreError {
    let constraint = error.constraint();
    match error.kind() {
        ErrorKind::UniqueViolation if constraint == Some(JOURNAL_NUMBER) => {
            unavailable("a number of the journal is taken", error)
        }
        ErrorKind::UniqueViolation => exists(error),
        ErrorKind::ForeignKeyViolation => {
            data("a row refers to something that is not there", error)
        }
        ErrorKind::NotNullViolation | ErrorKind::CheckViolation => {
            data("a value is missing or outside its bounds", error)
        }
        _ => match error.try_downcast_ref::<PgDatabaseError>() {
            Some(error) => from_postgres(error),
            None if error.message() == STALE => StoreError::Stale("an attempt".to_owned()),
            None if speaks_of_data(error) => data("a value has the wrong type or size", error),
            None => unavailable("the database refused", error),
        },
    }
}

/// By the classes of SQLSTATE.
fn from_postgres(error: &PgDatabaseError) -> StoreError {
    match error.code() {
        // Deadlock, serialization.
        "40P01" | "40001" => unavailable(UNDONE, error),
        "55P03" => unavailable("a row was held by another for too long", error),
        "57014" => unavailable("the database took too long", error),
        // Ended by the operator, a crash, or a promotion of its standby; not yet up; read-only after a switch.
        "57P01" | "57P02" | "57P03" | "25006" => unavailable(CUT, error),
        // A value out of range; a program limit, such as the size of a field.
        code if code.starts_with("22") || code.starts_with("54") => {
            data("a value has the wrong type or size", error)
        }
        code if code.starts_with("08") => unavailable(CUT, error),
        _ => unavailable("the database refused", error),
    }
}

fn exists(error: &(dyn DatabaseError + 'static)) -> StoreError {
    let message = error.message();
    let constraint = error.constraint();
    let known = NAMED.iter().find(|(columns, name, _)| {
        constraint == Some(name) || message.split([' ', ',']).any(|word| word == *columns)
    });
    tracing::debug!(error = message, "a unique constraint was broken");
    let what = known.map_or("a row with this key", |(_, _, what)| *what);
    StoreError::Exists(what.to_owned())
}

/// Constraints of other kinds (a STRICT table's types among them) and SQLite's codes for wrong data.
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
