#!/bin/sh
# Makes what fleet.yaml needs, once: ./secrets with passwords, certificates, the nodes' configuration and their keys, and
# ./backups.
#
#   fleet-prepare.sh HOST IMAGE
#
# HOST is what browsers type, IMAGE has the program. For a certificate that browsers know already put chain and key into
# secrets/site.pem afterwards. Run it as root: files belong to the users of the containers, who alone may read them.
set -eu
umask 077

usage="usage: fleet-prepare.sh HOST IMAGE"
host=${1:?$usage}
image=${2:?$usage}
engine=${ENGINE:-docker}

[ ! -e secrets ] || {
    echo "secrets is there already: nothing was done" >&2
    exit 1
}
mkdir -p secrets.new
word() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}
ambang() {
    "$engine" run --rm --network none --user "$(id -u):$(id -g)" --volume "$PWD/secrets.new:/out" --workdir /out "$image" "$@"
}

ambang cert --name node1 --name node2 --name node3 --name localhost --out nodes
ambang cert --name "$host" --out site
cat secrets.new/site/server.crt secrets.new/site/server.key >secrets.new/site.pem

database=$(word)
standby=$(word)
live=$(word)
printf '%s' "$database" >secrets.new/postgres_password
printf '%s' "$standby" >secrets.new/standby_password
printf 'postgres://ambang:%s@balancer:5432/ambang\n' "$database" >secrets.new/database
printf 'redis://:%s@redis:6379/0\n' "$live" >secrets.new/live
word >secrets.new/metrics_token
printf '*:5432:*:standby:%s\n' "$standby" >secrets.new/standby_pgpass
printf 'requirepass %s\nsave ""\nappendonly no\nmaxmemory 768mb\nmaxmemory-policy noeviction\n' "$live" >secrets.new/redis.conf
cat >secrets.new/node.toml <<TOML
database_file = "/run/secrets/database"
live_file = "/run/secrets/live"
secrets = "/run/secrets/node_secrets"
listen = "0.0.0.0:8443"
tls_cert = "/run/secrets/node_cert"
tls_key = "/run/secrets/node_key"
trusted_proxies = ["172.30.77.10"]
metrics_token_file = "/run/secrets/metrics_token"
log_format = "json"
TOML
# The keys behind PINs, log-ins and signatures, the same for every node.
ambang secrets new --file node-secrets.toml

chown -R 10001:10001 secrets.new
chown 999:999 secrets.new/postgres_password secrets.new/standby_password secrets.new/standby_pgpass secrets.new/redis.conf
chown 99:99 secrets.new/site.pem
find secrets.new -type f -exec chmod 400 {} +
chmod 444 secrets.new/nodes/site-ca.crt secrets.new/site/site-ca.crt
mkdir -p backups/wal backups/base
chown -R 999:999 backups
mv secrets.new secrets
echo "secrets is made; keep secrets/node-secrets.toml and secrets/*/site-ca.key apart from this machine, too"
