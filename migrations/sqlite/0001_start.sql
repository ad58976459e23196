-- Ids are the sixteen bytes of a UUID, times are milliseconds since 1970 UTC, texts are ordered by their bytes.
-- Every size has a bound: what breaks one is the sender's fault and says so, instead of filling the disk.

CREATE TABLE settings (
    name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 100),
    value TEXT NOT NULL CHECK (length(value) <= 10000)
) STRICT, WITHOUT ROWID;

-- A row per start of a process and per stall of it; "ended" is extended while the process lives.
CREATE TABLE uptime (
    process INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER NOT NULL CHECK (ended >= started),
    PRIMARY KEY (process, started)
) STRICT, WITHOUT ROWID;
CREATE INDEX uptime_ended ON uptime (ended);

-- The complement of the union of all uptime, noted by whoever came back.
CREATE TABLE outages (
    started INTEGER PRIMARY KEY,
    ended INTEGER NOT NULL CHECK (ended >= started)
) STRICT;

CREATE TABLE users (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
    full_name TEXT NOT NULL CHECK (length(full_name) BETWEEN 1 AND 200),
    password_hash TEXT NOT NULL CHECK (length(password_hash) <= 500),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1))
) STRICT;

-- "scope" is the id of what "scope_kind" names, and empty for the whole system.
CREATE TABLE grants (
    user BLOB NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN
        ('admin', 'author', 'reviewer', 'registrar', 'proctor', 'examiner', 'committee', 'auditor')),
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('system', 'selection', 'sitting')),
    scope BLOB NOT NULL CHECK (length(scope) = CASE scope_kind WHEN 'system' THEN 0 ELSE 16 END),
    PRIMARY KEY (user, role, scope_kind, scope)
) STRICT, WITHOUT ROWID;

-- Chained: "head" is the SHA-256 over the head before and the entry's canonical bytes.
CREATE TABLE audit (
    pos INTEGER PRIMARY KEY CHECK (pos >= 1),
    at INTEGER NOT NULL,
    by BLOB CHECK (length(by) = 16),
    act TEXT NOT NULL CHECK (length(act) BETWEEN 1 AND 100),
    subject TEXT NOT NULL CHECK (length(subject) <= 500),
    detail TEXT NOT NULL CHECK (length(detail) <= 100000),
    head BLOB NOT NULL CHECK (length(head) = 32)
) STRICT;

CREATE TABLE selections (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 100),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
    agency TEXT NOT NULL CHECK (length(agency) BETWEEN 1 AND 300),
    policy TEXT NOT NULL CHECK (length(policy) BETWEEN 1 AND 200000),
    created INTEGER NOT NULL
) STRICT;

-- Rows of an import come in slices and count only once "finished" stands; what a crash left is swept.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    selection BLOB NOT NULL REFERENCES selections (id),
    started INTEGER NOT NULL,
    finished INTEGER CHECK (finished >= started)
) STRICT;
CREATE INDEX imports_unfinished ON imports (id) WHERE finished IS NULL;

CREATE TABLE formations (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    selection BLOB NOT NULL REFERENCES selections (id),
    import INTEGER NOT NULL REFERENCES imports (id),
    code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 200),
    agency TEXT NOT NULL CHECK (length(agency) <= 300),
    position TEXT NOT NULL CHECK (length(position) <= 300),
    qualification TEXT NOT NULL CHECK (length(qualification) <= 2000),
    location TEXT NOT NULL CHECK (length(location) <= 300),
    category TEXT NOT NULL CHECK (length(category) BETWEEN 1 AND 32),
    position_group TEXT CHECK (length(position_group) BETWEEN 1 AND 32),
    quota INTEGER NOT NULL CHECK (quota BETWEEN 1 AND 4294967295),
    ordinal INTEGER NOT NULL CHECK (ordinal BETWEEN 0 AND 4294967295),
    UNIQUE (selection, code),
    UNIQUE (selection, id)
) STRICT;
CREATE INDEX formations_import ON formations (import);

CREATE TABLE applications (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    selection BLOB NOT NULL,
    import INTEGER NOT NULL REFERENCES imports (id),
    participant_no TEXT NOT NULL UNIQUE
        CHECK (length(participant_no) = 17 AND participant_no NOT GLOB '*[^0-9]*'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
    formation BLOB NOT NULL,
    blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
    FOREIGN KEY (selection, formation) REFERENCES formations (selection, id)
) STRICT;
CREATE INDEX applications_import ON applications (import);
CREATE INDEX applications_formation ON applications (selection, formation);

CREATE TABLE items (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    selection BLOB NOT NULL REFERENCES selections (id),
    import INTEGER NOT NULL REFERENCES imports (id),
    code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 200),
    version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 4294967295),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    content BLOB NOT NULL CHECK (length(content) BETWEEN 2 AND 1000000),
    UNIQUE (selection, code, version)
) STRICT;
CREATE INDEX items_import ON items (import);

CREATE TABLE blobs (
    digest BLOB PRIMARY KEY NOT NULL CHECK (length(digest) = 32),
    media_type TEXT NOT NULL CHECK (length(media_type) BETWEEN 3 AND 100),
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 10000000)
) STRICT;

