-- When the page of each seat was last heard, one blob per sitting: written every few seconds while anybody sits,
-- read when a server starts. What it says is at most that much older than the truth.
CREATE TABLE last_contacts (
    sitting UUID PRIMARY KEY REFERENCES sittings (id),
    contacts BYTEA NOT NULL CHECK (length(contacts) BETWEEN 2 AND 4000000)
);

-- A reopened attempt runs on in a closed sitting.
CREATE INDEX sittings_closed ON sittings (id) WHERE status = 'closed';

-- Acts of one kind are asked for by their time.
CREATE INDEX audit_act ON audit (act, at);
