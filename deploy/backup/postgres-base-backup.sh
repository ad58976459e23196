#!/bin/sh
# A base backup of the running PostgreSQL cluster, checked against its manifest; the newest ones stay, and of the archived
# log what they need.
#
#   postgres-base-backup.sh FOLDER ARCHIVE [KEEP]
#
# FOLDER holds base backups, ARCHIVE the log (postgres-archive-wal.sh), KEEP is how many base backups stay (7). PGHOST,
# PGUSER, PGPASSFILE and so on say which cluster: a role with REPLICATION. The tools are those of the cluster's version.
set -eu
umask 077

folder=${1:?usage: postgres-base-backup.sh FOLDER ARCHIVE [KEEP]}
archive=${2:?usage: postgres-base-backup.sh FOLDER ARCHIVE [KEEP]}
keep=${3:-7}

fail() {
    echo "base backup: $1" >&2
    exit 1
}

[ -d "$folder" ] || fail "the folder $folder is not there"
[ -d "$archive" ] || fail "the archive $archive is not there"
[ "$keep" -gt 0 ] || fail "at least one base backup must stay"

name=base-$(date -u +%Y%m%dT%H%M%SZ)
[ ! -e "$folder/$name" ] || fail "$folder/$name is there already"
part=$folder/$name.part
rm -rf "$folder"/base-*.part
trap 'rm -rf "$part"' EXIT
# With the log that it needs inside, so that it can be started even without the archive.
pg_basebackup --pgdata="$part" --format=plain --wal-method=stream --checkpoint=fast --label="$name"
pg_verifybackup --quiet "$part"
mv "$part" "$folder/$name"
sync "$folder"
echo "$folder/$name"

find "$folder" -maxdepth 1 -type d -name 'base-????????T??????Z' | sort -r | tail -n +$((keep + 1)) |
    while IFS= read -r old; do
        rm -rf "$old"
    done
oldest=$(find "$folder" -maxdepth 1 -type d -name 'base-????????T??????Z' | sort | head -n 1)
# "START WAL LOCATION: 0/2000028 (file 000000010000000000000002)": nobody needs what lies before.
first=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]\{24\}\))$/\1/p' "$oldest/backup_label")
[ -n "$first" ] || fail "$oldest says not where its log begins: the archive was left as it is"
pg_archivecleanup "$archive" "$first"
