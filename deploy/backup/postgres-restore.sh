#!/bin/sh
# Makes a cluster that plays the archived log onto a base backup, up to a moment or to its end. The cluster is new: what
# is left of the old one stays untouched.
#
#   postgres-restore.sh BASE ARCHIVE NEW (latest | '2026-11-22 10:15:00+07')
#
# BASE is one base backup, taken before that moment; NEW must not exist. Run it as the cluster's user, then start NEW with
# pg_ctl: it takes connections when it has played what it should. Where configurations lie elsewhere, as Debian has them, NEW
# gets one of its own by which only this machine's users reach it: look at it first, then give it the real one. What was
# committed after the moment is gone from NEW; pages of candidates that are still open send their answers again (see
# RUNBOOK.md).
set -eu
umask 077

usage="usage: postgres-restore.sh BASE ARCHIVE NEW (latest | TIME)"
base=${1:?$usage}
archive=${2:?$usage}
new=${3:?$usage}
until=${4:?$usage}

fail() {
    echo "restore: $1" >&2
    exit 1
}

[ -f "$base/backup_label" ] || fail "$base is no base backup"
[ -d "$archive" ] || fail "the archive $archive is not there"
[ ! -e "$new" ] || fail "$new is there already: restore beside it, never over it"
case $archive$until in
*\'* | *\"* | *%*) fail "no quotes and no percent signs in the archive's path and the time" ;;
esac
case $until in
latest) ;;
# Without a zone the server's own would be meant, and sites live in three.
*[0-9][0-9]:[0-9][0-9]*[+-][0-9][0-9] | *[0-9][0-9]:[0-9][0-9]*[+-][0-9][0-9]:[0-9][0-9] | *[0-9]Z) ;;
*) fail "the time needs its zone: '2026-11-22 10:15:00+07' (WIB), +08 (WITA), +09 (WIT)" ;;
esac

pg_verifybackup --quiet "$base"
trap 'rm -rf "$new"' EXIT
cp -R "$base" "$new"
chmod 700 "$new"
if [ ! -e "$new/postgresql.conf" ]; then
    echo "# Made by postgres-restore.sh: nothing but defaults, and no network." >"$new/postgresql.conf"
    echo "listen_addresses = ''" >>"$new/postgresql.conf"
fi
[ -e "$new/pg_hba.conf" ] || echo "local all all peer" >"$new/pg_hba.conf"

{
    echo "# Begin of postgres-restore.sh: taken away by itself when the log is played."
    echo "restore_command = 'cp \"$archive/%f\" \"%p\"'"
    echo "recovery_target_timeline = 'latest'"
    echo "recovery_target_action = 'promote'"
    [ "$until" = latest ] || echo "recovery_target_time = '$until'"
    # Without it the new cluster would need every limit of the old one.
    echo "hot_standby = off"
    # The standby of the old cluster is not this one's.
    echo "synchronous_standby_names = ''"
    # Standbys that are made of this cluster later must not look for that moment, too.
    echo "recovery_end_command = 'sed -i \"/^# Begin of postgres-restore/,/^# End of postgres-restore/d\" postgresql.auto.conf'"
    echo "# End of postgres-restore.sh."
} >>"$new/postgresql.auto.conf"
touch "$new/recovery.signal"
sync "$new/postgresql.auto.conf" "$new/recovery.signal" "$new"
trap - EXIT
echo "$new"
