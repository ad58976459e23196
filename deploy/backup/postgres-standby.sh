#!/bin/sh
# Makes a standby out of the primary, where there is none yet, and then becomes the program that is named.
#
#   postgres-standby.sh DATA NAME PROGRAM [ARGUMENT]…
#
# DATA is the standby's cluster, NAME how the primary knows it (synchronous_standby_names). PGHOST, PGUSER, PGPASSFILE and
# so on say where the primary is: a role with REPLICATION. The log that the standby has not had yet is kept for it by a
# slot of the same name.
set -eu
umask 077

usage="usage: postgres-standby.sh DATA NAME PROGRAM [ARGUMENT]..."
data=${1:?$usage}
name=${2:?$usage}
: "${3:?$usage}"
shift 2

case $name in
*[!a-z0-9_]*)
    echo "standby: a slot's name has small letters, digits and underscores: $name" >&2
    exit 1
    ;;
esac

if [ ! -s "$data/PG_VERSION" ]; then
    rm -rf "$data.part"
    # A slot that an earlier try has left is used again; without one it is made.
    pg_receivewal --create-slot --if-not-exists --slot="$name"
    pg_basebackup --pgdata="$data.part" --format=plain --wal-method=stream --checkpoint=fast --write-recovery-conf --slot="$name"
    # The name by which synchronous_standby_names asks for it.
    sed -i "s/^primary_conninfo = '/&application_name=$name /" "$data.part/postgresql.auto.conf"
    grep -q "application_name=$name " "$data.part/postgresql.auto.conf"
    mv "$data.part" "$data"
fi
export PGDATA="$data"
exec "$@"
