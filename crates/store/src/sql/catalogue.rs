//! Selections, imports, forms, sittings. Imported rows count once their import is finished.

use super::statements;

macro_rules! formation_columns {
    () => {
        "f.id, f.code, f.agency, f.position, f.qualification, f.location, f.category, f.position_group,
        f.quota, f.ordinal"
    };
}

macro_rules! finished {
    ($table:literal) => {
        concat!(
            " JOIN imports i ON i.id = ",
            $table,
            ".import AND i.finished IS NOT NULL "
        )
    };
}

statements! {
    CREATE_SELECTION(6) = "INSERT INTO selections (id, code, name, agency, policy, created)
        VALUES ($1, $2, $3, $4, $5, $6)";
    SELECTIONS(0) = "SELECT id, code, name, agency, policy, created FROM selections ORDER BY created DESC, id DESC";
    SELECTION(1) = "SELECT id, code, name, agency, policy, created FROM selections WHERE id = $1";

    BEGIN_IMPORT(2) = "INSERT INTO imports (selection, started) VALUES ($1, $2) RETURNING id";
    FINISH_IMPORT(2) = "UPDATE imports SET finished = $2 WHERE id = $1 AND finished IS NULL";
    UNFINISHED_IMPORTS(0) = "SELECT id FROM imports WHERE finished IS NULL ORDER BY id";
    FORGET_IMPORT(1) = "DELETE FROM imports WHERE id = $1 AND finished IS NULL";
    SWEEP_FORMATIONS(2) = "DELETE FROM formations
        WHERE id IN (SELECT id FROM formations WHERE import = $1 LIMIT $2)";
    SWEEP_APPLICATIONS(2) = "DELETE FROM applications
        WHERE id IN (SELECT id FROM applications WHERE import = $1 LIMIT $2)";
    SWEEP_ITEMS(2) = "DELETE FROM items WHERE id IN (SELECT id FROM items WHERE import = $1 LIMIT $2)";

    /// `$1`: the selection; `$2`: the import; `$3`: JSON list of rows.
    IMPORT_FORMATIONS(3) = "INSERT INTO formations (selection, import, id, code, agency, position, qualification,
            location, category, position_group, quota, ordinal)
        SELECT $1, $2, unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
            value ->> 6, value ->> 7, value ->> 8, value ->> 9 FROM json_each($3)",
        "INSERT INTO formations (selection, import, id, code, agency, position, qualification,
            location, category, position_group, quota, ordinal)
        SELECT $1, $2, (value ->> 0)::uuid, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
            value ->> 6, value ->> 7, (value ->> 8)::bigint, (value ->> 9)::bigint
        FROM json_array_elements($3::json)";
    FORMATIONS(1) = concat!("SELECT ", formation_columns!(), " FROM formations f", finished!("f"),
        "WHERE f.selection = $1 ORDER BY f.ordinal, f.id");
    FORMATION(1) = concat!("SELECT ", formation_columns!(), " FROM formations f", finished!("f"), "WHERE f.id = $1");

    /// `$1`: the selection; `$2`: the import; `$3`: JSON list of rows.
    IMPORT_APPLICATIONS(3) = "INSERT INTO applications (selection, import, id, participant_no, name, formation, blind)
        SELECT $1, $2, unhex(value ->> 0), value ->> 1, value ->> 2, unhex(value ->> 3), value ->> 4
        FROM json_each($3)",
        "INSERT INTO applications (selection, import, id, participant_no, name, formation, blind)
        SELECT $1, $2, (value ->> 0)::uuid, value ->> 1, value ->> 2, (value ->> 3)::uuid, (value ->> 4)::bigint
        FROM json_array_elements($3::json)";
    APPLICATIONS(1) = concat!("SELECT p.id, p.participant_no, p.name, p.formation, p.blind FROM applications p",
        finished!("p"), "WHERE p.selection = $1 ORDER BY p.participant_no");
    APPLICATION(1) = concat!("SELECT p.id, p.participant_no, p.name, p.formation, p.blind FROM applications p",
        finished!("p"), "WHERE p.id = $1");
    APPLICATION_BY_NUMBER(1) = concat!(
        "SELECT p.id, p.participant_no, p.name, p.formation, p.blind, p.selection FROM applications p",
        finished!("p"), "WHERE p.participant_no = $1");

    IMPORT_ITEM(7) = "INSERT INTO items (selection, import, id, code, version, digest, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Codes of latest versions, by code: the greatest version of each whose import is finished.
    ITEMS(1) = concat!("SELECT t.id, t.code, t.version, t.digest, t.content FROM items t", finished!("t"),
        "WHERE t.selection = $1 AND NOT EXISTS (
            SELECT 1 FROM items n JOIN imports j ON j.id = n.import AND j.finished IS NOT NULL
            WHERE n.selection = t.selection AND n.code = t.code AND n.version > t.version)
        ORDER BY t.code");
    IMPORT_BLOB(3) = "INSERT INTO blobs (digest, media_type, bytes) VALUES ($1, $2, $3)
        ON CONFLICT (digest) DO NOTHING";
    BLOB(1) = "SELECT digest, media_type, bytes FROM blobs WHERE digest = $1";

    CREATE_FORM(7) = "INSERT INTO forms (id, selection, name, content, nonce, commitment, locked)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FORM(1) = "SELECT id, selection, name, content, nonce, commitment, locked FROM forms WHERE id = $1";
    FORMS(1) = "SELECT id, selection, name, content, nonce, commitment, locked FROM forms
        WHERE selection = $1 ORDER BY locked DESC, id DESC";

    CREATE_SITTING(8) = "INSERT INTO sittings
        (id, selection, name, place, starts, late_start_until_end, status, paused, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)";
    /// `$1`: the sitting; `$2`: its selection; `$3`: JSON list of seats. A seat whose application or form is not
    /// of that selection is left out, and the count tells. The joins are tied to their order: left alone, the
    /// engine walks the list once for every application.
    CREATE_SEATS(3) = "INSERT INTO attempts
            (id, sitting, application, formation, form, variant, seed, place, status, state)
        SELECT unhex(new.value ->> 0), $1, p.id, p.formation, f.id, new.value ->> 3, unhex(new.value ->> 4),
            new.value ->> 5, 'assigned', unhex(new.value ->> 6)
        FROM json_each($3) AS new
        CROSS JOIN applications p ON p.id = unhex(new.value ->> 1) AND +p.selection = $2
        CROSS JOIN imports i ON i.id = p.import AND i.finished IS NOT NULL
        CROSS JOIN forms f ON f.id = unhex(new.value ->> 2) AND +f.selection = $2",
        "INSERT INTO attempts
            (id, sitting, application, formation, form, variant, seed, place, status, state)
        SELECT (new.value ->> 0)::uuid, $1, p.id, p.formation, f.id, new.value ->> 3, decode(new.value ->> 4, 'hex'),
            new.value ->> 5, 'assigned', decode(new.value ->> 6, 'hex')
        FROM json_array_elements($3::json) AS new (value)
        JOIN applications p ON p.id = (new.value ->> 1)::uuid AND p.selection = $2
        JOIN imports i ON i.id = p.import AND i.finished IS NOT NULL
        JOIN forms f ON f.id = (new.value ->> 2)::uuid AND f.selection = $2";
    SITTINGS(1) = "SELECT id, selection, name, place, starts, late_start_until_end, status FROM whole_sittings
        WHERE selection = $1 ORDER BY starts, id";
    SITTING(1) = "SELECT id, selection, name, place, starts, late_start_until_end, status FROM whole_sittings
        WHERE id = $1";

    BEGIN_SITTING(1) = "INSERT INTO unfinished_sittings (sitting) VALUES ($1)";
    FINISH_SITTING(1) = "DELETE FROM unfinished_sittings WHERE sitting = $1";
    UNFINISHED_SITTINGS(0) = "SELECT sitting FROM unfinished_sittings";
    /// Never of a sitting that came to be.
    SWEEP_SEATS(2) = "DELETE FROM attempts WHERE id IN (
            SELECT id FROM attempts WHERE sitting = $1
                AND EXISTS (SELECT 1 FROM unfinished_sittings WHERE sitting = $1) LIMIT $2)";
    SWEEP_SITTING(1) = "DELETE FROM sittings WHERE id = $1";
}
