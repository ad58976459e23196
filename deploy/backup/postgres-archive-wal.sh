#!/bin/sh
# Takes one finished piece of PostgreSQL's log into the archive; PostgreSQL calls it.
#
#   archive_command = '/usr/lib/ambang/postgres-archive-wal.sh "%p" "%f" /var/backups/ambang-wal'
#
# Zero is a promise that the piece is on disk: PostgreSQL then recycles its own. What is there already is never
# overwritten; the same piece again (after a crash in between) is fine, another one under its name is a fault that
# somebody must look at, such as two clusters with one archive.
set -eu
umask 077

from=${1:?usage: postgres-archive-wal.sh PATH NAME FOLDER}
name=${2:?usage: postgres-archive-wal.sh PATH NAME FOLDER}
folder=${3:?usage: postgres-archive-wal.sh PATH NAME FOLDER}

if [ -e "$folder/$name" ]; then
    cmp -s "$from" "$folder/$name" && exit 0
    echo "archive: $folder/$name is there already, with other content" >&2
    exit 1
fi
# A name that no other server's process has, so that two that race cannot mix their bytes.
part=$folder/$name.$$.part
trap 'rm -f "$part"' EXIT
cp "$from" "$part"
sync "$part"
# Unlike a rename a link never takes the place of a file.
ln "$part" "$folder/$name"
sync "$folder"
