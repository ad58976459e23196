//! The answer path, as SQLite takes it, and what both take. SQLite's lists come as one JSON parameter, records as one
//! BLOB that the JSON's offsets cut up: its driver pays a change of threads per statement, so a batch of any size is
//! the same few statements. PostgreSQL's batch stands in `postgres`.

use super::statements;

/// All attempts of the JSON list `$ids` in one value. Each: five ids, the seed, last row (16 hexadecimal digits),
/// lengths of state (8) and variant (2), variant, state; in no order.
macro_rules! packed_seats {
    ($ids:literal) => {
        concat!(
            " (SELECT CAST(group_concat(id || sitting || application || formation || form || seed
                || printf('%016x%08x%02x', last_row, length(state), length(variant)) || variant || state,
                '') AS BLOB)
            FROM attempts WHERE id IN (SELECT unhex(value) FROM json_each(",
            $ids,
            ")))"
        )
    };
}

/// Sittings in one value (each: two ids, `late_start_until_end` as one digit, length of the state as 8 hexadecimal
/// digits, state; in no order), outages as JSON, attempts.
macro_rules! load {
    () => {
        concat!(
            "SELECT (SELECT CAST(group_concat(id || selection
                || printf('%d%08x', late_start_until_end, length(state)) || state, '') AS BLOB)
            FROM sittings WHERE id IN (SELECT unhex(value) FROM json_each($1))),
            (SELECT json_group_array(json_array(started, ended)) FROM outages WHERE ended > $2),",
            packed_seats!("$3")
        )
    };
}

statements! {
    BEGIN(0) = "BEGIN IMMEDIATE", "BEGIN ISOLATION LEVEL READ COMMITTED";
    COMMIT(0) = "COMMIT";
    ROLLBACK(0) = "ROLLBACK";

    /// Everything that judging a batch needs in one row, since the driver pays a change of threads per row and per
    /// statement; read by `packed`. `$1`: JSON list of sittings in hexadecimal; `$2`: outages that end after this;
    /// `$3`: JSON list of attempts in hexadecimal.
    LOAD(3) = load!(), "";

    /// The same as a transaction's first step.
    BEGIN_LOAD(3) = concat!("BEGIN IMMEDIATE;", load!()), "";

    /// `$1`: JSON list of attempts in hexadecimal.
    SEATS(1) = concat!("SELECT", packed_seats!("$1")), "";

    LAST_ROW(0) = "SELECT coalesce(max(id), 0) FROM journal", "";

    /// What a whole batch is written to. A statement and its transaction are then one and the same: the driver wakes
    /// whoever waits for it after every statement, and the engine begins and commits by itself.
    MAKE_BATCH(0) = "CREATE TEMP VIEW IF NOT EXISTS batch (rows, records, first, attempts, states, count) AS SELECT 0, 0, 0, 0, 0, 0", "";

    /// Journal rows and attempts, as `Slices` packs them: a JSON list of where each record begins; the records (prev,
    /// length, attempt, event); the first row's id; the same for attempts (last row as read, last row now, length,
    /// attempt, state); how many attempts there are. Numbers have 19 digits, lengths 8. Where another number of
    /// attempts was as it was read, nothing stays.
    SAVE_BATCH(0) = "CREATE TEMP TRIGGER IF NOT EXISTS save_batch INSTEAD OF INSERT ON batch BEGIN
        INSERT INTO journal (id, prev, attempt, event)
        SELECT NEW.first + key, CAST(substr(NEW.records, value, 19) AS INTEGER), substr(NEW.records, value + 27, 16),
            substr(NEW.records, value + 43, CAST(substr(NEW.records, value + 19, 8) AS INTEGER))
        FROM json_each(NEW.rows);
        UPDATE attempts
        SET last_row = CAST(substr(NEW.states, was.value + 19, 19) AS INTEGER),
            state = substr(NEW.states, was.value + 62, CAST(substr(NEW.states, was.value + 38, 8) AS INTEGER))
        FROM json_each(NEW.attempts) AS was
        WHERE attempts.id = substr(NEW.states, was.value + 46, 16)
            AND attempts.last_row = CAST(substr(NEW.states, was.value, 19) AS INTEGER);
        SELECT RAISE(ROLLBACK, 'stale attempt') WHERE changes() <> NEW.count;
        END", "";

    /// As `SAVE_BATCH` says. An error ends the transaction, so that no undo notes need be kept.
    SAVE(6) = "INSERT OR ROLLBACK INTO batch VALUES ($1, $2, $3, $4, $5, $6)", "";

    /// `$1`: JSON list of `[id in hexadecimal, status, deadline]`.
    COLUMNS(1) = "UPDATE attempts SET status = new.value ->> 1, deadline = new.value ->> 2
        FROM json_each($1) AS new WHERE attempts.id = unhex(new.value ->> 0)",
        "UPDATE attempts SET status = new.value ->> 1, deadline = (new.value ->> 2)::bigint
        FROM json_array_elements($1::json) AS new (value) WHERE attempts.id = (new.value ->> 0)::uuid";

    /// `$1`: JSON list of `[attempt in hexadecimal, item, epoch, seq, stray]`, one per attempt and item.
    LATE(1) = "INSERT INTO late_events (attempt, item, epoch, seq, stray)
        SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1) WHERE true
        ON CONFLICT (attempt, item) DO UPDATE
        SET epoch = excluded.epoch, seq = excluded.seq, stray = excluded.stray
        WHERE (excluded.epoch, excluded.seq) > (late_events.epoch, late_events.seq)",
        "INSERT INTO late_events (attempt, item, epoch, seq, stray)
        SELECT (value ->> 0)::uuid, (value ->> 1)::bigint, (value ->> 2)::bigint, (value ->> 3)::bigint, value ->> 4
        FROM json_array_elements($1::json)
        ON CONFLICT (attempt, item) DO UPDATE
        SET epoch = excluded.epoch, seq = excluded.seq, stray = excluded.stray
        WHERE (excluded.epoch, excluded.seq) > (late_events.epoch, late_events.seq)";

    /// `$1`: JSON list of `[attempt in hexadecimal, seq, epoch, stray]`.
    REFUSED(1) = "INSERT INTO refused_events (attempt, seq, epoch, stray)
        SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3 FROM json_each($1) WHERE true
        ON CONFLICT (attempt, seq) DO NOTHING",
        "INSERT INTO refused_events (attempt, seq, epoch, stray)
        SELECT (value ->> 0)::uuid, (value ->> 1)::bigint, (value ->> 2)::bigint, value ->> 3
        FROM json_array_elements($1::json)
        ON CONFLICT (attempt, seq) DO NOTHING";

    /// `$1`: a journal row; `$2`: how many rows at most.
    BACK(2) = "WITH RECURSIVE back (n, id, prev, event) AS (
            SELECT 1, id, prev, event FROM journal WHERE id = $1
            UNION ALL
            SELECT back.n + 1, journal.id, journal.prev, journal.event
            FROM back JOIN journal ON journal.id = back.prev WHERE back.n < $2
        )
        SELECT event, prev FROM back ORDER BY n";

    /// `$1`: an attempt.
    STRAYS(1) = "SELECT stray FROM (
            SELECT epoch, seq, stray FROM late_events WHERE attempt = $1
            UNION ALL
            SELECT epoch, seq, stray FROM refused_events WHERE attempt = $1
        ) AS strays ORDER BY epoch, seq";
}
