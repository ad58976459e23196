#!/bin/sh
# Run once by the image of PostgreSQL when the cluster is new: the role of standbys and base backups, which may read the
# log and nothing by SQL.
set -eu
umask 077

password=$(cat /run/secrets/standby_password)
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --set password="$password" <<'SQL'
create role standby with login replication password :'password';
SQL
