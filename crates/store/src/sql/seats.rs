//! Attempts as they are read outside the unit of work.

use super::statements;

macro_rules! seat_columns {
    () => {
        "a.id, a.sitting, a.application, a.formation, a.form, a.variant, a.seed, a.last_row, a.state"
    };
}

statements! {
    /// All that follows is of one moment.
    BEGIN_SNAPSHOT(0) = "BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    END_SNAPSHOT(0) = "COMMIT";

    SEAT(1) = concat!("SELECT ", seat_columns!(), ", s.id, s.selection, s.late_start_until_end, s.state
        FROM attempts a JOIN whole_sittings s ON s.id = a.sitting WHERE a.id = $1");

    SEAT_OF(1) = concat!("SELECT ", seat_columns!(), ", s.id, s.selection, s.late_start_until_end, s.state
        FROM applications p
        JOIN attempts a ON a.application = p.id
        JOIN whole_sittings s ON s.id = a.sitting
        WHERE p.participant_no = $1 AND s.status <> 'sealed'
            AND a.status NOT IN ('voided', 'cancelled', 'absent')
        ORDER BY s.starts DESC, s.id DESC LIMIT 1");

    ROOM(1) = "SELECT id, selection, late_start_until_end, state FROM whole_sittings WHERE id = $1";

    SEATS_OF(1) = concat!("SELECT ", seat_columns!(), ", a.place, p.participant_no, p.name, a.status
        FROM attempts a JOIN applications p ON p.id = a.application
        WHERE a.sitting = $1 ORDER BY a.place, p.participant_no, a.id");

    SEATS_OF_SELECTION(1) = concat!("SELECT ", seat_columns!(), ", a.place, p.participant_no, p.name, a.status
        FROM whole_sittings s
        JOIN attempts a ON a.sitting = s.id
        JOIN applications p ON p.id = a.application
        WHERE s.selection = $1 AND a.status <> 'voided'
        ORDER BY s.starts, s.id, a.place, p.participant_no");

    DUE(2) = "SELECT a.sitting, a.id FROM attempts a JOIN sittings s ON s.id = a.sitting
        WHERE a.status = 'running' AND a.deadline < $1 AND s.paused = 0
        ORDER BY a.deadline, a.id LIMIT $2";

    /// The chain from its last row back; read in full, its first row has no predecessor.
    JOURNAL(1) = "WITH RECURSIVE back (n, prev, attempt, event) AS (
            SELECT 1, prev, attempt, event FROM journal
            WHERE id = (SELECT last_row FROM attempts WHERE id = $1)
            UNION ALL
            SELECT back.n + 1, journal.prev, journal.attempt, journal.event
            FROM back JOIN journal ON journal.id = back.prev
        )
        SELECT event, prev, attempt FROM back ORDER BY n DESC";
}
