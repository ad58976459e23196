//! The answer path. Lists come as one JSON parameter, bytes as one BLOB that the JSON's offsets cut up: the
//! driver pays a change of threads per statement, so a batch of any size is the same few statements.

use super::statements;

statements! {
    BEGIN(0) = "BEGIN IMMEDIATE";
    COMMIT(0) = "COMMIT";
    ROLLBACK(0) = "ROLLBACK";

    /// `$1`: JSON list of ids in hexadecimal.
    SEATS(1) = "SELECT id, sitting, application, formation, form, variant, seed, last_row, state
        FROM attempts WHERE id IN (SELECT unhex(value) FROM json_each($1)) ORDER BY id";

    LAST_ROW(0) = "SELECT coalesce(max(id), 0) FROM journal";

    /// Two statements on one way. `$1`: JSON list of `[prev, offset, length]`; `$2`: the bytes, each new row's
    /// attempt before its event; `$3`: the first row's id; `$4`: JSON list of `[last row as read, last row now,
    /// offset, length]`; `$5`: the bytes, each attempt's id before its state.
    SAVE(5) = "INSERT INTO journal (id, prev, attempt, event)
        SELECT $3 + key, value ->> 0, substr($2, value ->> 1, 16), substr($2, (value ->> 1) + 16, value ->> 2)
        FROM json_each($1);
        UPDATE OR ROLLBACK attempts
        SET last_row = new.value ->> 1, state = substr($5, (new.value ->> 2) + 16, new.value ->> 3)
        FROM json_each($4) AS new
        WHERE attempts.id = substr($5, new.value ->> 2, 16) AND attempts.last_row = new.value ->> 0";

    /// `$1`: JSON list of `[id in hexadecimal, status, deadline]`.
    COLUMNS(1) = "UPDATE attempts SET status = new.value ->> 1, deadline = new.value ->> 2
        FROM json_each($1) AS new WHERE attempts.id = unhex(new.value ->> 0)";

    /// `$1`: JSON list of `[attempt in hexadecimal, item, epoch, seq, stray]`, one per attempt and item.
    LATE(1) = "INSERT INTO late_events (attempt, item, epoch, seq, stray)
        SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1) WHERE true
        ON CONFLICT (attempt, item) DO UPDATE
        SET epoch = excluded.epoch, seq = excluded.seq, stray = excluded.stray
        WHERE (excluded.epoch, excluded.seq) > (late_events.epoch, late_events.seq)";

    /// `$1`: JSON list of `[attempt in hexadecimal, seq, epoch, stray]`.
    REFUSED(1) = "INSERT INTO refused_events (attempt, seq, epoch, stray)
        SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3 FROM json_each($1) WHERE true
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
