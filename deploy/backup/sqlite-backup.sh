#!/bin/sh
# One snapshot of the running server's SQLite database, read once to see that it is whole, and the old ones thinned
# out: the newest 24 stay, and of the older ones the last of each hour, 72 of them.
#
#   sqlite-backup.sh FOLDER
#
# Run it as the server's user. AMBANG_CONFIG names the configuration, as for every command; AMBANG the program, if it is
# not on the path. The secrets file is no part of a snapshot: whoever had both could make PINs and signatures. Keep its
# copy elsewhere.
set -eu
umask 077

recent=24
hourly=72
folder=${1:?usage: sqlite-backup.sh FOLDER}
ambang=${AMBANG:-ambang}

fail() {
    echo "backup: $1" >&2
    exit 1
}

[ -d "$folder" ] || fail "the folder $folder is not there"
# As the server reads it: `sqlite:///srv/a.db` is `/srv/a.db`.
db=$("$ambang" config print | sed -n 's/^database = "sqlite:\(.*\)"$/\1/p' | sed 's#^\(//\)*##')
[ -n "$db" ] || fail "the configuration names no SQLite database"
[ -f "$db" ] || fail "there is no database $db yet"

# A disk that dies takes what is on it; this is said each time, for it cannot be mended here.
if [ "$(df -P "$folder" | awk 'NR == 2 { print $1 }')" = "$(df -P "$db" | awk 'NR == 2 { print $1 }')" ]; then
    echo "backup: $folder is on the disk of the database itself: copy it to another machine or disk" >&2
fi

# What a power cut left half done.
rm -f "$folder"/*.part "$folder"/*.part-wal "$folder"/*.part-shm "$folder"/*.part-journal

needed=$(du -k "$db" | awk '{ print $1 + 1024 }')
free=$(df -Pk "$folder" | awk 'NR == 2 { print $4 }')
[ "$free" -gt "$needed" ] || fail "$folder has $free KiB free, the database takes $needed: make room, nothing was deleted"

name=ambang-$(date -u +%Y%m%dT%H%M%SZ).db
[ ! -e "$folder/$name" ] || fail "$folder/$name is there already"
part=$folder/$name.part
trap 'rm -f "$part" "$part-wal" "$part-shm" "$part-journal"' EXIT
"$ambang" backup "$part" >/dev/null
AMBANG_DATABASE=sqlite:$part "$ambang" user list >/dev/null || fail "the copy cannot be read"
if command -v sqlite3 >/dev/null; then
    found=$(sqlite3 -readonly "$part" 'pragma quick_check(1)')
    [ "$found" = ok ] || fail "the copy is damaged: $found"
fi

(cd "$folder" && sum=$(sha256sum "$name.part") && echo "${sum%% *}  $name" >"$name.sha256")
sync "$part" "$folder/$name.sha256"
mv "$part" "$folder/$name"
sync "$folder"
echo "$folder/$name"

# Newest first; the stamp's first eleven characters are the hour.
find "$folder" -maxdepth 1 -name 'ambang-????????T??????Z.db' | sort -r | awk -v recent=$recent -v hourly=$hourly '
    NR <= recent { next }
    { hour = substr($0, length($0) - 18, 11) }
    !(hour in kept) && count < hourly { kept[hour]; count += 1; next }
    { print }
' | while IFS= read -r old; do
    rm -f "$old" "$old.sha256"
done
