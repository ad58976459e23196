//! What PostgreSQL alone takes: the batch of the answer path as arrays, locks of rows, and the server's own state.

use super::statements;

/// A seat's columns as the batch reads them; sittings and outages are fitted into the same shape.
macro_rules! seats {
    () => {
        "SELECT id, sitting, application, formation, form, variant, seed, last_row, state FROM attempts
            WHERE id = ANY($1)"
    };
}

macro_rules! locked_seats {
    () => {
        concat!(seats!(), " ORDER BY id FOR NO KEY UPDATE SKIP LOCKED")
    };
}

/// Attempts of the query `$seats`, sittings and outages. The first column says what a row is: 0 a sitting, 1 an outage
/// (its end, its beginning), 2 an attempt.
macro_rules! load {
    ($seats:expr) => {
        concat!("WITH seats AS MATERIALIZED (", $seats, ")
        SELECT 0::bigint, 0::bigint, id, selection, NULL::uuid, NULL::uuid, NULL::uuid, NULL::text, NULL::bytea,
            late_start_until_end, state
        FROM sittings WHERE id = ANY($2)
        UNION ALL
        SELECT 1, ended, NULL, NULL, NULL, NULL, NULL, NULL, NULL, started, NULL FROM outages WHERE ended > $3
        UNION ALL
        SELECT 2, 0, id, sitting, application, formation, form, variant, seed, last_row, state FROM seats")
    };
}

statements! {
    /// Locks attempts in id order; those that another transaction holds are left out. `$1`: ids.
    SEATS(1) = "", locked_seats!();

    /// The same with the sittings `$2`, which are only read, and the outages that end after `$3`: one way to the
    /// server.
    LOAD(3) = "", load!(locked_seats!());

    /// The same without a lock.
    LOOK(3) = "", load!(seats!());

    /// Which of the attempts `$1` exist.
    KNOWN(1) = "", "SELECT id FROM attempts WHERE id = ANY($1) ORDER BY id";

    /// Sittings, read or locked in id order. `$1`: ids.
    ROOMS(1) = "", "SELECT id, selection, late_start_until_end, state FROM sittings WHERE id = ANY($1) ORDER BY id";
    SHARED_ROOMS(1) = "", "SELECT id, selection, late_start_until_end, state FROM sittings
        WHERE id = ANY($1) ORDER BY id FOR SHARE";
    OWN_ROOMS(1) = "", "SELECT id, selection, late_start_until_end, state FROM sittings
        WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE";

    /// Closed ones with a reopened attempt too.
    OPEN_ROOMS(0) = "", "SELECT id, selection, late_start_until_end, state FROM sittings
        WHERE id IN (
            SELECT id FROM sittings WHERE status = 'open'
            UNION ALL
            SELECT id FROM sittings
            WHERE status = 'closed'
                AND EXISTS (SELECT 1 FROM attempts a WHERE a.sitting = sittings.id AND a.status = 'running'))
        ORDER BY id FOR NO KEY UPDATE";

    /// Journal rows (ids, predecessors, attempts, events) and attempts (ids, last row as read, last row now, states).
    /// It wrote as many rows as there are attempts, or one of them was not as it was read.
    SAVE(8) = "", "WITH appended AS (
            INSERT INTO journal (id, prev, attempt, event)
            SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::bytea[])
        )
        UPDATE attempts SET last_row = new.last_row, state = new.state
        FROM unnest($5::uuid[], $6::bigint[], $7::bigint[], $8::bytea[]) AS new (id, was, last_row, state)
        WHERE attempts.id = new.id AND attempts.last_row = new.was";

    /// So many blocks of journal rows: the first number of each.
    JOURNAL_BLOCKS(1) = "", "SELECT nextval('journal_blocks') FROM generate_series(1, $1::bigint)";

    /// `$1`: sittings; `$2`: their contacts.
    SAVE_CONTACTS(2) = "", "INSERT INTO last_contacts (sitting, contacts)
        SELECT * FROM unnest($1::uuid[], $2::bytea[])
        ON CONFLICT (sitting) DO UPDATE SET contacts = excluded.contacts";

    /// Until the transaction ends, only its owner appends to the log. `$1`: the lock's number.
    LOCK_UNTIL_END(1) = "", "SELECT pg_advisory_xact_lock($1)";

    /// Until the connection ends. `$1`: the lock's number.
    LOCK(1) = "", "SELECT pg_advisory_lock($1)";
    TRY_LOCK(1) = "", "SELECT CASE WHEN pg_try_advisory_lock($1) THEN 1 ELSE 0 END::bigint";
    /// Together with others who take it so.
    TRY_LOCK_SHARED(1) = "", "SELECT CASE WHEN pg_try_advisory_lock_shared($1) THEN 1 ELSE 0 END::bigint";

    /// Whether this connection still has the lock, which is a whole number below 2^32. `$1`: the lock's number.
    HAS_LOCK(1) = "", "SELECT count(*) FROM pg_locks
        WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND classid = 0 AND objid = $1::bigint::oid AND granted";

    /// A setting as the session has it, in its base unit; NULL where the server does not know it. `$1`: its name.
    SERVER_SETTING(1) = "", "SELECT (SELECT setting FROM pg_settings WHERE name = $1)";
    /// The same of several at once. `$1`: names; `$2` when they are set: values.
    SERVER_SETTINGS(1) = "", "SELECT name, setting FROM pg_settings WHERE name = ANY($1)";
    SET_SERVER_SETTINGS(2) = "", "SELECT set_config(new.name, new.value, false)
        FROM unnest($1::text[], $2::text[]) AS new (name, value)";
    SET_SERVER_SETTING(2) = "", "SELECT set_config($1, $2, false)";
    /// The version number, such as 150004.
    SERVER_VERSION(0) = "", "SELECT current_setting('server_version_num')::bigint";

    /// The server's clock in milliseconds since 1970.
    CLOCK(0) = "", "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    /// A transaction that sees one moment.
    BEGIN_SNAPSHOT(0) = "", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    /// Sessions of nodes and of commands on this database, beside the one that asks.
    OTHER_SESSIONS(0) = "", "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'ambang' AND pid <> pg_backend_pid()";

    /// The next block of journal rows begins beyond every row; so does the next import.
    JOURNAL_GOES_ON(0) = "", "SELECT setval('journal_blocks', (SELECT max(id) FROM journal) + 1, false)
        WHERE EXISTS (SELECT 1 FROM journal)";
    IMPORTS_GO_ON(0) = "", "SELECT setval(pg_get_serial_sequence('imports', 'id'), (SELECT max(id) FROM imports))
        WHERE EXISTS (SELECT 1 FROM imports)";

    SCHEMA_IS_MADE(0) = "", "SELECT count(*) FROM pg_class WHERE oid = to_regclass('_sqlx_migrations')";

    /// How many standbys stream and are waited for at every commit; and how many sessions of standbys this role may
    /// not look into.
    STANDBYS(0) = "", "SELECT
            count(*) FILTER (WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')),
            count(*) FILTER (WHERE state IS NULL)
        FROM pg_stat_replication";
}
