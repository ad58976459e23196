-- A large sitting is made in slices, so that nobody's answers wait for it. Until its last seat is there it stands here
-- and nowhere else; what a crash left is swept.
CREATE TABLE unfinished_sittings (
    sitting UUID PRIMARY KEY REFERENCES sittings (id)
);

CREATE VIEW whole_sittings AS
SELECT id, selection, name, place, starts, late_start_until_end, status, paused, state
FROM sittings
WHERE NOT EXISTS (SELECT 1 FROM unfinished_sittings WHERE unfinished_sittings.sitting = sittings.id);
