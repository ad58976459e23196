#!/bin/sh
# Makes a cluster that plays the archived log onto a base backup, up to a moment or to its end. The cluster is new: what
# is left of the old one stays untouched.
#
#   postgres-restore.sh BASE ARCHIVE NEW (latest | '2026-11-22 10:15:00+07')
#
# BASE is one base backup, taken before that moment; NEW must not exist. Run it as the cluster's user, then start NEW
# (pg_ctl, or name it in the service). It takes connections for reading while it plays, and for writing when it is done:
# `select pg_is_in_recovery()` says f then. What was committed after the moment is gone from NEW; pages of candidates that
# are still open send their answers again (see RUNBOOK.md).
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
{
    echo "# Written by postgres-restore.sh; what stands last counts."
    echo "restore_command = 'cp \"$archive/%f\" \"%p\"'"
    echo "recovery_target_timeline = 'latest'"
    echo "recovery_target_action = 'promote'"
    # The new cluster must not wait for the standby of the old one, nor for somebody to look after its archive.
    echo "synchronous_standby_names = ''"
    if [ "$until" = latest ]; then
        echo "recovery_target_time = ''"
    else
        echo "recovery_target_time = '$until'"
    fi
} >>"$new/postgresql.auto.conf"
touch "$new/recovery.signal"
sync "$new/postgresql.auto.conf" "$new/recovery.signal" "$new"
trap - EXIT
echo "$new"
