#!/bin/sh
# Creates the collections example's role and database and loads its schema and sample data, all of it or nothing; harmless
# when it is there. Runs in the postgres image. PGHOST, PGUSER and PGPASSWORD say where, COLLECTIONS_PASSWORD is the new role's.
set -eu

data=${DATA_DIR:-/data}

if ! psql --dbname postgres -tAc "select 1 from pg_roles where rolname = 'collections'" | grep -q 1; then
  psql --dbname postgres -v ON_ERROR_STOP=1 -v password="$COLLECTIONS_PASSWORD" <<'SQL'
create role collections login password :'password';
SQL
fi
if ! psql --dbname postgres -tAc "select 1 from pg_database where datname = 'collections'" | grep -q 1; then
  createdb --owner collections collections
fi
export PGUSER=collections PGPASSWORD="$COLLECTIONS_PASSWORD" PGDATABASE=collections
if ! psql -tAc "select to_regclass('public.customers') is not null" | grep -q t; then
  psql -v ON_ERROR_STOP=1 --single-transaction --quiet -f "$data/schema.sql" -f "$data/sample-data.sql"
fi
echo "$(psql -tAc 'select count(*) from customers') customers"
