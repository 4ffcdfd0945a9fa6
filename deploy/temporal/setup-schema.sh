#!/bin/sh
# Creates Temporal's two databases and brings their schemas up to this version's; harmless when they are there already.
# Runs in temporalio/admin-tools. SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD say where.
set -eu

schemas=${SCHEMA_DIR:-/etc/temporal/schema/postgresql/v12}

# set_up DATABASE FOLDER
set_up() {
  temporal-sql-tool --db "$1" create
  temporal-sql-tool --db "$1" setup-schema --version 0.0
  temporal-sql-tool --db "$1" update-schema --schema-dir "$schemas/$2/versioned"
}

set_up "${DBNAME:-temporal}" temporal
set_up "${VISIBILITY_DBNAME:-temporal_visibility}" visibility
echo 'schemas are up to date'
