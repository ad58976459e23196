//! Uptime, outages, rooms and their ledger.

use super::statements;

statements! {
    /// `$1`: the process. The latest end of all, and its own latest row.
    UPTIME(1) = "SELECT (SELECT max(ended) FROM uptime),
            (SELECT max(started) FROM uptime WHERE process = $1),
            (SELECT ended FROM uptime WHERE process = $1 ORDER BY started DESC LIMIT 1)";

    SETTLE(3) = "INSERT INTO uptime (process, started, ended) VALUES ($1, $2, $3)
        ON CONFLICT (process, started) DO UPDATE SET ended = excluded.ended WHERE excluded.ended > uptime.ended";

    /// Two processes may come back from the same outage; what was given once is not taken back.
    OUTAGE(2) = "INSERT INTO outages (started, ended) VALUES ($1, $2)
        ON CONFLICT (started) DO UPDATE SET ended = excluded.ended WHERE excluded.ended > outages.ended";

    OUTAGES_SINCE(1) = "SELECT started, ended FROM outages WHERE ended > $1 ORDER BY started";

    UPTIME_SINCE(1) = "SELECT process, started, ended FROM uptime WHERE ended > $1 ORDER BY started, process";

    LAST_UPTIME(0) = "SELECT max(ended) FROM uptime";

    /// `$1`: JSON list of ids in hexadecimal.
    ROOMS(1) = "SELECT id, selection, late_start_until_end, state FROM sittings
        WHERE id IN (SELECT unhex(value) FROM json_each($1)) ORDER BY id", "";

    /// Closed ones with a reopened attempt too.
    OPEN_ROOMS(0) = "SELECT id, selection, late_start_until_end, state FROM sittings
        WHERE status = 'open'
        UNION ALL
        SELECT id, selection, late_start_until_end, state FROM sittings
        WHERE status = 'closed'
            AND EXISTS (SELECT 1 FROM attempts a WHERE a.sitting = sittings.id AND a.status = 'running')
        ORDER BY id", "";

    RUNNING(1) = "SELECT count(*) FROM attempts WHERE sitting = $1 AND status = 'running'";

    /// `$1`: JSON list of `[id, state, status, paused]`, bytes in hexadecimal.
    SAVE_ROOMS(1) = "UPDATE sittings
        SET state = unhex(new.value ->> 1), status = new.value ->> 2, paused = new.value ->> 3
        FROM json_each($1) AS new WHERE sittings.id = unhex(new.value ->> 0)",
        "UPDATE sittings
        SET state = decode(new.value ->> 1, 'hex'), status = new.value ->> 2, paused = (new.value ->> 3)::bigint
        FROM json_array_elements($1::json) AS new (value) WHERE sittings.id = (new.value ->> 0)::uuid";

    /// `$1`: JSON list of `[sitting, pos, entry]`, bytes in hexadecimal.
    APPEND_LEDGER(1) = "INSERT INTO ledger (sitting, pos, entry)
        SELECT unhex(value ->> 0), value ->> 1, unhex(value ->> 2) FROM json_each($1)",
        "INSERT INTO ledger (sitting, pos, entry)
        SELECT (value ->> 0)::uuid, (value ->> 1)::bigint, decode(value ->> 2, 'hex')
        FROM json_array_elements($1::json)";

    /// As `Slices` packs them: `$1`: JSON list of where each record begins; `$2`: the records: length, sitting,
    /// contacts.
    SAVE_CONTACTS(2) = "INSERT INTO last_contacts (sitting, contacts)
        SELECT substr($2, value + 8, 16), substr($2, value + 24, CAST(substr($2, value, 8) AS INTEGER))
        FROM json_each($1) WHERE true
        ON CONFLICT (sitting) DO UPDATE SET contacts = excluded.contacts", "";

    CONTACTS(1) = "SELECT contacts FROM last_contacts WHERE sitting = $1";

    LEDGER(1) = "SELECT entry FROM ledger WHERE sitting = $1 ORDER BY pos";
}
