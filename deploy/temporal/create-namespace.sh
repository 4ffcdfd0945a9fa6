#!/bin/sh
# Creates the namespace with its retention, or sets the retention of the one that is there, and registers everycall's search
# attributes. Ends once the namespace answers, so that workers may start. Runs in temporalio/admin-tools with TEMPORAL_ADDRESS
# and TEMPORAL_NAMESPACE.
set -eu

retention=${RETENTION:-720h}

# within SECONDS COMMAND…: tries it every second.
within() {
  left=$1
  shift
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    if [ "$left" -le 0 ]; then
      echo "gave up: $*" >&2
      "$@"
      return 1
    fi
    sleep 1
  done
}

# A server tells of a new namespace or attribute up to ten seconds later.
within 120 temporal operator cluster health
if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
fi
within 60 temporal workflow list --limit 1
for name in everycallWaiting; do
  if ! temporal operator search-attribute list | grep -qw "$name"; then
    temporal operator search-attribute create --name "$name" --type Keyword
  fi
done
echo "namespace $TEMPORAL_NAMESPACE keeps closed turns for $retention"