CREATE TABLE forms (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    selection BLOB NOT NULL REFERENCES selections (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
    content BLOB NOT NULL CHECK (length(content) BETWEEN 2 AND 50000000),
    nonce BLOB NOT NULL CHECK (length(nonce) = 32),
    commitment BLOB NOT NULL CHECK (length(commitment) = 32),
    locked INTEGER NOT NULL,
    UNIQUE (selection, id)
) STRICT;

-- "state" is the encoded room; "status" and "paused" repeat what queries ask for.
CREATE TABLE sittings (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    selection BLOB NOT NULL REFERENCES selections (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
    place TEXT NOT NULL CHECK (length(place) <= 300),
    starts INTEGER NOT NULL,
    late_start_until_end INTEGER NOT NULL CHECK (late_start_until_end IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('planned', 'open', 'closed', 'sealed')),
    paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
    state BLOB NOT NULL CHECK (length(state) BETWEEN 2 AND 4000000),
    UNIQUE (selection, id)
) STRICT;
CREATE INDEX sittings_open ON sittings (id) WHERE status = 'open';

CREATE TABLE ledger (
    sitting BLOB NOT NULL REFERENCES sittings (id),
    pos INTEGER NOT NULL CHECK (pos >= 1),
    entry BLOB NOT NULL CHECK (length(entry) BETWEEN 2 AND 100000),
    PRIMARY KEY (sitting, pos)
) STRICT, WITHOUT ROWID;

-- "state" is the encoded attempt, rewritten with every batch of answers; "status" and "deadline" repeat what
-- staff and closer ask for and change by command only, so that answers touch no index. "formation" is the
-- application's, kept here because boards need it with every answer.
CREATE TABLE attempts (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    sitting BLOB NOT NULL REFERENCES sittings (id),
    application BLOB NOT NULL REFERENCES applications (id),
    formation BLOB NOT NULL REFERENCES formations (id),
    form BLOB NOT NULL REFERENCES forms (id),
    variant TEXT NOT NULL CHECK (variant IN ('standard', 'blind')),
    seed BLOB NOT NULL CHECK (length(seed) = 32),
    place TEXT NOT NULL CHECK (length(place) <= 100),
    status TEXT NOT NULL CHECK (status IN
        ('assigned', 'present', 'running', 'finished', 'absent', 'cancelled', 'voided')),
    deadline INTEGER,
    last_row INTEGER NOT NULL DEFAULT 0 CHECK (last_row >= 0),
    state BLOB NOT NULL CHECK (length(state) BETWEEN 2 AND 100000)
) STRICT;
CREATE INDEX attempts_sitting ON attempts (sitting, status);
CREATE INDEX attempts_application ON attempts (application);
CREATE INDEX attempts_formation ON attempts (formation);
CREATE UNIQUE INDEX attempts_counting ON attempts (application) WHERE status <> 'voided';
CREATE INDEX attempts_due ON attempts (deadline) WHERE status = 'running';

-- Append-only. An attempt's rows are found from its "last_row" back along "prev" (0 ends the chain): an index
-- by attempt would cost three quarters of the throughput.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    prev INTEGER NOT NULL CHECK (prev >= 0 AND prev < id),
    attempt BLOB NOT NULL CHECK (length(attempt) = 16),
    event BLOB NOT NULL CHECK (length(event) BETWEEN 2 AND 65536)
) STRICT;

-- Events that do not count: of late ones the last per item, of refused ones each.
CREATE TABLE late_events (
    attempt BLOB NOT NULL REFERENCES attempts (id),
    item INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    stray TEXT NOT NULL CHECK (length(stray) BETWEEN 2 AND 2000),
    PRIMARY KEY (attempt, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE refused_events (
    attempt BLOB NOT NULL REFERENCES attempts (id),
    seq INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    stray TEXT NOT NULL CHECK (length(stray) BETWEEN 2 AND 2000),
    PRIMARY KEY (attempt, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    selection BLOB NOT NULL REFERENCES selections (id),
    version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 4294967295),
    status TEXT NOT NULL CHECK (status IN ('draft', 'approved', 'published')),
    content BLOB NOT NULL CHECK (length(content) BETWEEN 2 AND 900000000),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    drafted_by BLOB NOT NULL REFERENCES users (id),
    drafted INTEGER NOT NULL,
    approved_by BLOB REFERENCES users (id),
    approved INTEGER,
    CHECK (approved_by <> drafted_by),
    CHECK ((status = 'draft') = (approved_by IS NULL)),
    CHECK ((approved_by IS NULL) = (approved IS NULL))
) STRICT;
CREATE INDEX drafts_selection ON drafts (selection, drafted);

CREATE TABLE publications (
    id BLOB PRIMARY KEY NOT NULL REFERENCES drafts (id),
    selection BLOB NOT NULL REFERENCES selections (id),
    version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 4294967295),
    document BLOB NOT NULL CHECK (length(document) BETWEEN 2 AND 900000000),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    published INTEGER NOT NULL,
    UNIQUE (selection, version)
) STRICT;

-- Comes in slices before its publication, hence without a foreign key to it; what a crash left is swept.
CREATE TABLE published_rows (
    publication BLOB NOT NULL CHECK (length(publication) = 16),
    participant_no TEXT NOT NULL CHECK (length(participant_no) = 17),
    row_index INTEGER NOT NULL CHECK (row_index BETWEEN 0 AND 4294967295),
    PRIMARY KEY (publication, participant_no)
) STRICT, WITHOUT ROWID;
