#!/bin/sh
# Puts a snapshot in the place of the SQLite database. What was there is moved aside, never deleted: a damaged file may
# still hold answers that the snapshot has not.
#
#   sqlite-restore.sh SNAPSHOT
#
# Run it as the server's user, the server stopped. AMBANG_CONFIG and AMBANG as for sqlite-backup.sh. Afterwards
# `ambang serve --check` says whether the server would start. At the start the time from the snapshot until then counts
# as an outage that nobody pays for, and pages that are still open send again what the snapshot has not (see RUNBOOK.md).
set -eu
umask 077

snapshot=${1:?usage: sqlite-restore.sh SNAPSHOT}
ambang=${AMBANG:-ambang}

fail() {
    echo "restore: $1" >&2
    exit 1
}

[ -f "$snapshot" ] || fail "there is no snapshot $snapshot"
# As the server reads it: `sqlite:///srv/a.db` is `/srv/a.db`.
db=$("$ambang" config print | sed -n 's/^database = "sqlite:\(.*\)"$/\1/p' | sed 's#^\(//\)*##')
[ -n "$db" ] || fail "the configuration names no SQLite database"
[ "$(id -u)" != 0 ] || [ ! -f "$db" ] || [ "$(stat -c %u "$db")" = 0 ] ||
    fail "run this as the server's user, or it could not open its own database: runuser -u ambang -- …"

if [ -f "$snapshot.sha256" ]; then
    (cd "$(dirname "$snapshot")" && sha256sum --check --quiet "$(basename "$snapshot").sha256") ||
        fail "$snapshot is not what was saved: take another snapshot"
else
    echo "restore: $snapshot has no .sha256 beside it and is taken as it is" >&2
fi

# The server's own lock: it is not running, and cannot be started in between.
exec 9>>"$db.lock"
flock --nonblock 9 || fail "a server holds $db: stop it first (systemctl stop ambang)"

copy=$db.restoring
trap 'rm -f "$copy"' EXIT
cp "$snapshot" "$copy"
sync "$copy"

aside=$db.before-$(date -u +%Y%m%dT%H%M%SZ)
mkdir "$aside"
# The log first in order of danger: an old log beside a new file would be played into it.
for part in "$db-wal" "$db-shm" "$db-journal" "$db"; do
    [ ! -e "$part" ] || mv "$part" "$aside/"
done
sync "$aside"
mv "$copy" "$db"
sync "$(dirname "$db")"
echo "$snapshot is now $db; what was there is in $aside"
