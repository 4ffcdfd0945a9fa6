#!/bin/sh
# The collections example's mailer and credit bureau, once a second. Runs in the postgres image; PGHOST, PGUSER, PGPASSWORD and
# PGDATABASE say where. The file that it touches is what the health check looks at.
set -eu

while :; do
  psql -v ON_ERROR_STOP=1 --quiet -f "${DATA_DIR:-/data}/round.sql"
  touch "${ALIVE_FILE:-/tmp/alive}"
  sleep 1
done
